using System.Net;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Hops.Api.Operations;

/// <summary><c>/metrics</c>: what is measured of this process, for Prometheus and whatever reads its format.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Our meters, and of the framework's those of the runtime (memory, collections, threads, processor time) and of HTTP.</summary>
    private static readonly string[] Meters =
        ["Hops.*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>Set by proxies: a request that one passed on does not come from this machine.</summary>
    private static readonly string[] Forwarded = ["Forwarded", "X-Forwarded-For"];

    /// <summary>The meters of this process, told apart from others by name, version and an instance id that each start makes anew.</summary>
    internal static void Add(IServiceCollection services) => services.AddOpenTelemetry()
        .ConfigureResource(resource => resource.AddService("hops", serviceVersion: typeof(MetricsEndpoint).Assembly.GetName().Version!.ToString(3)))
        .WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter());

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var boundary = routes.ServiceProvider.GetRequiredService<ApiBoundary>();
        var platform = routes.ServiceProvider.GetRequiredService<HopsPlatform>();
        var options = routes.ServiceProvider.GetRequiredService<MetricsOptions>();
        routes.MapPrometheusScrapingEndpoint("/metrics").Finally(endpoint =>
        {
            var scrape = endpoint.RequestDelegate!;
            endpoint.RequestDelegate = async context =>
            {
                try
                {
                    if (!options.AreOpen && !IsOfThisMachine(context))
                        await DemandAdministratorAsync(context, boundary, platform);
                }
                catch (PlatformException refusal)
                {
                    await Problem.WriteAsync(context, refusal);
                    return;
                }

                await scrape(context);
            };
        });
    }

    private static async Task DemandAdministratorAsync(HttpContext context, ApiBoundary boundary, HopsPlatform platform)
    {
        var caller = await boundary.FindCallerAsync(context)
            ?? throw new PlatformException(ErrorCode.Unauthenticated, "Sign in as an administrator, ask from this machine, or set Metrics:AreOpen=true.");
        if (!GetHealth.IsAdministrator(platform, caller))
            throw new PlatformException(ErrorCode.AccessDenied, "Metrics are for administrators: ask one, or for Metrics:AreOpen=true.");
    }

    private static bool IsOfThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote) && !Forwarded.Any(context.Request.Headers.ContainsKey);
}
