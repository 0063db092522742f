using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Records;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Client.Topics;

/// <summary>
/// Writes records to one topic, each exactly once as long as this object lives: batches carry a producer id and sequence numbers, and a
/// batch whose answer was lost is sent again over a new connection. Each goes to the broker that leads its partition. Not thread safe.
/// </summary>
public sealed class TopicWriter : IAsyncDisposable
{
    private const int ProduceTimeoutMs = 30_000;

    private readonly Func<CancellationToken, Task<BrokerConnection>> _connect;
    private readonly TopicWriterOptions _options;
    private readonly string _topic;
    private readonly string _name;
    private readonly List<PartitionBuffer> _partitions = [];
    private BrokerConnection? _connection;

    /// <summary>Null if they have to be asked for.</summary>
    private PartitionLeaders? _leaders;
    private long _producerId;
    private short _producerEpoch;

    private TopicWriter(Func<CancellationToken, Task<BrokerConnection>> connect, string topic, string name, TopicWriterOptions options) =>
        (_connect, _topic, _name, _options) = (connect, topic, name, options);

    /// <summary>How many partitions the topic has.</summary>
    public int PartitionCount => _partitions.Count;

    /// <summary>Records that the broker has acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Opens a writer.</summary>
    /// <param name="connect">Opens a connection; called again after one is lost.</param>
    /// <param name="topic">Name of the topic.</param>
    /// <param name="options">How to write.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <param name="nameOnWire">What brokers call it; null for the same.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>; <c>Unavailable</c>.</exception>
    public static async Task<TopicWriter> OpenAsync(
        Func<CancellationToken, Task<BrokerConnection>> connect, string topic, TopicWriterOptions options, CancellationToken cancellationToken, string? nameOnWire = null)
    {
        var writer = new TopicWriter(connect, topic, nameOnWire ?? topic, options);
        try
        {
            await writer.BeginAsync(cancellationToken);
            return writer;
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a record; sends when a batch is full.</summary>
    /// <param name="partition">Partition, from 0.</param>
    /// <param name="timestampMs">Milliseconds since 1970.</param>
    /// <param name="key">Key; empty for none.</param>
    /// <param name="value">Value.</param>
    /// <param name="headers">Names (UTF-8) and values; null for none.</param>
    /// <param name="cancellationToken">Cancels sending.</param>
    public ValueTask AddAsync(
        int partition,
        long timestampMs,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        IReadOnlyList<KeyValuePair<byte[], byte[]?>>? headers,
        CancellationToken cancellationToken)
    {
        var buffer = _partitions[partition];
        buffer.Batch.Add(timestampMs, key.IsEmpty ? default : key, value, headers);
        return buffer.Batch.LengthBytes < _options.BatchBytes ? default : new ValueTask(SendAsync([buffer], cancellationToken));
    }

    /// <summary>Sends what was added and waits until all of it is durable.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var open = _partitions.Where(partition => partition.Batch.Count > 0).ToList();
        if (open.Count > 0)
            await SendAsync(open, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var partition in _partitions)
            partition.Batch.Dispose();
        await DropConnectionAsync();
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _connection = await _connect(cancellationToken);
        (var found, _leaders) = await PartitionLeaders.LocateAsync(_connection, _topic, _name, cancellationToken);
        (_producerId, _producerEpoch) = await Producing.IntroduceAsync(
            _connection, _topic, _options.DeliveryTimeout, (_options.Time, _options.RetryPause), cancellationToken);
        for (var index = 0; index < found.Partitions.Count; index++)
            _partitions.Add(new PartitionBuffer(index, new RecordBatchWriter(_options.Codec)));
    }

    private async Task SendAsync(IReadOnlyList<PartitionBuffer> buffers, CancellationToken cancellationToken)
    {
        var batches = buffers.ToDictionary(buffer => buffer.Index, buffer => new RecordBytes(buffer.Batch.Build(_producerId, _producerEpoch, buffer.SequenceNext)));
        foreach (var partition in await DeliverAsync(batches, cancellationToken))
        {
            // A duplicate is a batch whose first answer was lost: it is in the log once.
            if (partition.ErrorCode is not (KafkaError.None or KafkaError.DuplicateSequenceNumber))
                throw BrokerErrors.Refusal(partition.ErrorCode, _topic, partition.ErrorMessage);
        }

        foreach (var buffer in buffers)
        {
            Acknowledged += buffer.Batch.Count;
            buffer.SequenceNext = (int)((buffer.SequenceNext + (long)buffer.Batch.Count) & int.MaxValue);
            buffer.Batch.Clear();
        }
    }

    /// <summary>Sends until there is an answer for each partition, over new connections, for as long as the options allow.</summary>
    private async Task<IReadOnlyList<ProduceResponse.Topic.Partition>> DeliverAsync(Dictionary<int, RecordBytes> batches, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(_options.DeliveryTimeout, _options.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var final = new List<ProduceResponse.Topic.Partition>();
        PlatformException? failure = null;
        try
        {
            while (true)
            {
                (var answers, failure) = await TryAsync(batches, limit.Token);
                foreach (var answer in answers.Where(answer => !Producing.IsPassing(answer.ErrorCode)))
                {
                    final.Add(answer);
                    batches.Remove(answer.Index);
                }

                if (batches.Count == 0)
                    return final;
                await Task.Delay(_options.RetryPause, _options.Time, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Whether the batch has arrived is not known; a late answer to it must not be taken for that of another.
            await DropConnectionAsync();
            throw failure ?? new PlatformException(
                ErrorCode.Timeout, $"The broker did not take a batch of '{_topic}' in {_options.DeliveryTimeout.TotalSeconds:0} s.");
        }
    }

    /// <summary>Sends once.</summary>
    /// <returns>The answers, and the failure of a connection if that is why there are none.</returns>
    private async Task<(IReadOnlyList<ProduceResponse.Topic.Partition> Answers, PlatformException? Failure)> TryAsync(
        Dictionary<int, RecordBytes> batches, CancellationToken cancellationToken)
    {
        try
        {
            var connection = _connection ??= await _connect(cancellationToken);
            var leaders = _leaders ??= (await PartitionLeaders.LocateAsync(connection, _topic, _name, cancellationToken)).Leaders;
            var answers = await Task.WhenAll(leaders.Group(batches.Keys).Select(partitions => ProduceAsync(connection, partitions, batches, cancellationToken)));
            if (answers.SelectMany(answer => answer).Any(answer => Producing.IsPassing(answer.ErrorCode)))
                _leaders = null;
            return ([.. answers.SelectMany(answer => answer)], null);
        }
        catch (PlatformException failure) when (failure.Code == ErrorCode.Unavailable)
        {
            await DropConnectionAsync();
            return ([], failure);
        }
    }

    /// <summary>Sends the batches of partitions to the broker that leads them.</summary>
    private async Task<IEnumerable<ProduceResponse.Topic.Partition>> ProduceAsync(
        BrokerConnection connection, IGrouping<MetadataResponse.Broker?, int> partitions, Dictionary<int, RecordBytes> batches, CancellationToken cancellationToken)
    {
        var leader = await PartitionLeaders.ConnectAsync(connection, partitions.Key, cancellationToken);
        return await Producing.SendAsync(leader, _name, partitions.Select(index => KeyValuePair.Create(index, batches[index])), ProduceTimeoutMs, cancellationToken);
    }

    private async Task DropConnectionAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        (_connection, _leaders) = (null, null);
    }

    /// <summary>What waits for one partition.</summary>
    private sealed class PartitionBuffer(int index, RecordBatchWriter batch)
    {
        public int Index { get; } = index;

        public RecordBatchWriter Batch { get; } = batch;

        public int SequenceNext { get; set; }
    }
}

/// <summary>How a <see cref="TopicWriter"/> writes.</summary>
public sealed record TopicWriterOptions
{
    /// <summary>Compression of batches; default LZ4.</summary>
    public CompressionCodec Codec { get; init; } = CompressionCodec.Lz4;

    /// <summary>Size of a batch before compression at which it is sent, in bytes; default 256 KiB.</summary>
    public int BatchBytes { get; init; } = 256 * 1024;

    /// <summary>How long to try to deliver a batch, silence of the broker included; default 2 minutes, as Kafka's <c>delivery.timeout.ms</c>.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Pause between two tries; default 100 ms.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Clock of the two above.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
