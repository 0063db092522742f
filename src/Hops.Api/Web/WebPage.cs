using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Hops.Api.Web;

/// <summary>
/// The page of the interface, at <c>/</c> and, because its addresses are paths, wherever no route of the server is: reloading one, or
/// following a link to it, gives the page, which shows the right thing.
/// </summary>
/// <param name="folder">The built pages.</param>
/// <param name="endpoints">Everything else that the server serves.</param>
internal sealed class WebPage(WebFolder folder, IEnumerable<EndpointDataSource> endpoints)
{
    private const int NonceLengthBytes = 18;

    /// <summary>First segments of the paths of routes: below them what does not exist stays that, and is never the page.</summary>
    private readonly Lazy<HashSet<string>> _taken = new(() => endpoints
        .SelectMany(source => source.Endpoints)
        .OfType<RouteEndpoint>()
        .Select(endpoint => endpoint.RoutePattern.PathSegments is [{ Parts: [RoutePatternLiteralPart first] }, ..] ? first.Content : "")
        .Where(first => first.Length > 0)
        .ToHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>True if a browser asks for something to show at an address of the page, and of nothing else.</summary>
    internal bool IsAt(HttpContext context)
    {
        var path = context.Request.Path;
        return IsToBeShown(context.Request) && (path == "/" || (context.GetEndpoint() is null && !_taken.Value.Contains(FirstOf(path))));
    }

    /// <summary>Sends the page, with a nonce that no other answer has.</summary>
    internal Task SendAsync(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceLengthBytes));
        WebHeaders.SetForPage(context.Response, nonce);
        context.Response.ContentType = "text/html; charset=utf-8";
        var text = folder.Index.Replace(WebFolder.NoncePlace, nonce, StringComparison.Ordinal);
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static bool IsToBeShown(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    private static string FirstOf(PathString path) => (path.Value ?? "").Split('/', 3) is [_, var first, ..] ? first : "";
}
