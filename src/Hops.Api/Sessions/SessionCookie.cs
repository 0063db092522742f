using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Net.Authentication;
using Hops.Net.Http;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Sessions;

/// <summary>
/// A session as browsers keep it: a cookie that no script reads. Browsers add it unasked, so it proves nothing beside an
/// <c>Authorization</c> header, for a page of another site, or for a change without a header that no form can send (ADR 0088).
/// </summary>
internal static class SessionCookie
{
    /// <summary>Header that says that a script of ours asks for a change.</summary>
    internal const string RequestHeader = "X-Hops-Request";

    /// <summary>The prefix makes browsers refuse it from other hosts and over plain HTTP (RFC 6265bis section 4.1.3.2).</summary>
    internal const string NameEncrypted = "__Host-hops";

    internal const string NamePlain = "hops";

    /// <summary>The cookie as a proof, for the routes of REST alone.</summary>
    internal static HttpMechanism Mechanism { get; } = new("cookie", static request => TextIn(request) is not null, ProveAsync);

    /// <summary>Gives a browser a session to keep until it is closed; when it ends is the session's own business.</summary>
    internal static void Set(HttpContext http, string text) => http.Response.Cookies.Append(NameFor(http.Request), text, OptionsFor(http.Request));

    /// <summary>Takes it back.</summary>
    internal static void Clear(HttpContext http) => http.Response.Cookies.Delete(NameFor(http.Request), OptionsFor(http.Request));

    private static ValueTask<Principal?> ProveAsync(HttpRequest request, IAuthentication authentication)
    {
        if (CallingSite.IsOther(request))
            throw new PlatformException(ErrorCode.AccessDenied, "A page of another site may not use the session of a browser.");
        if (ChangesState(request) && !request.Headers.ContainsKey(RequestHeader))
        {
            throw new PlatformException(
                ErrorCode.AccessDenied, $"A change by the cookie of a browser needs the header {RequestHeader}: 1, or send the token of a session in Authorization.");
        }

        return authentication.AuthenticateTokenAsync(TextIn(request)!, request.HttpContext.RequestAborted);
    }

    private static bool ChangesState(HttpRequest request) =>
        request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<HttpDoor>()?.ChangesState(request) ?? true;

    private static string? TextIn(HttpRequest request) => request.Cookies[NameFor(request)];

    private static string NameFor(HttpRequest request) => request.IsHttps ? NameEncrypted : NamePlain;

    private static CookieOptions OptionsFor(HttpRequest request) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/", IsEssential = true };
}
