using Hops.Core.Settings;
using Hops.Hadoop.WebHdfs.Authentication;
using Hops.Hadoop.WebHdfs.Replies;
using Hops.Net.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Hops.Hadoop.WebHdfs;

/// <summary>Registers and maps WebHDFS. It needs a <c>FileDoor</c>, an <c>IAuthentication</c>, an <c>IGate</c> and a <see cref="TimeProvider"/> in the container.</summary>
public static class WebHdfsModule
{
    /// <summary>Path under which Hadoop's clients look for WebHDFS.</summary>
    public const string Prefix = "/webhdfs/v1";

    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } =
    [
        OptionsSection.Of<WebHdfsOptions>("WebHdfs").With(
            SettingsRule.AtMost(nameof(WebHdfsOptions.TicketsPerCallerMax), nameof(WebHdfsOptions.TicketsMax), "one caller could use up all redirects")),
    ];

    private static readonly HttpDoor Door = new((http, refusal) => RemoteException.WriteAsync(http, refusal.Code, refusal.Message, http.RequestAborted))
    {
        TakesContent = true,
        ChangesState = request => OperationTable.ChangesState(request.Method, request.Query["op"].ToString()),
    };

    private static readonly string[] Methods = ["GET", "PUT", "POST", "DELETE"];

    /// <summary>Registers the server.</summary>
    public static IServiceCollection AddWebHdfs(this IServiceCollection services, Action<WebHdfsOptions>? configure = null)
    {
        var options = new WebHdfsOptions();
        configure?.Invoke(options);
        return services.AddWebHdfs(options);
    }

    /// <summary>Registers the server with these settings.</summary>
    public static IServiceCollection AddWebHdfs(this IServiceCollection services, WebHdfsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<TransferTickets>();
        services.AddSingleton<WebHdfsServer>();
        return services;
    }

    /// <summary>Maps every path below <see cref="Prefix"/>. Authentication is done here; the host adds none.</summary>
    public static IEndpointConventionBuilder MapWebHdfs(this IEndpointRouteBuilder endpoints)
    {
        var server = endpoints.ServiceProvider.GetRequiredService<WebHdfsServer>();
        return endpoints
            .MapMethods(Prefix + "/{**path}", Methods, http => server.ServeAsync(http, Prefix))
            .WithDisplayName("WebHDFS")
            .WithDoor(Door)
            .WithMetadata(new ExcludeFromDescriptionAttribute());
    }
}
