using System.Collections.Frozen;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Fetch;
using Hops.Kafka.Groups;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Hops.Kafka.Traffic;
using Hops.Kafka.Transactions;
using Hops.Kafka.Wire;
using Hops.Metadata;
using Hops.Net.Connections;
using Hops.Net.Frames;
using Hops.Net.Memory;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka;

/// <summary>
/// One broker: its parts, made once and opened together. Connections reach it through <see cref="KafkaConnectionHandler"/>; the platform and
/// REST through <see cref="Topics"/> and <see cref="Groups"/>.
/// </summary>
public sealed class Broker : IAsyncDisposable
{
    private const long RetainedMaxBytes = 16L << 20;

    private FrozenDictionary<short, (ApiRow Row, BoundApi Handle)> _apis = FrozenDictionary<short, (ApiRow, BoundApi)>.Empty;

    private Broker()
    {
    }

    /// <summary>Settings.</summary>
    public required BrokerOptions Options { get; init; }

    /// <summary>Settings of the logs.</summary>
    public required LogOptions LogOptions { get; init; }

    /// <summary>The metadata database.</summary>
    public required MetadataStore Store { get; init; }

    /// <summary>Room by which topics are deleted on a full disk; null for none.</summary>
    public DiskReserve? Reserve { get; init; }

    /// <summary>Who is who.</summary>
    public required IAuthentication Authentication { get; init; }

    /// <summary>Who may do what.</summary>
    public required IGate Gate { get; init; }

    /// <summary>Source of time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Identity over restarts.</summary>
    public required BrokerState State { get; init; }

    /// <summary>Memory of frames.</summary>
    public required FramePool Frames { get; init; }

    /// <summary>Connections that have not signed in.</summary>
    public required WaitingRoom Waiting { get; init; }

    /// <summary>Looks for peers that are gone while requests of theirs are under way.</summary>
    public required PeerWatch Peers { get; init; }

    /// <summary>Ends connections whose credential has ended.</summary>
    public required ExpiryWatch Expiries { get; init; }

    /// <summary>Memory that each tenant makes us hold.</summary>
    public required AccountBook Accounts { get; init; }

    /// <summary>What each tenant produces and fetches, and may.</summary>
    public required TrafficQuotas Traffic { get; init; }

    /// <summary>Turns at what takes long: opening of large batches, requests of many elements.</summary>
    public FairTurns Turns { get; } = new(FairTurns.Suitable);

    /// <summary>The topics.</summary>
    public required TopicCatalog Topics { get; init; }

    /// <summary>Their partition logs.</summary>
    public required TopicLogs Logs { get; init; }

    /// <summary>The consumer groups.</summary>
    public required GroupDirectory Groups { get; init; }

    /// <summary>What removes groups and offsets that nobody needs.</summary>
    internal GroupCleaning GroupCleaning { get; private init; } = null!;

    /// <summary>The transactional ids.</summary>
    public required TransactionDirectory Transactions { get; init; }

    /// <summary>What happens to them.</summary>
    internal TransactionCoordinator Coordinator { get; private init; } = null!;

    /// <summary>What clients fetch again and again.</summary>
    internal FetchSessions FetchSessions { get; private init; } = null!;

