using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Records;
using Hops.Streaming.Decoding;

namespace Hops.Streaming.Sources;

/// <summary>
/// Reads a topic in ranges of offsets. The records of a range are cut evenly over the partitions, in proportion to what each has to offer,
/// so that a backlog is replayed roughly in the order of time (as Spark's <c>maxOffsetsPerTrigger</c>). Nothing of the topic is taken for
/// granted from one range to the next: partitions that were added are found, and a topic that was made anew is refused. Not thread safe.
/// </summary>
public sealed class TopicSource
{
    /// <summary>An answer with its headers fits into rented memory of 8 MiB.</summary>
    private const int FetchMaxBytes = (8 * 1024 * 1024) - (64 * 1024);
    private const int BatchMaxBytes = 256 * 1024 * 1024;
    private static readonly TimeSpan FetchWait = TimeSpan.FromMilliseconds(500);

    private readonly TopicReader _reader;
    private int _partitions;
    private double _recordBytes;
    private int _batchBytes;

    private TopicSource(TopicReader reader, TopicIdentity topic) => (_reader, _partitions, TopicId) = (reader, topic.PartitionCount, topic.Id);

    /// <summary>Id of the topic; empty if the broker knows none.</summary>
    public Guid TopicId { get; }

    /// <summary>How many partitions it had when it was last looked at.</summary>
    public int PartitionCount => _partitions;

    /// <summary>Opens a topic.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static async Task<TopicSource> OpenAsync(TopicReader reader, CancellationToken cancellationToken) => new(reader, await reader.DescribeAsync(cancellationToken));

    /// <summary>The first offsets that can still be read.</summary>
    public Task<long[]> EarliestAsync(CancellationToken cancellationToken) => _reader.EarliestAsync(_partitions, cancellationToken);

    /// <summary>The offsets after the last readable records.</summary>
    public Task<long[]> LatestAsync(CancellationToken cancellationToken) => _reader.LatestAsync(_partitions, cancellationToken);

    /// <summary>Waits until there is a record at or after one of the positions, or for at most <paramref name="maxWait"/>.</summary>
    public async Task WaitAsync(IReadOnlyList<long> positions, TimeSpan maxWait, CancellationToken cancellationToken) =>
        (await FetchAsync(Positions(positions, _ => true), maxBytes: 1, maxWait, cancellationToken)).Dispose();

    /// <summary>
    /// Where to go on with each partition that the topic has now: one that was added since is read from its first record on.
    /// </summary>
    /// <param name="positions">Next offset of each partition that has been read.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PlatformException">
    /// <c>SourceTruncated</c> with the gap of the first partition whose next record is not in the log any more, or if the topic was made anew.
    /// </exception>
    public async Task<IReadOnlyList<long>> ContinueAsync(IReadOnlyList<long> positions, CancellationToken cancellationToken)
    {
        await DiscoverAsync(positions, cancellationToken);
        var next = Extended(positions);
        await CheckAsync(Positions(next, _ => true), cancellationToken);
        return next;
    }

    /// <summary>Refuses a topic that has another identity than the one that was read.</summary>
    /// <param name="topicId">Its id; empty if it is not known.</param>
    /// <exception cref="PlatformException"><c>SourceTruncated</c>.</exception>
    public void CheckSame(Guid topicId)
    {
        if (topicId != Guid.Empty && TopicId != Guid.Empty && topicId != TopicId)
            throw MadeAnew();
    }

    /// <summary>Looks at the topic again: at its identity, and at how many partitions it has now.</summary>
    private async Task DiscoverAsync(IReadOnlyList<long> positions, CancellationToken cancellationToken)
    {
        var topic = await _reader.DescribeAsync(cancellationToken);
        if (topic.Id == TopicId && topic.PartitionCount >= positions.Count)
        {
            _partitions = topic.PartitionCount;
            return;
        }

        // The gap says most; where the new topic holds as many records, there is none to show.
        await CheckAsync(Positions(positions, partition => partition < Math.Min(topic.PartitionCount, positions.Count)), cancellationToken);
        throw MadeAnew();
    }

    /// <summary>The offsets of a topic mean nothing in another one of its name, even if it holds as many records.</summary>
    private PlatformException MadeAnew() => new PlatformException(
        ErrorCode.SourceTruncated,
        $"The topic {_reader.Topic} was deleted and made anew since the query has read it: make a new query with a sink of its own.")
        .With("topic", _reader.Topic);

    /// <summary>Positions with those of the partitions that were added: their first records, which are to be read whatever else was.</summary>
    private IReadOnlyList<long> Extended(IReadOnlyList<long> positions) =>
        positions.Count >= _partitions ? positions : [.. positions, .. Enumerable.Repeat(0L, _partitions - positions.Count)];

    private async Task CheckAsync(Dictionary<int, long> positions, CancellationToken cancellationToken)
    {
        var partitions = positions.Count == 0 ? 0 : positions.Keys.Max() + 1;
        var earliest = await _reader.EarliestAsync(partitions, cancellationToken);
        var latest = await _reader.LatestAsync(partitions, cancellationToken);
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
    /// <param name="from">First offset, by partition; partitions that were added since are read from their first record on.</param>
    /// <param name="until">Offsets to stop before, by partition; null for all there is.</param>
    /// <param name="recordsMax">About how many records.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The records and the offsets after them; empty if there are none.</returns>
    /// <exception cref="PlatformException">
    /// <c>SourceTruncated</c>: records that were to be read are gone, or the topic was made anew. <c>NotFound</c>: it was deleted, or the caller
    /// may not see it any more.
    /// </exception>
    public async Task<SourceRange> ReadAsync(
        IReadOnlyList<long> from, IReadOnlyList<long>? until, int recordsMax, CancellationToken cancellationToken)
    {
        await DiscoverAsync(from, cancellationToken);
        var known = from.Count;
        from = Extended(from);
        var latest = await LatestAsync(cancellationToken);
        if (known < _partitions || latest.Where((end, partition) => end < from[partition]).Any())
            await CheckAsync(Positions(from, _ => true), cancellationToken);
        var ends = until is null ? latest : [.. latest.Select((end, partition) => partition < until.Count ? Math.Min(end, until[partition]) : from[partition])];
        var targets = Targets(from, ends, recordsMax);
        var range = new SourceRange(_reader.Topic, from, ends);
        try
        {
            await FillAsync(range, targets, cancellationToken);
            // Once more, for the topic may have been made anew while it was read.
            await DiscoverAsync(from, cancellationToken);
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
        Enumerable.Range(0, Math.Min(_partitions, offsets.Count)).Where(isWanted).ToDictionary(partition => partition, partition => offsets[partition]);

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
