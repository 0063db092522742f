using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Records;
using Hops.Kafka.Wire;

namespace Hops.Client.Topics;

/// <summary>
/// Appends one batch to one partition, exactly once however often it has to be sent: over connections that may be lost, to a leader that may move, or die.
/// It remembers whether the batch may have arrived. For one batch, and one caller at a time.
/// </summary>
/// <param name="target">The topic: its name, its id, by which sequences are known, and what brokers call it.</param>
/// <param name="partition">The partition.</param>
/// <param name="batch">Its records; they are copied when they are first sent.</param>
/// <param name="time">The clock.</param>
public sealed class TopicAppender((string Name, Guid Id, string NameOnWire) target, int partition, RecordBatchWriter batch, TimeProvider time)
{
    /// <summary>Pause before a batch is sent again; how often is bounded by the time of the caller.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private byte[]? _bytes;
    private bool _isUnderWay;
    private bool _isLost;

    /// <summary>Whose batch it is; null until it is first sent. One that may be used for another batch if it is known what became of this one.</summary>
    public BatchProducer? Producer { get; private set; }

    /// <summary>True if the batch was sent, and whether the topic has it is not known.</summary>
    public bool IsUnknown => _isUnderWay || _isLost;

    /// <summary>The last refusal for which it was sent again; null if there was none.</summary>
    public KafkaError? Passing { get; private set; }

    /// <summary>Sends it until there is an answer. May be called again with another connection after this one was lost.</summary>
    /// <param name="connection">A connection to any broker; remains the caller's.</param>
    /// <param name="producer">Whose it becomes when it is first sent; null for a new one.</param>
    /// <param name="timeoutMs">How long a broker may take to bring it to all replicas in sync.</param>
    /// <param name="cancellationToken">Stops it: see <see cref="IsUnknown"/>.</param>
    /// <returns>Where it is, or why it was refused.</returns>
    /// <exception cref="PlatformException"><c>Unavailable</c>: the connection is lost; <c>NotFound</c>, <c>AccessDenied</c>: the topic.</exception>
    public async Task<AppendAnswer> SendAsync(BrokerConnection connection, BatchProducer? producer, int timeoutMs, CancellationToken cancellationToken)
    {
        Producer ??= producer;
        while (true)
        {
            await PrepareAsync(connection, cancellationToken);
            if (await TryAsync(connection, timeoutMs, cancellationToken) is { } answer)
                return answer;
            await Task.Delay(RetryPause, time, cancellationToken);
        }
    }

    private async Task PrepareAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        if (Producer is null)
        {
            var (id, epoch) = await Producing.IntroduceAsync(connection, target.Name, TimeSpan.MaxValue, (time, RetryPause), cancellationToken);
            Producer = new BatchProducer(id, epoch);
        }

        _bytes ??= Producer.Stamp((target.Id, partition), batch);
    }

    /// <returns>Null if it has to be sent again.</returns>
    private async Task<AppendAnswer?> TryAsync(BrokerConnection connection, int timeoutMs, CancellationToken cancellationToken)
    {
        // Null while it is connected to: that fails for one that has died.
        var leader = connection;
        try
        {
            var (_, leaders) = await PartitionLeaders.LocateAsync(connection, target.Name, target.NameOnWire, cancellationToken);
            leader = null;
            leader = await PartitionLeaders.ConnectAsync(connection, leaders.Of(partition), cancellationToken);
            _isUnderWay = true;
            var answers = await Producing.SendAsync(leader, target.NameOnWire, [new(partition, new RecordBytes(_bytes))], timeoutMs, cancellationToken);
            var answer = answers.FirstOrDefault(each => each.Index == partition) ?? throw BrokerErrors.Refusal(KafkaError.UnknownServerError, target.Name);
            _isUnderWay = false;
            if (Producing.IsPassing(answer.ErrorCode))
            {
                _isLost |= Producing.IsUnknown(answer.ErrorCode);
                Passing = answer.ErrorCode;
                return null;
            }

            if (IsForgotten(answer.ErrorCode) && !_isLost)
            {
                (Producer, _bytes) = (null, null);
                return null;
            }

            if (answer.ErrorCode == KafkaError.None)
            {
                _isLost = false;
                Producer!.Confirm((target.Id, partition), batch.Count);
            }

            return new AppendAnswer(answer.ErrorCode, answer.BaseOffset, answer.LogAppendTimeMs, answer.LogStartOffset)
            {
                Message = answer.RecordErrors.FirstOrDefault()?.BatchIndexErrorMessage ?? answer.ErrorMessage,
                RecordIndex = answer.RecordErrors.FirstOrDefault()?.BatchIndex ?? -1,
            };
        }
        catch (PlatformException lost) when (lost.Code == ErrorCode.Unavailable)
        {
            _isLost |= _isUnderWay;
            _isUnderWay = false;

            // Another one will lead; over the connection of the caller nothing can be asked any more.
            if (leader == connection)
                throw;
            return null;
        }
    }

    /// <summary>The answers of a broker that knows the producer no more, or not as it knows itself: the batch is not in its log.</summary>
    private static bool IsForgotten(KafkaError error) => error is KafkaError.OutOfOrderSequenceNumber or KafkaError.UnknownProducerId or KafkaError.InvalidProducerEpoch;
}

/// <summary>
/// Whose a batch is, so that a broker takes it once (KIP-98): an id that a broker has given, and how many records each partition has had of it. For one batch
/// at a time.
/// </summary>
/// <param name="id">Its id.</param>
/// <param name="epoch">Epoch of the id.</param>
public sealed class BatchProducer(long id, short epoch)
{
    private const int PlacesMax = 1000;

    private readonly Dictionary<(Guid TopicId, int Partition), int> _next = [];

    /// <summary>True if it has written to so many partitions that another one should go on.</summary>
    public bool IsWorn => _next.Count >= PlacesMax;

    /// <summary>A copy of a batch as the next one of a partition.</summary>
    internal byte[] Stamp((Guid TopicId, int Partition) place, RecordBatchWriter batch) => batch.Build(id, epoch, _next.GetValueOrDefault(place)).ToArray();

    /// <summary>Counts the records of a batch that a partition has taken.</summary>
    internal void Confirm((Guid TopicId, int Partition) place, int count) => _next[place] = (int)((_next.GetValueOrDefault(place) + (long)count) & int.MaxValue);
}

/// <summary>What a broker has answered to a batch.</summary>
/// <param name="Error"><c>None</c> if it has it.</param>
/// <param name="BaseOffset">Offset of its first record.</param>
/// <param name="LogAppendTimeMs">When it was appended, milliseconds since 1970; -1 if the topic keeps the times of the producer.</param>
/// <param name="LogStartOffset">First offset of the partition; -1 if unknown.</param>
public readonly record struct AppendAnswer(KafkaError Error, long BaseOffset, long LogAppendTimeMs, long LogStartOffset)
{
    /// <summary>What the broker says of it; null if nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Number of the record that is the reason, from 0 (KIP-467); -1 if it is the whole batch, or nothing is wrong.</summary>
    public int RecordIndex { get; init; }
}