    /// <summary>Opens a broker: reads topics and offsets, recovers the logs.</summary>
    /// <exception cref="ArgumentException">SASL is not required although the gate is not open to everybody.</exception>
    public static async Task<Broker> OpenAsync(
        BrokerOptions options, BrokerStorage storage, BrokerDoors doors, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        if (!options.RequireSasl && doors.Gate is not OpenGate)
            throw new ArgumentException("A broker without SASL needs an OpenGate.", nameof(options));
        var state = await BrokerState.OpenAsync(
            storage.Metadata, NewestLeaderEpoch.Load(storage.Disk, storage.TopicsDirectory), cancellationToken);
        var topics = storage.Topics ?? await LoadTopicsAsync(options, storage, cancellationToken);
        var groups = new GroupDirectory(options, storage.Metadata, clock);
        await groups.LoadAsync(cancellationToken);
        var partitions = PartitionStore.Start(
            storage.Disk, storage.TopicsDirectory, storage.Log, clock, logs.CreateLogger<PartitionStore>(), state.LeaderEpoch, storage.Health);
        var topicLogs = await TopicLogs.OpenAsync(topics, partitions, storage.Health, logs.CreateLogger<TopicLogs>(), cancellationToken);
        var transactions = new TransactionDirectory(options);
        await transactions.LoadAsync(storage.Metadata, cancellationToken);
        var markers = new TransactionMarkers(topics, topicLogs, logs.CreateLogger<TransactionMarkers>());
        var ending = new TransactionEnding(transactions, markers, groups, storage.Metadata, clock, logs.CreateLogger<TransactionEnding>());
        await ProducerIds.SkipUsedAsync(storage.Metadata, topics, topicLogs, logs.CreateLogger<Broker>(), cancellationToken);
        var orphans = new OrphanedTransactions(transactions, topics, topicLogs, logs.CreateLogger<OrphanedTransactions>());
        await orphans.EndAllAsync();
        topicLogs.Schemas = doors.Schemas;
        topicLogs.Repaired = topic => orphans.EndAsync([topic]);
        var broker = new Broker
        {
            Options = options,
            LogOptions = storage.Log,
            Store = storage.Metadata,
            Reserve = storage.Reserve,
            Authentication = doors.Authentication,
            Gate = doors.Gate,
            Clock = clock,
            State = state,
            Frames = new FramePool(options.InFlightMaxBytes, RetainedMaxBytes),
            Waiting = new WaitingRoom(clock, WaitingLimits(options)),
            Peers = new PeerWatch(clock),
            Expiries = new ExpiryWatch(clock),
            Accounts = new AccountBook(options.RequestsPerTenantMaxBytes, options.AnswersPerTenantMaxBytes),
            Traffic = storage.Traffic ?? await LoadTrafficAsync(options, storage, clock, cancellationToken),
            Topics = topics,
            Logs = topicLogs,
            Groups = groups,
            GroupCleaning = new GroupCleaning(groups, topics, options.OffsetRetention, clock),
            Transactions = transactions,
            FetchSessions = new FetchSessions(options.FetchSessionPartitionsPerTenantMax),
            Coordinator = new TransactionCoordinator(transactions, ending, new TransactionRights(topics, doors.Gate), storage.Metadata, options, clock),
        };
        broker.Coordinator.Start();
        broker.GroupCleaning.Start();
        broker._apis = ApiTable.Rows.ToFrozenDictionary(row => (short)row.Key, row => (row, row.Bind(broker)));
        return broker;
    }

    /// <summary>As many places as there is memory for a frame of each: nobody in the room waits for the memory of another.</summary>
    private static WaitingRoomLimits WaitingLimits(BrokerOptions options)
    {
        var frames = Math.Max(1, options.WaitingMaxBytes / options.FrameBeforeAuthenticationMaxBytes);
        return new WaitingRoomLimits((int)Math.Min(frames, options.WaitingConnectionsMax), options.WaitingMaxBytes, options.SignInTimeout);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Peers.Dispose();
        Expiries.Dispose();
        await Coordinator.DisposeAsync();
        await GroupCleaning.DisposeAsync();
        Groups.Dispose();
        await Logs.DisposeAsync();
    }

    private static async Task<TopicCatalog> LoadTopicsAsync(BrokerOptions options, BrokerStorage storage, CancellationToken cancellationToken)
    {
        var topics = new TopicCatalog(storage.Metadata, options);
        await topics.LoadAsync(cancellationToken);
        return topics;
    }

    private static async Task<TrafficQuotas> LoadTrafficAsync(BrokerOptions options, BrokerStorage storage, TimeProvider clock, CancellationToken cancellationToken)
    {
        var traffic = new TrafficQuotas(storage.Metadata, options, clock);
        await traffic.LoadAsync(cancellationToken);
        return traffic;
    }

    internal bool TryFind(ApiKey key, out (ApiRow Row, BoundApi Handle) api) => _apis.TryGetValue((short)key, out api);
}
