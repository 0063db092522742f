using System.Net;
using System.Security.Cryptography.X509Certificates;
using Hops.Api;
using Hops.Api.Events;
using Hops.Api.Operations;
using Hops.Api.Server;
using Hops.Api.Web;
using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.Hadoop.WebHdfs;
using Hops.Kafka;
using Hops.KafkaCluster;
using Hops.Net.Http;
using Hops.Net.Listeners;
using Hops.Platform.Users;
using Hops.Schemas.Rest;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hops.Cli.Server;

/// <summary>A running server: its parts behind their protocols.</summary>
internal sealed class ServerInstance : IAsyncDisposable
{
    /// <summary>When the server stops: how long connections have to take the end of an answer before those go that have no request under way.</summary>
    private static readonly TimeSpan AnswerGrace = TimeSpan.FromSeconds(1);

    private readonly ServerSettings _settings;
    private readonly ServerRole _roles;
    private readonly HealthBoard _health = new();
    private readonly Dictionary<string, X509Certificate2Collection> _certificates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClientAuthority> _authorities = new(StringComparer.Ordinal);
    private ServerParts _parts = null!;
    private WebApplication _host = null!;
    private HttpWaiting _waiting = null!;

    private ServerInstance(ServerSettings settings, ServerListeners listeners) =>
        (_settings, _roles, Listeners) = (settings, settings.Roles, listeners);

    /// <summary>Where clients are told that it listens.</summary>
    public ServerAddresses Addresses { get; private set; } = null!;

    /// <summary>Everywhere it listens.</summary>
    public ServerListeners Listeners { get; }

    /// <summary>Path of the certificate that it made for itself; null if none of its listeners shows one.</summary>
    public string? OwnCertificate { get; private set; }

    /// <summary>The administrator's one-time password and the file that holds it too; null once it has been changed.</summary>
    public (string Password, string Path)? OneTimeSecret { get; private set; }

    /// <summary>True if it shows pages to browsers.</summary>
    public bool HasPages { get; private set; }

    /// <summary>What holds runners in their place here.</summary>
    public string RunnersHeldBy => _parts.Queries.DescribeRunners();

    /// <summary>Takes the ports, opens the data directory, starts to serve, then starts the queries that should run.</summary>
    /// <exception cref="PlatformException">
    /// <c>Unavailable</c> if a port is taken: nothing was made then; <c>DataDirectoryUnusable</c>; <c>InvalidArgument</c> for settings.
    /// </exception>
    public static async Task<ServerInstance> StartAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        var roles = settings.Roles;
        var protocols = ServerRoles.Protocols(roles).Where(protocol => protocol != ListenerProtocol.Kafka || !settings.Modules.Get<ClusterOptions>().IsUsed);
        var listeners = ServerListeners.Bind(
            settings.Modules.GetNamed<ListenerOptions>(), [.. protocols], isLocalNeeded: roles.HasFlag(ServerRole.Supervisor));
        var server = new ServerInstance(settings, listeners);
        try
        {
            await server.StartAsync(cancellationToken);
            return server;
        }
        catch
        {
            if (server._host is not null)
                await server._host.DisposeAsync();
            if (server._parts is not null)
                await server._parts.DisposeAsync();
            listeners.Dispose();
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
        var stopping = _host.StopAsync();
        await Task.WhenAny(stopping, Task.Delay(AnswerGrace));
        _waiting.DropAll();
        await stopping;
        await _host.DisposeAsync();
        Listeners.Dispose();
        _parts.Disk.Delete(ServerAddresses.PathIn(_parts.Directory.Path));
        await _parts.DisposeAsync();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var listener in Listeners.All.Where(one => one.Options is { Tls: true, CertificateFile: not null }))
            _certificates[listener.Name] = ServerCertificate.Load(listener.Name, listener.Options);
        foreach (var listener in Listeners.All)
        {
            if (ClientAuthority.Load(listener.Name, listener.Options) is { } authority)
                _authorities[listener.Name] = authority;
        }

