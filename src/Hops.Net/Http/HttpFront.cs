using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Hops.Net.Http;

/// <summary>
/// Before every route, whatever protocol it speaks: a browser must not be made to act for its user by a page of somebody else. Refuses
/// names that are not ours (DNS rebinding), changes that another site asks for (CSRF) and bodies as only forms send them; hides the offer of
/// Basic credentials from browsers, which would keep and resend them.
/// </summary>
/// <param name="names">What we may be called.</param>
/// <param name="next">The routes.</param>
internal sealed class HttpFront(HostNames names, RequestDelegate next)
{
    private const string FetchMode = "Sec-Fetch-Mode";

    /// <summary>What a form can send, and a script without asking first (Fetch standard, "CORS-safelisted request-header").</summary>
    private static readonly string[] FormTypes = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

    public Task RunAsync(HttpContext context)
    {
        if (IsBrowser(context.Request))
            context.Response.OnStarting(HideBasic, context.Response);
        var door = context.GetEndpoint()?.Metadata.GetMetadata<HttpDoor>() ?? PlainDoor.Instance;
        return Fault(context, door) is { } fault ? door.RefuseAsync(context, fault) : next(context);
    }

    private PlatformException? Fault(HttpContext context, HttpDoor door)
    {
        var request = context.Request;
        if (request.Host is { HasValue: true, Host: var host } && !names.Accepts(host))
        {
            return new PlatformException(
                ErrorCode.InvalidArgument, $"This server is not called '{Shown(host)}': call it by its address, or add the name to the setting Http:HostNames.");
        }

        if (!door.ChangesState(request))
            return null;
        if (CallingSite.IsOther(request))
            return new PlatformException(ErrorCode.AccessDenied, "A page of another site may not change anything here.");
        return IsFormLike(context, door)
            ? new PlatformException(
                ErrorCode.InvalidArgument, $"Say what the body is: Content-Type {Shown(request.ContentType ?? "is missing, and")} is what forms of web pages send, which is refused.")
            : null;
    }

    private static bool IsFormLike(HttpContext context, HttpDoor door)
    {
        // A form can POST only; with another method a script must ask first, which we never grant. Content is often sent without a type.
        var isFormMethod = HttpMethods.IsPost(context.Request.Method);
        if (door.TakesContent && (!isFormMethod || context.Request.ContentType is null))
            return false;
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return false;
        return !MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || FormTypes.Any(form => type.MediaType.Equals(form, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsBrowser(HttpRequest request) =>
        request.Headers.ContainsKey(FetchMode) || request.Headers.ContainsKey(CallingSite.FetchSite) || request.Headers.ContainsKey(HeaderNames.Origin)
        || request.Headers.UserAgent.ToString().StartsWith("Mozilla/", StringComparison.OrdinalIgnoreCase);

    private static Task HideBasic(object state)
    {
        var headers = ((HttpResponse)state).Headers;
        if (headers.WWWAuthenticate.Count == 0)
            return Task.CompletedTask;
        var others = headers.WWWAuthenticate.Where(offer => offer is not null && !offer.StartsWith("Basic", StringComparison.OrdinalIgnoreCase)).ToArray();
        // A 401 must offer something (RFC 9110 section 15.5.2); nothing is asked of a user for this one.
        headers.WWWAuthenticate = others.Length > 0 ? others : ["Bearer realm=\"Hops\""];
        return Task.CompletedTask;
    }

    /// <summary>Somebody else wrote it: short, and without what a terminal or a page would take for more than text.</summary>
    private static string Shown(string text) =>
        string.Concat(text.Take(80).Select(letter => letter is > ' ' and < '\x7f' and not '<' and not '>' ? letter : '?'));
}
