using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Api.Http;

/// <summary>
/// Any other path, method or type of body below the root: 401 for a caller who is not signed in. Routing sends here whatever fits no route
/// in full, so that is told apart: a route that is there takes other methods, or another type of body.
/// </summary>
internal static class NoSuchRoute
{
    internal static void Run(HttpContext http, ApiCall call)
    {
        var routes = RoutesAt(http);
        var methods = routes.SelectMany(MethodsOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (methods.Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase))
        {
            var types = routes.Where(route => MethodsOf(route).Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase)).SelectMany(TypesOf);
            throw new PlatformException(ErrorCode.InvalidArgument, $"This route takes a body of another type: send it with Content-Type: {string.Join(" or ", types)}.");
        }

        throw new PlatformException(
            ErrorCode.NotFound,
            methods.Count > 0
                ? $"This route takes {string.Join(", ", methods)} and nothing else: see /openapi/v1.json."
                : $"There is no such route for {call.Actor.UserName}: see /openapi/v1.json.");
    }

    /// <summary>The routes whose pattern is that of the path.</summary>
    private static List<RouteEndpoint> RoutesAt(HttpContext http) =>
    [
        .. http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<AccessNeed>() is not null && Fits(endpoint.RoutePattern.RawText!, http.Request.Path)),
    ];

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];

    private static IReadOnlyList<string> TypesOf(RouteEndpoint route) => route.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? [];

    private static bool Fits(string pattern, PathString path) =>
        new TemplateMatcher(TemplateParser.Parse(pattern), []).TryMatch(path, []);
}
