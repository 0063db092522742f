using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Reading;

/// <summary>The records of a topic of the embedded broker, read from its logs and written there. Waits for nothing but the search for a time, and the disk.</summary>
/// <param name="logs">The logs.</param>
/// <param name="topic">The topic.</param>
internal sealed class LoggedRecords(TopicLogs logs, Topic topic) : ITopicRecords
{
    /// <inheritdoc/>
    public TimeSpan LookInterval => TimeSpan.Zero;

    /// <inheritdoc/>
    public int BatchOpenedMaxBytes => logs.Get(topic, 0).BatchOpenedMaxBytes;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PartitionEnds>> EndsAsync(IReadOnlyCollection<int> partitions, CancellationToken cancellationToken) =>
        new([.. partitions.Select(index => EndsOf(logs.Get(topic, index)))]);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<int, long>> StableEndsAsync(IReadOnlyCollection<int> partitions, CancellationToken cancellationToken) =>
        new(partitions.ToDictionary(index => index, index => logs.Get(topic, index).LastStableOffset));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PartitionStanding>> StandingsAsync(CancellationToken cancellationToken) =>
        new([.. Enumerable.Range(0, topic.PartitionCount).Select(index => StandingOf(logs.Get(topic, index)))]);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<int, long>> FindByTimeAsync(
        IReadOnlyCollection<int> partitions, long timestampMs, CancellationToken cancellationToken)
    {
        var found = new Dictionary<int, long>();
        foreach (var index in partitions)
        {
            if (await logs.Get(topic, index).FindByTimeAsync(timestampMs, () => Pause(cancellationToken)) is { } position)
                found[index] = position.Offset;
        }

        return found;

        static ValueTask Pause(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return default;
        }
    }

    /// <inheritdoc/>
    public ValueTask<RecordPiece> ReadAsync(int partition, long offset, int maxBytes, CancellationToken cancellationToken)
    {
        var log = logs.Get(topic, partition);
        var slice = log.Read(offset, maxBytes, atLeastOne: true, isCommitted: true);
        if (slice.Error == KafkaError.OffsetOutOfRange && log.LogStartOffset > offset)
            return new(RecordPiece.GoneUntil(log.LogStartOffset));
        return new(new RecordPiece(slice.Buffers, [.. slice.AbortedFrom(offset).Select(static aborted => (aborted.ProducerId, aborted.FirstOffset))], slice)
        {
            IsUnreadable = slice.Error != KafkaError.None,
        });
    }

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(int partition, RecordBatchWriter batch, CancellationToken cancellationToken) =>
        new(logs.AppendAsync(topic, partition, batch.Build(), cancellationToken));

    private static PartitionEnds EndsOf(Partition log) => new(log.Id.Partition, log.LogStartOffset, log.LastStableOffset, log.HighWatermark);

    private static PartitionStanding StandingOf(Partition log) =>
        EndsOf(log) is var ends ? new(ends, log.SizeBytes, ends.EndOffset > ends.StartOffset ? LastTimestampOf(log, ends.EndOffset) : null, log.IsDamaged) : default;

    /// <summary>That of the batch that holds the last offset: a header and no search.</summary>
    private static long? LastTimestampOf(Partition log, long end)
    {
        using var slice = log.Read(end - 1, maxBytes: 1, atLeastOne: true);
        return slice.LengthBytes > 0 && RecordBatchHeader.TryParse(slice.Buffers[0].Span, out var header) ? header.MaxTimestamp : null;
    }
}
