using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Records;
using Hops.Streaming.Decoding;

namespace Hops.Streaming.Sources;

/// <summary>
/// Reads a topic in ranges of offsets. The records of a range are cut evenly over the partitions, in proportion to what each has to offer,
/// so that a backlog is replayed roughly in the order of time (as Spark's <c>maxOffsetsPerTrigger</c>). Not thread safe.
/// </summary>
public sealed class TopicSource
{
    /// <summary>An answer with its headers fits into rented memory of 8 MiB.</summary>
    private const int FetchMaxBytes = (8 * 1024 * 1024) - (64 * 1024);
    private const int BatchMaxBytes = 256 * 1024 * 1024;
    private static readonly TimeSpan FetchWait = TimeSpan.FromMilliseconds(500);

    private readonly TopicReader _reader;
    private readonly int _partitions;
    private double _recordBytes;
    private int _batchBytes;

    private TopicSource(TopicReader reader, TopicIdentity topic) => (_reader, _partitions, TopicId) = (reader, topic.PartitionCount, topic.Id);

    /// <summary>Id of the topic; empty if the broker knows none.</summary>
    public Guid TopicId { get; }

    /// <summary>How many partitions it reads.</summary>
    public int PartitionCount => _partitions;

    /// <summary>Opens a topic.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static async Task<TopicSource> OpenAsync(BrokerConnection connection, string topic, CancellationToken cancellationToken)
    {
        var reader = new TopicReader(connection, topic);
        return new TopicSource(reader, await reader.DescribeAsync(cancellationToken));
    }

    /// <summary>The first offsets that can still be read.</summary>
    public Task<long[]> EarliestAsync(CancellationToken cancellationToken) => _reader.EarliestAsync(_partitions, cancellationToken);

    /// <summary>The offsets after the last readable records.</summary>
    public Task<long[]> LatestAsync(CancellationToken cancellationToken) => _reader.LatestAsync(_partitions, cancellationToken);

    /// <summary>Waits until there is a record at or after one of the positions, or for at most <paramref name="maxWait"/>.</summary>
    public async Task WaitAsync(IReadOnlyList<long> positions, TimeSpan maxWait, CancellationToken cancellationToken) =>
        (await FetchAsync(Positions(positions, _ => true), maxBytes: 1, maxWait, cancellationToken)).Dispose();

    /// <summary>
    /// Checks that offsets which are still to be read are still there.
    /// </summary>
    /// <exception cref="PlatformException"><c>SourceTruncated</c> with the gap of the first partition that has one.</exception>
    public Task CheckAsync(IReadOnlyList<long> positions, CancellationToken cancellationToken) =>
        CheckAsync(Positions(positions, partition => partition < positions.Count), cancellationToken);

    private async Task CheckAsync(Dictionary<int, long> positions, CancellationToken cancellationToken)
    {
        var earliest = await EarliestAsync(cancellationToken);
        var latest = await LatestAsync(cancellationToken);
        foreach (var (partition, position) in positions)
        {
            if (position >= earliest[partition] && position <= latest[partition])
                continue;
            throw new PlatformException(
                ErrorCode.SourceTruncated,
                $"The query has to go on at offset {position} of {_reader.Topic}-{partition}, and the topic now holds {earliest[partition]} to "
                + $"{latest[partition]}: make a new query, or restore the topic.")
                .With("topic", _reader.Topic).With("partition", partition).With("offset", position)
                .With("earliest", earliest[partition]).With("latest", latest[partition]);
        }
    }

    /// <summary>
    /// Reads about <paramref name="recordsMax"/> records from <paramref name="from"/>; a batch of the log is never cut in two, so it may be some more.
    /// </summary>
    /// <param name="from">First offset, by partition.</param>
    /// <param name="until">Offsets to stop before, by partition; null for all there is.</param>
    /// <param name="recordsMax">About how many records.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The records and the offsets after them; empty if there are none.</returns>
    public async Task<SourceRange> ReadAsync(
        IReadOnlyList<long> from, IReadOnlyList<long>? until, int recordsMax, CancellationToken cancellationToken)
    {
        var latest = await LatestAsync(cancellationToken);
        var ends = until is null ? latest : [.. until.Select((end, partition) => Math.Min(end, latest[partition]))];
        var targets = Targets(from, ends, recordsMax);
        var range = new SourceRange(_reader.Topic, from, ends);
        try
        {
            await FillAsync(range, targets, cancellationToken);
            if (range.RecordBytes > 0)
                (_recordBytes, _batchBytes) = (range.RecordBytes, range.BatchMaxBytes);
            return range;
        }
        catch
        {
            range.Dispose();
            throw;
        }
    }

    /// <summary>While the records of one fetch are opened, the next one is under way.</summary>
    private async Task FillAsync(SourceRange range, long[] targets, CancellationToken cancellationToken)
    {
        var lengthBytes = 0L;
        Task<TopicFetch>? next = null;
        do
        {
            if (next is not null)
                range.Claim(await next, targets);
            var open = Positions(range.To, partition => range.To[partition] < targets[partition]);
            next = open.Count > 0 && lengthBytes < BatchMaxBytes
                ? FetchAsync(open, FetchMaxBytes, FetchWait, cancellationToken, partition => BytesOf(targets[partition] - range.To[partition]))
                : null;
            lengthBytes += range.OpenClaimed();
        }
        while (next is not null);
    }

    /// <summary>What to ask of a partition for so many records, by the measure of the range before; the last batch is not cut in two.</summary>
    private int BytesOf(long records) =>
        _recordBytes == 0 ? FetchMaxBytes : (int)Math.Min(FetchMaxBytes, (records * _recordBytes) + _batchBytes);

    private async Task<TopicFetch> FetchAsync(
        Dictionary<int, long> positions,
        int maxBytes,
        TimeSpan maxWait,
        CancellationToken cancellationToken,
        Func<int, int>? partitionMaxBytes = null)
    {
        try
        {
            return await _reader.FetchAsync(positions, maxBytes, maxWait, cancellationToken, partitionMaxBytes);
        }
        catch (PlatformException truncated) when (truncated.Code == ErrorCode.SourceTruncated)
        {
            // The check says what is left; if it finds no gap, the topic has changed again, and the first refusal stands.
            await CheckAsync(positions, cancellationToken);
            throw;
        }
    }

    private Dictionary<int, long> Positions(IReadOnlyList<long> offsets, Func<int, bool> isWanted) =>
        Enumerable.Range(0, _partitions).Where(isWanted).ToDictionary(partition => partition, partition => offsets[partition]);

    private static long[] Targets(IReadOnlyList<long> from, long[] ends, int recordsMax)
    {
        var available = ends.Select((end, partition) => Math.Max(0, end - from[partition])).ToArray();
        var total = available.Sum();
        if (total > recordsMax)
        {
            // In whole numbers: a share that is rounded up from 5.000000000000001 takes another batch of the log.
            available = [.. available.Select(count => (long)((((Int128)count * recordsMax) + total - 1) / total))];
        }

        return [.. available.Select((count, partition) => from[partition] + count)];
    }
}
