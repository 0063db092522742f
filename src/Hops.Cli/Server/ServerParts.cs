using Hops.Core.Health;
using Hops.Core.Settings;
using Hops.Core.Storage;
using Hops.FileSystem;
using Hops.Jobs.Supervision;
using Hops.Kafka;
using Hops.Kafka.Log;
using Hops.Kafka.Groups;
using Hops.Kafka.Produce;
using Hops.Kafka.Topics;
using Hops.Kafka.Traffic;
using Hops.Kafka.Transactions;
using Hops.KafkaCluster;
using Hops.Metadata;
using Hops.Metadata.Audit;
using Hops.Metadata.Ownership;
using Hops.Platform;
using Hops.Platform.Compute;
using Hops.Platform.Identities;
using Hops.Platform.Mail;
using Hops.Platform.Projects;
using Hops.Platform.Retention;
using Hops.Platform.Tours;
using Hops.Platform.Search;
using Hops.Schemas.Registry;
using Hops.Search;
using Hops.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Hops.Cli.Server;

/// <summary>
/// The parts of a server over one data directory, opened in the order in which they depend on each other and closed in reverse. They
/// listen to nobody yet: <see cref="ServerInstance"/> puts them behind their protocols.
/// </summary>
internal sealed class ServerParts : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _opened = new();

    private ServerParts(DataDirectory directory, Disk disk) => (Directory, Disk) = (directory, disk);

    public DataDirectory Directory { get; }

    public Disk Disk { get; }

    /// <summary>What is wrong with the server; parts that look after something are given it.</summary>
    public required HealthBoard Health { get; init; }

    public MetadataStore Store { get; private set; } = null!;

    public HopsPlatform Platform { get; private set; } = null!;

    public FileSystem.FileSystem Files { get; private set; } = null!;

    /// <summary>The embedded broker; null if a Kafka cluster is used in its place.</summary>
    public Broker? Broker { get; private set; }

    public SchemaRegistry Registry { get; private set; } = null!;

    public QuerySupervisor Queries { get; private set; } = null!;

    public SearchFollower Search { get; private set; } = null!;

    /// <summary>Opens everything.</summary>
    /// <param name="directory">The data directory, locked by us.</param>
    /// <param name="settings">The settings of all modules.</param>
    /// <param name="health">Where parts post what is wrong.</param>
    /// <param name="endpoints">Where runners and people will find the protocols.</param>
    /// <param name="logs">The server's log.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public static async Task<ServerParts> OpenAsync(
        DataDirectory directory, BoundSettings settings, HealthBoard health, ServerEndpoints endpoints, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var parts = new ServerParts(directory, new RealDisk()) { Health = health };
        try
        {
            await parts.OpenAsync(settings, endpoints, logs, cancellationToken);
            return parts;
        }
        catch
        {
            await parts.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_opened.TryPop(out var part))
            await part.DisposeAsync();
        Directory.Dispose();
    }

    private async Task OpenAsync(BoundSettings settings, ServerEndpoints endpoints, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var files = settings.Get<FileSystemOptions>();

        // Before all else: on a full disk nothing opens without it.
        var reserve = DiskReserve.Open(Disk, Path.Combine(Directory.Run, "reserve"), files.ReserveBytes, Health);
        var storeLog = logs.CreateLogger<MetadataStore>();
        Store = Opened(MetadataModule.Open(Directory, ServerTables.All, settings, time, Health, finding => StorageLog.MetadataNoticed(storeLog, finding)));
        if (await ChainOldEntries.RunAsync(Store, cancellationToken) is > 0 and var chained)
            StorageLog.AuditChained(storeLog, chained);
        var filesLog = logs.CreateLogger<FileSystem.FileSystem>();
        files = files with
        {
            Watch = ProjectFiles.RefuseOthers,
            Reserve = reserve,
            Health = Health,
            Noticed = finding => StorageLog.Noticed(filesLog, finding),
            BackgroundFailed = cause => StorageLog.BackgroundFailed(filesLog, cause),
        };
        Files = Opened(await FileSystem.FileSystem.OpenAsync(Store, Disk, Directory.Blocks, files, time, cancellationToken));
        Registry = new SchemaRegistry(Store, settings.Get<RegistryLimits>());
        var brokerOptions = settings.Get<BrokerOptions>();
        var topics = new TopicCatalog(Store, brokerOptions);
        await topics.LoadAsync(cancellationToken);
        var traffic = new TrafficQuotas(Store, brokerOptions, time);
        await traffic.LoadAsync(cancellationToken);
        var outbox = Opened(MailModule.Open(settings.Get<MailOptions>(), Disk, Path.Combine(Directory.Run, "outbox"), time, Health));
        var issuers = Opened(Issuers.Open(settings.GetNamed<IssuerOptions>(), Disk, time, Health));
        var parts = new PlatformParts(Store, Files, topics, Registry) { Traffic = traffic, Outbox = outbox, WebAddress = endpoints.Web, Issuers = issuers };
        var platformOptions = settings.Get<PlatformOptions>() with
        {
            Compute = settings.Get<ComputeOptions>(), Retention = settings.Get<RetentionOptions>(), Tours = settings.Get<ToursOptions>(),
        };
        Platform = Opened(await HopsPlatform.OpenAsync(parts, platformOptions, time, cancellationToken, settings.Get<AccountOptions>()));
        var storage = new BrokerStorage(Store, Disk, Directory.Topics, settings.Get<LogOptions>()) { Topics = topics, Traffic = traffic, Reserve = reserve, Health = Health };
        var kafka = settings.Get<ClusterOptions>() is { IsUsed: true } cluster
            ? await OpenClusterAsync(cluster, brokerOptions, topics, cancellationToken)
            : await OpenBrokerAsync(brokerOptions, storage, logs, cancellationToken);
        var supervision = settings.Get<SupervisorOptions>() with
        {
            Program = new RunnerProgram(Environment.ProcessPath!, ["runner"]),
            StagingRoot = Path.Combine(Directory.Run, "runners"),
        };
        var launcher = new RunnerLauncher(Platform, supervision, endpoints.Runners);
        Queries = Opened(new QuerySupervisor(Platform, launcher, supervision, logs.CreateLogger<QuerySupervisor>(), Health));

        // What belongs to projects: a module whose rows, memory or processes end with them joins here.
        Platform.Own([topics, traffic, .. kafka, Registry, Queries, new ComputeQuota(Platform.Options.Compute, time)]);

        Opened(PlatformRounds.Start(Platform, logs.CreateLogger<PlatformRounds>()));

        // Not a resource of projects: it follows the rows of those that are, and goes with them.
        var search = settings.Get<SearchOptions>();
        Search = Opened(SearchFollower.Start(Platform, SearchIndex.Open(Disk, Path.Combine(Directory.Run, "search"), search, time), search, Health));
    }

    /// <returns>What belongs to projects of it.</returns>
    private async Task<IProjectResource[]> OpenBrokerAsync(BrokerOptions options, BrokerStorage storage, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        var schemas = new TopicSchemas(Registry.LiveIdsAsync);
        Registry.Changed = schemas.Forget;
        var doors = new BrokerDoors(Platform.Authentication, Platform.Gate) { Schemas = schemas };
        var broker = Opened(await Broker.OpenAsync(options, storage, doors, TimeProvider.System, logs, cancellationToken));
        Broker = broker;
        return [broker.Groups, broker.Transactions];
    }

    /// <returns>What belongs to projects of it, and of the embedded broker that was used before.</returns>
    private async Task<IProjectResource[]> OpenClusterAsync(
        ClusterOptions options, BrokerOptions brokerOptions, TopicCatalog topics, CancellationToken cancellationToken)
    {
        var groups = new GroupDirectory(brokerOptions, Store, TimeProvider.System);
        await groups.LoadAsync(cancellationToken);
        var transactions = new TransactionDirectory(brokerOptions);
        await transactions.LoadAsync(Store, cancellationToken);
        return [Opened(await ApacheKafka.OpenAsync(Platform, options, new ClusterPlace(Disk, Directory.Topics, Health), cancellationToken)), groups, transactions];
    }

    private T Opened<T>(T part)
        where T : IAsyncDisposable
    {
        _opened.Push(part);
        return part;
    }
}
