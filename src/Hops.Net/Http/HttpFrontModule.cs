using Hops.Core.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Hops.Net.Http;

/// <summary>How the front of all routes becomes part of a process.</summary>
public static class HttpFrontModule
{
    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<HttpFrontOptions>("Http")];

    /// <summary>Puts the front before all routes that are mapped.</summary>
    /// <param name="application">The host.</param>
    /// <param name="names">What the server may be called.</param>
    public static IApplicationBuilder UseHttpFront(this IApplicationBuilder application, HostNames names) =>
        application.Use(next => new HttpFront(names, next).RunAsync);

    /// <summary>Bounds the connections of a listener that have no request under way; handshakes of TLS before it are bounded by the listener.</summary>
    public static ListenOptions UseHttpWaiting(this ListenOptions listen, HttpWaiting waiting)
    {
        listen.Use(next => connection => waiting.AdmitAsync(connection, next));
        return listen;
    }

    /// <summary>Tells the waiting connections which of them have a request; before all other parts of the pipeline.</summary>
    public static IApplicationBuilder UseHttpWaiting(this IApplicationBuilder application) =>
        application.Use(next => context => HttpWaiting.RunAsync(context, next));

    /// <summary>Sets the host's own limits of time; those of bodies stay as they are.</summary>
    public static void UseHttpTimes(this KestrelServerOptions kestrel, HttpFrontOptions options)
    {
        kestrel.Limits.RequestHeadersTimeout = options.HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = options.KeepAliveTimeout;
    }

    /// <summary>Says what the front must know of these routes.</summary>
    public static TBuilder WithDoor<TBuilder>(this TBuilder routes, HttpDoor door)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(door);
}
