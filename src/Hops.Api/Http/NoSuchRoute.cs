using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;
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
        var methods = MethodsOf(http);
        if (methods.Contains(http.Request.Method, StringComparer.OrdinalIgnoreCase))
            throw new PlatformException(ErrorCode.InvalidArgument, "This route takes JSON: send the body with Content-Type: application/json.");
        throw new PlatformException(
            ErrorCode.NotFound,
            methods.Count > 0
                ? $"This route takes {string.Join(", ", methods)} and nothing else: see /openapi/v1.json."
                : $"There is no such route for {call.Actor.UserName}: see /openapi/v1.json.");
    }

    /// <summary>Methods of the routes whose pattern is that of the path.</summary>
    private static List<string> MethodsOf(HttpContext http) =>
    [
        .. http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<AccessNeed>() is not null && Fits(endpoint.RoutePattern.RawText!, http.Request.Path))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private static bool Fits(string pattern, PathString path) =>
        new TemplateMatcher(TemplateParser.Parse(pattern), []).TryMatch(path, []);
}
