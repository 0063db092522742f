using Microsoft.AspNetCore.Http;

namespace Hops.Api.Identities;

/// <summary>
/// What a browser keeps while its user is at an issuer, so that nobody completes a sign-in that another browser has begun. No script reads it, and no
/// page of another site makes a browser send it.
/// </summary>
internal static class SignInCookie
{
    private const string NameEncrypted = "__Host-hops-sign-in";
    private const string NamePlain = "hops-sign-in";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    internal static void Set(HttpContext http, string binding) => http.Response.Cookies.Append(NameFor(http.Request), binding, OptionsFor(http.Request, Lifetime));

    internal static string Of(HttpContext http) => http.Request.Cookies[NameFor(http.Request)] ?? "";

    internal static void Clear(HttpContext http) => http.Response.Cookies.Delete(NameFor(http.Request), OptionsFor(http.Request, maxAge: null));

    private static string NameFor(HttpRequest request) => request.IsHttps ? NameEncrypted : NamePlain;

    private static CookieOptions OptionsFor(HttpRequest request, TimeSpan? maxAge) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/", IsEssential = true, MaxAge = maxAge };
}
