using Hops.Core.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

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

    /// <summary>Says what the front must know of these routes.</summary>
    public static TBuilder WithDoor<TBuilder>(this TBuilder routes, HttpDoor door)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(door);
}