        var directory = DataDirectory.Open(new RealDisk(), _settings.DataDirectory);
        var logs = LoggerFactory.Create(log => log.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning));
        _parts = await ServerParts.OpenAsync(directory, _settings.Modules, _health, new ServerEndpoints(LocalEndpoints, () => Addresses.Http), logs, cancellationToken);
        OneTimeSecret = await FirstRun.RunAsync(_parts.Platform, _parts.Disk, directory.Secrets, cancellationToken);
        var kafka = Listeners.Public(ListenerProtocol.Kafka);
        var cluster = _settings.Modules.Get<ClusterOptions>();
        var http = Listeners.Public(ListenerProtocol.Http)!.Url;
        Addresses = cluster.IsUsed
            ? new ServerAddresses(http, string.Join(',', cluster.BootstrapServers), cluster.IsEncrypted, Environment.ProcessId)
                { Cluster = new KafkaClusterView(cluster.NamePrefix, cluster.UserMechanismName) }
            : new ServerAddresses(http, kafka?.HostAndPort, kafka?.Options.Tls ?? false, Environment.ProcessId);
        _host = Build();
        await _host.StartAsync(cancellationToken);
        Addresses.Save(_parts.Disk, directory.Path);
        if (_roles.HasFlag(ServerRole.Supervisor))
            await _parts.Queries.ResumeAsync(cancellationToken);
    }

    /// <summary>For runners, which look up no names; the advertised host may be one that only others reach.</summary>
    private RunnerEndpoints LocalEndpoints()
    {
        var (http, kafka) = (Listeners.Local(ListenerProtocol.Http)!, Listeners.Local(ListenerProtocol.Kafka));
        var address = new UriBuilder(Uri.UriSchemeHttp, http.LocalHost, http.EndPoint.Port).Uri;
        return new RunnerEndpoints(address, kafka is null ? null : $"{kafka.LocalHost}:{kafka.EndPoint.Port}", new Uri(address, "/registry"));
    }

    private WebApplication Build()
    {
        // Its settings are read once and are not ASP.NET's, which would watch every file below the working directory, the data if it is there.
        var options = new WebApplicationOptions { ApplicationName = "hops", Args = ["--hostBuilder:reloadConfigOnChange=false"] };
        var builder = WebApplication.CreateSlimBuilder(options);
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        var front = _settings.Modules.Get<HttpFrontOptions>();
        _waiting = new HttpWaiting(TimeProvider.System, front);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.UseHttpTimes(front)).UseListeners(Listeners, CertificateOf, _authorities, new Dictionary<ListenerProtocol, Action<ListenOptions>>
        {
            [ListenerProtocol.Http] = listen => listen.UseHttpWaiting(_waiting),
            [ListenerProtocol.Kafka] = listen => listen.UseKafka(),
        }, TimeProvider.System);
        builder.Services
            .AddSingleton(TimeProvider.System)
            .AddSingleton(_health)
            .AddSingleton(_parts.Store)
            .AddSingleton(_parts.Platform)
            .AddSingleton(_parts.Platform.Authentication)
            .AddSingleton<IGate>(_parts.Platform.Gate)
            .AddSingleton(_parts.Platform.Door)
            .AddSingleton(_parts.Registry)
            .AddSingleton(_parts.Queries)
            .AddSingleton(_parts.Search)
            .AddWebHdfs(_settings.Modules.Get<WebHdfsOptions>())
            .AddApi(() => Addresses.View(), new ServerStanding(TimeProvider.System.GetUtcNow(), _parts.Directory.Path, ServerRoles.NamesOf(_roles)), _settings.Modules.Get<MetricsOptions>(), _settings.Modules.Get<EventOptions>());
        _ = _parts.Broker is { } broker ? builder.Services.AddKafka(broker) : builder.Services.AddTopicCluster(_parts.Platform.Cluster!);
        var host = builder.Build();
        host.UseHttpWaiting();
        host.UseHttpFront(new HostNames(OwnNames()));
        host.MapOperations();
        if (_roles.HasFlag(ServerRole.Namenode))
            host.MapWebHdfs();
        if (_roles.HasFlag(ServerRole.Registry))
            host.MapGroup("/registry").MapSchemaRegistry(_parts.Registry, _parts.Platform.Authentication, _parts.Platform.Gate);
        if (_roles.HasFlag(ServerRole.Api))
        {
            host.MapApi(_roles.HasFlag(ServerRole.Supervisor));
            HasPages = host.MapWebInterface(_settings.Modules.Get<WebOptions>());
        }

        return host;
    }

    private X509Certificate2Collection CertificateOf(BoundListener listener)
    {
        if (_certificates.TryGetValue(listener.Name, out var given))
            return given;
        OwnCertificate = ServerCertificate.PathIn(_parts.Directory.Secrets);
        var encrypted = Listeners.All.Where(one => one.Options is { Tls: true, CertificateFile: null });
        return [ServerCertificate.OfServer(_parts.Disk, _parts.Directory.Secrets, encrypted, OwnNames(), TimeProvider.System.GetUtcNow())];
    }

    /// <summary>What clients may call the server besides its addresses.</summary>
    private IEnumerable<string> OwnNames() =>
    [
        .. _settings.Modules.Get<HttpFrontOptions>().HostNames,
        .. Listeners.All.Select(one => one.Options.AdvertisedHost ?? ""),
        Dns.GetHostName(),
        _settings.Modules.Get<BrokerOptions>().AdvertisedHost ?? "",
        _settings.Modules.Get<WebHdfsOptions>().PublicAddress?.Host ?? "",
    ];
}
