using System.Text.Json;
using System.Text.Json.Serialization;
using Hops.Api.Document;
using Hops.Api.Events;
using Hops.Api.Http;
using Hops.Api.Messages;
using Hops.Api.Operations;
using Hops.Api.Server;
using Hops.Api.Web;
using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.Core.Identity;
using Hops.Core.Settings;
using Hops.Kafka.Topics;
using Hops.Net.Http;
using Hops.Platform.Inbox;
using Hops.Platform.Topics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Scalar.AspNetCore;

namespace Hops.Api;

/// <summary>Registers and maps the REST interface.</summary>
public static class ApiModule
{
    private const string Root = "/api/v1";
    private const int JsonDepthMax = 32;

    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<MetricsOptions>("Metrics"), OptionsSection.Of<WebOptions>("Web"), OptionsSection.Of<EventOptions>("Events")];

    /// <summary>Registers what the routes need. The host registers <c>HopsPlatform</c> and the parts that routes act on.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="server">What the server says of itself, once it listens.</param>
    /// <param name="standing">What the host knows of itself.</param>
    /// <param name="metrics">Settings of the metrics; null for the defaults.</param>
    /// <param name="events">Settings of streams of events; null for the defaults.</param>
    public static IServiceCollection AddApi(
        this IServiceCollection services, Func<ServerView> server, ServerStanding standing, MetricsOptions? metrics = null, EventOptions? events = null)
    {
        services.AddSingleton(standing);
        services.AddSingleton(events ?? new EventOptions()).AddSingleton<InboxNews>().AddSingleton<ChannelSources>().AddSingleton<EventHub>();
        services.AddSingleton(metrics ?? new MetricsOptions());
        MetricsEndpoint.Add(services);
        services.AddSingleton(server);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<HealthBoard>();
        services.AddSingleton<ReplayStore>();
        services.AddSingleton<ApiBoundary>();
        services.AddSingleton<MessageReads>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
        {
            var json = options.SerializerOptions;
            json.MaxDepth = JsonDepthMax;
            json.NumberHandling = JsonNumberHandling.Strict;
            json.AllowDuplicateProperties = false;
            json.RespectNullableAnnotations = true;
            json.RespectRequiredConstructorParameters = true;
            json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false));
            json.Converters.Add(new UtcTimeConverter());
        });
        services.AddOpenApi("v1", ApiDocument.Describe);
        return services;
    }

    /// <summary>In place of the embedded broker: records are read and written, and groups are, there; the repair of its logs is refused with the reason.</summary>
    public static IServiceCollection AddTopicCluster(this IServiceCollection services, TopicCluster cluster) => services
        .AddSingleton(cluster.RecordsOf)
        .AddSingleton(cluster.Groups)
        .AddSingleton<TopicLogs>(_ => throw cluster.NotHere("Topics are repaired in"));

    /// <summary>Maps what is for whoever runs the server: <c>/healthz</c>, <c>/metrics</c> and the first page at <c>/</c>.</summary>
    public static IEndpointRouteBuilder MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", GetRoot.RunAsync).ExcludeFromDescription();
        routes.MapGet("/healthz", GetHealth.RunAsync).ExcludeFromDescription();
        MetricsEndpoint.Map(routes);
        return routes;
    }

    /// <summary>Maps <c>/api/v1</c>, its description <c>/openapi/v1.json</c>, and <c>/docs</c> to read and to try it.</summary>
    /// <param name="routes">The host.</param>
    /// <param name="hasSupervisor">False if this server runs no queries and statements: what would start one is refused as unavailable.</param>
    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder routes, bool hasSupervisor = true)
    {
        var boundary = routes.ServiceProvider.GetRequiredService<ApiBoundary>();
        var api = routes.MapGroup(Root);
        Routes.Map(api);
        ((IEndpointConventionBuilder)api).Finally(endpoint =>
        {
            var need = endpoint.Metadata.OfType<AccessNeed>().SingleOrDefault()
                ?? throw new InvalidOperationException($"{endpoint.DisplayName} does not say what it needs of its caller");
            endpoint.Metadata.Add(new HttpDoor(Problem.WriteAsync) { TakesContent = endpoint.Metadata.OfType<StreamedRequest>().Any() });
            var handler = need.Operation == Operation.Run && !hasSupervisor ? NoSupervisorAsync : UnreadParameter.HandlerOf(endpoint);
            endpoint.RequestDelegate = context => boundary.RunAsync(context, need, handler);
        });
        routes.MapOpenApi("/openapi/{documentName}.json");
        // The page and its script come with the package; fonts would come from elsewhere.
        routes.MapScalarApiReference("/docs", page =>
        {
            page.WithTitle("Hops.NET").WithOpenApiRoutePattern("/openapi/v1.json").DisableDefaultFonts().DisableAgent();
            // Nothing that would speak to others than this server.
            page.HideClientButton = true;
            page.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        });
        return routes;
    }

    private static Task NoSupervisorAsync(HttpContext context) =>
        throw new PlatformException(ErrorCode.Unavailable, "This server runs no queries and statements: its role 'supervisor' is switched off.");
}
