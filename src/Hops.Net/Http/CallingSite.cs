using Microsoft.AspNetCore.Http;

namespace Hops.Net.Http;

/// <summary>Whether a page asks for something, and whose: what browsers say of it in headers that no script can set.</summary>
public static class CallingSite
{
    internal const string FetchSite = "Sec-Fetch-Site";

    /// <summary>True if a page asks that this server has not sent itself; false for one of ours, a typed address and programs.</summary>
    public static bool IsOther(HttpRequest request)
    {
        var site = request.Headers[FetchSite];
        if (site.Count > 0 && site is not ["same-origin" or "none"])
            return true;
        var origin = request.Headers.Origin;
        return origin.Count > 0 && !(origin is [{ } one] && IsSameHost(one, request.Host));
    }

    /// <summary>By host and port alone: before a proxy that ends TLS the schemes differ. The opaque origin <c>null</c> is nobody's host.</summary>
    private static bool IsSameHost(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase);
}
