using System.Collections.Frozen;
using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.Dispatch;
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

    private Broker(BrokerOptions options, MetadataStore store, IGate gate, TimeProvider clock, BrokerState state)
    {
        Options = options;
        Store = store;
        Gate = gate;
        Clock = clock;
        State = state;
        Frames = new FramePool(options.InFlightMaxBytes, RetainedMaxBytes);
        Topics = new TopicCatalog(store, options);
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

    /// <summary>Opens a broker: reads topics and offsets.</summary>
    /// <exception cref="ArgumentException">SASL is not required although the gate is not open to everybody.</exception>
    public static async Task<Broker> OpenAsync(
        BrokerOptions options, MetadataStore store, IGate gate, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        if (!options.RequireSasl && gate is not OpenGate)
            throw new ArgumentException("A broker without SASL needs an OpenGate.", nameof(options));
        var state = await BrokerState.OpenAsync(store, cancellationToken);
        var broker = new Broker(options, store, gate, clock, state);
        await broker.Topics.LoadAsync(cancellationToken);
        return broker;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.CompletedTask;

    internal bool TryFind(ApiKey key, out (ApiRow Row, BoundApi Handle) api) => _apis.TryGetValue((short)key, out api);
}
