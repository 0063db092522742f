using System.Collections.Frozen;
using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire;
using Hops.Metadata;
using Hops.Net.Frames;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka;

/// <summary>
/// One broker: its parts, made once and opened together. Connections reach it through <see cref="KafkaConnectionHandler"/>; the platform and
/// REST through <see cref="Topics"/>.
/// </summary>
public sealed class Broker : IAsyncDisposable
{
    private const long RetainedMaxBytes = 64L << 20;

    private readonly FrozenDictionary<short, (ApiRow Row, BoundApi Handle)> _apis;

    private Broker(BrokerOptions options, MetadataStore store, IGate gate, TimeProvider clock, BrokerState state, TopicCatalog topics, TopicLogs logs)
    {
        Options = options;
        Store = store;
        Gate = gate;
        Clock = clock;
        State = state;
        Frames = new FramePool(options.InFlightMaxBytes, RetainedMaxBytes);
        Topics = topics;
        Logs = logs;
        _apis = ApiTable.Rows.ToFrozenDictionary(row => (short)row.Key, row => (row, row.Bind(this)));
    }

    /// <summary>Settings.</summary>
    public BrokerOptions Options { get; }

    /// <summary>The metadata database.</summary>
    public MetadataStore Store { get; }

    /// <summary>Who may do what.</summary>
    public IGate Gate { get; }

    /// <summary>Source of time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Identity over restarts.</summary>
    public BrokerState State { get; }

    /// <summary>Memory of frames.</summary>
    public FramePool Frames { get; }

    /// <summary>The topics.</summary>
    public TopicCatalog Topics { get; }

    /// <summary>Their partition logs.</summary>
    public TopicLogs Logs { get; }

    /// <summary>Opens a broker: reads topics and offsets, recovers the logs.</summary>
    /// <exception cref="ArgumentException">SASL is not required although the gate is not open to everybody.</exception>
    public static async Task<Broker> OpenAsync(
        BrokerOptions options, BrokerStorage storage, IGate gate, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        if (!options.RequireSasl && gate is not OpenGate)
            throw new ArgumentException("A broker without SASL needs an OpenGate.", nameof(options));
        var state = await BrokerState.OpenAsync(storage.Metadata, cancellationToken);
        var topics = new TopicCatalog(storage.Metadata, options);
        await topics.LoadAsync(cancellationToken);
        var partitions = PartitionStore.Start(
            storage.Disk, storage.TopicsDirectory, storage.Log, clock, logs.CreateLogger<PartitionStore>(), state.LeaderEpoch);
        return new Broker(options, storage.Metadata, gate, clock, state, topics, TopicLogs.Open(topics, partitions));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Logs.DisposeAsync();

    internal bool TryFind(ApiKey key, out (ApiRow Row, BoundApi Handle) api) => _apis.TryGetValue((short)key, out api);
}
