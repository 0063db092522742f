using Hops.Core.Errors;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Reading;

/// <summary>
/// The records of one topic, for people who look at them or write some, wherever they are: in the logs of the embedded broker, or in a Kafka cluster that is used in
/// its place. For one caller at a time.
/// </summary>
/// <exception cref="PlatformException">Of all members: <c>Unavailable</c>: the cluster does not answer, or not as it should.</exception>
public interface ITopicRecords
{
    /// <summary>How long to wait before it is asked for its ends again, for who follows it; zero where that costs nothing.</summary>
    TimeSpan LookInterval { get; }

    /// <summary>Most bytes that a batch may have when it is opened.</summary>
    int BatchOpenedMaxBytes { get; }

    /// <summary>The ends of some partitions, which the topic has, as they are now.</summary>
    /// <returns>In the order in which they are asked for.</returns>
    ValueTask<IReadOnlyList<PartitionEnds>> EndsAsync(IReadOnlyCollection<int> partitions, CancellationToken cancellationToken);

    /// <summary>The offset up to which all is committed of each of some partitions, as it is now: all that who follows a topic has to know.</summary>
    ValueTask<IReadOnlyDictionary<int, long>> StableEndsAsync(IReadOnlyCollection<int> partitions, CancellationToken cancellationToken);

    /// <summary>How all partitions are, in the order of their numbers.</summary>
    ValueTask<IReadOnlyList<PartitionStanding>> StandingsAsync(CancellationToken cancellationToken);

    /// <summary>The first offset of each of some partitions whose record is of a time or later.</summary>
    /// <param name="partitions">Their numbers.</param>
    /// <param name="timestampMs">The time, milliseconds since 1970.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>By partition; without those that have none.</returns>
    ValueTask<IReadOnlyDictionary<int, long>> FindByTimeAsync(IReadOnlyCollection<int> partitions, long timestampMs, CancellationToken cancellationToken);

    /// <summary>Reads batches that hold an offset and those after it, up to the last stable offset.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="offset">The first offset that is wanted, below that end.</param>
    /// <param name="maxBytes">About how much; one batch always comes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A piece, to be disposed.</returns>
    ValueTask<RecordPiece> ReadAsync(int partition, long offset, int maxBytes, CancellationToken cancellationToken);

    /// <summary>Appends one batch to a partition, which the topic has, under all that the topic demands of producers. Batches of several may be appended side by side.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="batch">The batch; must not change before the task has completed.</param>
    /// <param name="cancellationToken">Stops it before the batch is looked at.</param>
    /// <returns>Where it is, or why not; that a cluster does not answer, too.</returns>
    ValueTask<AppendResult> AppendAsync(int partition, RecordBatchWriter batch, CancellationToken cancellationToken);
}

/// <summary>Opens the records of a topic of any project; who may see them is asked before.</summary>
public delegate ITopicRecords RecordsOf(Topic topic);

/// <summary>Where the records of a partition begin and end.</summary>
/// <param name="Partition">Number of the partition.</param>
/// <param name="StartOffset">First offset that can be read.</param>
/// <param name="StableOffset">Offset up to which all is committed: where the oldest open transaction begins, or the end.</param>
/// <param name="EndOffset">Offset of the next record.</param>
public readonly record struct PartitionEnds(int Partition, long StartOffset, long StableOffset, long EndOffset);

/// <summary>How a partition is.</summary>
/// <param name="Ends">Its ends.</param>
/// <param name="SizeBytes">Bytes on disk, of one copy.</param>
/// <param name="LastTimestampMs">Newest timestamp of late, milliseconds since 1970; null if it is empty, or has none.</param>
/// <param name="IsDamaged">True if it takes no more records.</param>
public readonly record struct PartitionStanding(PartitionEnds Ends, long SizeBytes, long? LastTimestampMs, bool IsDamaged);
