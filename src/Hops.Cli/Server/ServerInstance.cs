using System.Globalization;
using System.Net;
using Hops.Api;
using Hops.Api.Server;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.Hadoop.WebHdfs;
using Hops.Kafka;
using Hops.Net.Http;
using Hops.Platform.Users;
using Hops.Schemas.Rest;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hops.Cli.Server;

/// <summary>A running server: its parts behind their protocols.</summary>
internal sealed class ServerInstance : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly ServerParts _parts;

    private ServerInstance(WebApplication host, ServerParts parts, ServerAddresses addresses, (string Password, string Path)? secret) =>
        (_host, _parts, Addresses, OneTimeSecret) = (host, parts, addresses, secret);

    /// <summary>Where it listens.</summary>
    public ServerAddresses Addresses { get; }

    /// <summary>The administrator's one-time password and the file that holds it too; null if there are users already.</summary>
    public (string Password, string Path)? OneTimeSecret { get; }

    /// <summary>Opens the data directory, starts to listen, then starts the queries that should run.</summary>
    /// <exception cref="PlatformException"><c>DataDirectoryUnusable</c>; <c>Unavailable</c> if a port is taken.</exception>
    public static async Task<ServerInstance> StartAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        var directory = DataDirectory.Open(new RealDisk(), settings.DataDirectory);
        ServerAddresses? addresses = null;
        RunnerEndpoints? endpoints = null;
        var logs = LoggerFactory.Create(log => log.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning));
        var parts = await ServerParts.OpenAsync(directory, settings.Modules, () => endpoints!, logs, cancellationToken);
        var host = Build(settings, parts, () => addresses!.View());
        try
        {
            var secret = await FirstRun.RunAsync(parts.Platform, parts.Disk, directory.Secrets, cancellationToken);
            await ListenAsync(host, cancellationToken);
            var isEverywhere = settings.Listen.Equals(IPAddress.Any) || settings.Listen.Equals(IPAddress.IPv6Any);
            var local = AddressesOf(host, isEverywhere ? "127.0.0.1" : settings.Listen.ToString());
            // A runner looks up no names, and the advertised host may be one that only others reach.
            endpoints = new RunnerEndpoints(local.Http, local.Kafka, local.Registry);
            addresses = settings.AdvertisedHost is { } name ? AddressesOf(host, name) : local;
            addresses.Save(parts.Disk, settings.DataDirectory);
            await parts.Queries.ResumeAsync(cancellationToken);
            return new ServerInstance(host, parts, addresses, secret);
        }
        catch
        {
            await host.DisposeAsync();
            await parts.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for SIGTERM, SIGINT or the token.</summary>
    /// <remarks>Not the host's own wait: that closes the listeners at once, and queries still need them to finish their batch.</remarks>
    public async Task WaitForShutdownAsync(CancellationToken cancellationToken)
    {
        var signalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var byToken = cancellationToken.Register(() => signalled.TrySetResult());
        using var byHost = _host.Lifetime.ApplicationStopping.Register(() => signalled.TrySetResult());
        await signalled.Task;
    }

    /// <summary>Stops: queries finish their batch while the protocols still answer, then the listeners close, then the parts.</summary>
    public async ValueTask DisposeAsync()
    {
        await _parts.Queries.DisposeAsync();
        await _host.StopAsync();
        await _host.DisposeAsync();
        _parts.Disk.Delete(ServerAddresses.PathIn(_parts.Directory.Path));
        await _parts.DisposeAsync();
    }

    private static WebApplication Build(ServerSettings settings, ServerParts parts, Func<ServerView> view)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "hops" });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Listen, settings.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(settings.Listen, settings.KafkaPort, listen => listen.UseKafka());
        });
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(parts.Store)
            .AddSingleton(parts.Platform)
            .AddSingleton<IGate>(parts.Platform.Gate)
            .AddSingleton(parts.Platform.Door)
            .AddSingleton(parts.Registry)
            .AddSingleton(parts.Queries)
            .AddKafka(parts.Broker)
            .AddWebHdfs(settings.Modules.Get<WebHdfsOptions>())
            .AddApi(view);
        var host = builder.Build();
        host.UseHttpFront(new HostNames(OwnNames(settings)));
        host.MapWebHdfs();
        host.MapGroup("/registry").MapSchemaRegistry(parts.Registry, parts.Platform.Gate);
        host.MapApi();
        return host;
    }

    /// <summary>What clients may call the server besides its addresses.</summary>
    private static IEnumerable<string> OwnNames(ServerSettings settings) =>
    [
        .. settings.Modules.Get<HttpFrontOptions>().HostNames,
        Dns.GetHostName(),
        settings.AdvertisedHost ?? "",
        settings.Modules.Get<WebHdfsOptions>().PublicAddress?.Host ?? "",
    ];

    private static async Task ListenAsync(WebApplication host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (IOException exception)
        {
            throw new PlatformException(
                ErrorCode.Unavailable, exception.Message + " Choose others with --http-port and --kafka-port.", exception);
        }
    }

    private static ServerAddresses AddressesOf(WebApplication host, string name)
    {
        var listening = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address)).ToList();
        var http = new UriBuilder(Uri.UriSchemeHttp, name, listening[0].Port).Uri;
        return new ServerAddresses(http, string.Create(CultureInfo.InvariantCulture, $"{name}:{listening[1].Port}"), Environment.ProcessId);
    }
}
