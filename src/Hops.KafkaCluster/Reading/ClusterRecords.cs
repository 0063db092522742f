using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Log;
using Hops.Kafka.Reading;
using Hops.Kafka.Records;
using Hops.Kafka.Topics;
using Hops.KafkaCluster.Wire;
using Hops.KafkaCluster.Writing;

namespace Hops.KafkaCluster.Reading;

/// <summary>The records of a topic, read from the cluster and written there as its administrator. For one caller at a time; batches may be appended side by side.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="writer">What writes to it.</param>
/// <param name="topic">The topic.</param>
/// <param name="name">Its name there.</param>
/// <param name="time">The clock.</param>
internal sealed class ClusterRecords(ClusterConnection cluster, ClusterWriter writer, Topic topic, string name, TimeProvider time) : ITopicRecords
{
    /// <summary>Longest wait for records that are there: only a leader that changes lets one wait.</summary>
    private static readonly TimeSpan FetchWait = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long somebody who looks waits for a partition that nobody leads. A leader that moves is there again in a fraction of it; where all copies are away it does not
    /// come, and all that is shown beside it, such as the lags of groups, would wait for the whole time of a request.
    /// </summary>
    internal static readonly TimeSpan MovingMax = TimeSpan.FromSeconds(2);

    private (BrokerConnection Connection, TopicReader Reader)? _open;

    /// <inheritdoc/>
    public TimeSpan LookInterval { get; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public int BatchOpenedMaxBytes => 64 << 20;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PartitionEnds>> EndsAsync(IReadOnlyCollection<int> partitions, CancellationToken cancellationToken) =>
        await ReadAsync((reader, limit) => EndsAsync(reader, partitions, limit), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<int, long>> StableEndsAsync(IReadOnlyCollection<int> partitions, CancellationToken cancellationToken) =>
        (await ReadAsync((reader, limit) => StableEndsAsync(reader, partitions, limit), cancellationToken)).ToDictionary(end => end.Key, end => end.Value.Offset);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PartitionStanding>> StandingsAsync(CancellationToken cancellationToken)
    {
        var partitions = Enumerable.Range(0, topic.PartitionCount).ToList();
        return await ReadAsync(
            async (reader, limit) =>
            {
                var ends = await EndsAsync(reader, partitions, limit);
                var newest = await reader.ListAsync(partitions, TopicReader.LargestTime, isCommitted: false, limit);
                var sizes = await reader.SizesAsync(partitions, limit);
                return (IReadOnlyList<PartitionStanding>)
                [
                    .. ends.Select(end => new PartitionStanding(
                        end,
                        sizes.GetValueOrDefault(end.Partition),
                        newest[end.Partition] is { TimestampMs: >= 0 } last && end.EndOffset > end.StartOffset ? last.TimestampMs : null,
                        IsDamaged: false)),
                ];
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyDictionary<int, long>> FindByTimeAsync(
        IReadOnlyCollection<int> partitions, long timestampMs, CancellationToken cancellationToken)
    {
        var found = await ReadAsync((reader, limit) => reader.ListAsync(partitions, Math.Max(0, timestampMs), isCommitted: false, limit), cancellationToken);
        return found.Where(partition => partition.Value.Offset >= 0).ToDictionary(partition => partition.Key, partition => partition.Value.Offset);
    }

    /// <inheritdoc/>
    public async ValueTask<RecordPiece> ReadAsync(int partition, long offset, int maxBytes, CancellationToken cancellationToken) =>
        await ReadAsync(
            async (reader, limit) =>
            {
                var positions = new Dictionary<int, long> { [partition] = offset };
                try
                {
                    // A leader that has just changed brings nothing; what is wanted is there, or gone.
                    while (true)
                    {
                        var fetch = await reader.FetchAsync(positions, maxBytes, FetchWait, limit);
                        if (fetch.Partitions.Count > 0)
                            return new RecordPiece([.. fetch.Partitions.Select(fetched => fetched.Batches)], [.. fetch.Partitions.SelectMany(fetched => fetched.Aborted)], fetch);
                        fetch.Dispose();
                    }
                }
                catch (PlatformException gone) when (gone.Code == ErrorCode.SourceTruncated)
                {
                    var start = (await reader.ListAsync([partition], TopicReader.Earliest, isCommitted: false, limit))[partition].Offset;
                    return start > offset ? RecordPiece.GoneUntil(start) : new RecordPiece([], [], null) { IsUnreadable = true };
                }
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AppendResult> AppendAsync(int partition, RecordBatchWriter batch, CancellationToken cancellationToken) =>
        writer.AppendAsync(topic, name, partition, batch, cancellationToken);

    private static async Task<IReadOnlyList<PartitionEnds>> EndsAsync(TopicReader reader, IReadOnlyCollection<int> partitions, CancellationToken cancellationToken)
    {
        var starts = await reader.ListAsync(partitions, TopicReader.Earliest, isCommitted: false, cancellationToken);
        var stable = await StableEndsAsync(reader, partitions, cancellationToken);
        var ends = await reader.ListAsync(partitions, TopicReader.Latest, isCommitted: false, cancellationToken);
        return [.. partitions.Select(index => new PartitionEnds(index, starts[index].Offset, stable[index].Offset, ends[index].Offset))];
    }

    private static Task<IReadOnlyDictionary<int, ListedOffset>> StableEndsAsync(TopicReader reader, IReadOnlyCollection<int> partitions, CancellationToken cancellationToken) =>
        reader.ListAsync(partitions, TopicReader.Latest, isCommitted: true, cancellationToken);

    /// <summary>Reads over the connection at hand, with the leaders that are known of it.</summary>
    private async Task<T> ReadAsync<T>(Func<TopicReader, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.UseAsync(
                async (connection, limit) =>
                {
                    if (_open?.Connection != connection)
                    {
                        var reader = new TopicReader(connection, topic.Name, name, time) { MovingMax = MovingMax };
                        await reader.DescribeAsync(limit);
                        _open = (connection, reader);
                    }

                    return await read(_open.Value.Reader, limit);
                },
                cancellationToken);
        }
        catch (PlatformException refusal) when (refusal.Code is ErrorCode.AccessDenied or ErrorCode.ExportDenied or ErrorCode.NotFound)
        {
            throw ClusterRefusal.OfTopic(refusal, cluster.Address, name, "read");
        }
    }
}
