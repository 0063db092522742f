using Microsoft.AspNetCore.Http;

namespace Hops.Api.Web;

/// <summary>What browsers are told besides the content of a page: what it may do, load and be embedded in.</summary>
internal static class WebHeaders
{
    /// <summary>For every file of the interface.</summary>
    internal static void SetForFile(HttpResponse response, string cacheControl)
    {
        var headers = response.Headers;
        headers.CacheControl = cacheControl;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    /// <summary>For the page itself: scripts and styles of ours alone, and nothing of anybody else.</summary>
    internal static void SetForPage(HttpResponse response, string nonce)
    {
        SetForFile(response, "no-store");
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; font-src 'self'; "
            + "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
        response.Headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    }
}
