using Hops.Core.Identity;
using Hops.Net.Http;
using Hops.Schemas.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hops.Schemas.Rest;

/// <summary>Maps the registry's endpoints.</summary>
public static class RegistryEndpoints
{
    /// <summary>
    /// Maps every row of <see cref="RegistryRoutes.All"/> below <paramref name="endpoints"/>; each endpoint carries its row as metadata.
    /// </summary>
    /// <param name="endpoints">Application or group.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="authentication">Who a caller is.</param>
    /// <param name="gate">What it may do.</param>
    public static void MapSchemaRegistry(
        this IEndpointRouteBuilder endpoints, SchemaRegistry registry, IAuthentication authentication, IGate gate)
    {
        var logger = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("Hops.Schemas");
        var boundary = new RegistryBoundary(registry, authentication, gate, logger);
        var door = new HttpDoor(boundary.RefuseAsync);
        foreach (var route in RegistryRoutes.All)
        {
            RequestDelegate handle = context => boundary.RunAsync(route, context);
            endpoints.MapMethods(route.Pattern, [route.Method], handle).WithMetadata(route).WithDoor(door);
        }
    }
}
