using System.Buffers;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Records;
using Hops.Streaming.Decoding;

namespace Hops.Streaming.Sources;

/// <summary>A range of offsets with its committed records, as the input of one batch. Dispose it when the batch is done.</summary>
public sealed class SourceRange : IDisposable
{
    private const int RecordsMaxBytes = 512 * 1024 * 1024;

    /// <summary>Places of so many records are rented at a time: a few large arrays, which the shared pool keeps, instead of one for each batch.</summary>
    private const int LocatedRecords = 64 * 1024;

    /// <summary>Two lengths and five numbers of a byte.</summary>
    private const int RecordLeastBytes = 7;

    /// <summary>
    /// Memory of decompressed batches. The shared pool keeps 32 arrays of a size and leaves the others to the collector, which lags behind;
    /// this one keeps what the ranges under way have needed.
    /// </summary>
    private static readonly ArrayPool<byte> Decompressed = ArrayPool<byte>.Create(maxArrayLength: 16 * 1024 * 1024, maxArraysPerBucket: 1024);

    private readonly string _topic;
    private readonly IReadOnlyList<long> _ends;
    private readonly long[] _to;
    private readonly List<SourceSlice> _slices = [];
    private readonly List<RecordBatch> _batches = [];
    private readonly List<RecordRef[]> _located = [];
    private readonly List<UnreadableBatch> _unreadable = [];
    private readonly List<TopicFetch> _fetches = [];
    private readonly Queue<ClaimedBatch> _claimed = new();
    private int _locatedCount;
    private long _claimedBytes;
    private long _claimedRecords;

    internal SourceRange(string topic, IReadOnlyList<long> from, IReadOnlyList<long> ends)
    {
        (_topic, From, _ends) = (topic, from, ends);
        _to = [.. from];
    }

    /// <summary>First offset, by partition.</summary>
    public IReadOnlyList<long> From { get; }

    /// <summary>Offset after the last record, by partition.</summary>
    public IReadOnlyList<long> To => _to;

    /// <summary>Offset after the last record that there was to read at the time, by partition.</summary>
    public IReadOnlyList<long> Latest => _ends;

    /// <summary>True if there is no record and no offset was passed.</summary>
    public bool IsEmpty => _to.SequenceEqual(From);

    /// <summary>Bytes that a record takes in the log on the average; 0 if there was none.</summary>
    internal double RecordBytes => _claimedRecords == 0 ? 0 : (double)_claimedBytes / _claimedRecords;

    /// <summary>Bytes of its largest record batch in the log.</summary>
    internal int BatchMaxBytes { get; private set; }

    /// <summary>The records.</summary>
    public SourceBatch Batch => new(_slices)
    {
        Unreadable = _unreadable,
        Unfinished = [.. Enumerable.Range(0, _to.Length).Where(partition => _to[partition] < _ends[partition])],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _slices.Clear();
        _claimed.Clear();
        foreach (var batch in _batches)
            batch.Dispose();
        _batches.Clear();
        foreach (var located in _located)
            ArrayPool<RecordRef>.Shared.Return(located);
        _located.Clear();
        foreach (var fetch in _fetches)
            fetch.Dispose();
        _fetches.Clear();
    }

    /// <summary>
    /// Takes over a fetch, and claims its record batches until the target of their partition is reached: <see cref="To"/> moves, so that the
    /// next fetch can be asked for before these are opened.
    /// </summary>
    /// <param name="fetch">The fetch; disposed with the range.</param>
    /// <param name="targets">Offsets to stop at, by partition.</param>
    /// <exception cref="PlatformException"><c>CorruptData</c>: the fetch has bytes, but no batch in them that could be passed.</exception>
    internal void Claim(TopicFetch fetch, long[] targets)
    {
        _fetches.Add(fetch);
        Claim(fetch.Partitions, targets);
    }

    /// <summary>Claims the record batches of some partitions.</summary>
    /// <exception cref="PlatformException"><c>CorruptData</c>.</exception>
    internal void Claim(IReadOnlyList<FetchedRecords> partitions, long[] targets)
    {
        var before = _to.Sum();
        foreach (var fetched in partitions)
        {
            var rest = fetched.Batches;
            var committed = fetched.Committed();
            while (_to[fetched.Partition] < targets[fetched.Partition]
                && RecordBatchHeader.TryParse(rest.Span, out var header) && header.TotalBytes <= rest.Length)
            {
                var isData = committed.Holds(header);
                if (header.LastOffset >= _to[fetched.Partition])
                    Claim(fetched.Partition, rest[..header.TotalBytes], header, isData);
                rest = rest[header.TotalBytes..];
            }
        }

        if (partitions.Count > 0 && _to.Sum() == before)
        {
            var first = partitions[0].Partition;
            throw new PlatformException(
                ErrorCode.CorruptData, $"What the broker sends of {_topic}-{first} at offset {_to[first]} does not begin with a record batch.")
                .With("topic", _topic).With("partition", first).With("offset", _to[first]);
        }
    }

    /// <summary>
    /// Opens what was claimed: checks, decompresses and locates its records. A batch that cannot be opened is noted, for the query's policy to
    /// decide what becomes of it.
    /// </summary>
    /// <returns>Bytes of them, decompressed.</returns>
    internal long OpenClaimed()
    {
        var lengthBytes = 0L;
        while (_claimed.TryDequeue(out var claimed))
        {
            lengthBytes += claimed.Bytes.Length;
            try
            {
                lengthBytes += Open(claimed);
            }
            catch (PlatformException damage) when (damage.Code is ErrorCode.CorruptData or ErrorCode.UndecodableRecord or ErrorCode.TooLarge)
            {
                _unreadable.Add(new UnreadableBatch(_topic, claimed.Partition, claimed.From, claimed.End, damage.Message, claimed.Bytes));
            }
        }

        return lengthBytes;
    }

    private int Open(ClaimedBatch claimed)
    {
        // A damaged batch may only seem to be one without data, and is refused like the others.
        if (!claimed.IsData && RecordBatchHeader.CrcMatches(claimed.Bytes.Span))
            return 0;
        var batch = RecordBatch.Open(claimed.Bytes, RecordsMaxBytes, Decompressed);
        _batches.Add(batch);
        _slices.Add(new SourceSlice(_topic, claimed.Partition, batch.Records, Locate(batch, claimed.From, claimed.End)));
        return batch.Records.Length;
    }

    private void Claim(int partition, ReadOnlyMemory<byte> bytes, RecordBatchHeader header, bool isData)
    {
        _claimedBytes += bytes.Length;
        _claimedRecords += header.RecordCount;
        BatchMaxBytes = Math.Max(BatchMaxBytes, bytes.Length);
        var end = Math.Min(header.LastOffset + 1, _ends[partition]);
        _claimed.Enqueue(new ClaimedBatch(partition, bytes, _to[partition], end, isData));
        _to[partition] = end;
    }

    /// <summary>Where the records of a batch lie, those before a position and from an end on left out.</summary>
    private ReadOnlyMemory<RecordRef> Locate(RecordBatch batch, long from, long end)
    {
        // By the bytes that are there: a header that lies about the number of records gets no memory for it.
        var free = Reserve(Math.Min(batch.Header.RecordCount, batch.Records.Length / RecordLeastBytes));
        var located = free.Span;
        var count = 0;
        var reader = batch.Read();
        while (reader.MoveNext())
        {
            if (reader.Offset < from || reader.Offset >= end)
                continue;
            located[count++] = new RecordRef(
                reader.ValueAt, reader.ValueLengthBytes, reader.KeyAt, reader.KeyLengthBytes, reader.Offset, reader.TimestampMs);
        }

        _locatedCount += count;
        return free[..count];
    }

    /// <summary>Room for the places of so many records.</summary>
    private Memory<RecordRef> Reserve(int count)
    {
        if (_located.Count == 0 || _located[^1].Length - _locatedCount < count)
        {
            _located.Add(ArrayPool<RecordRef>.Shared.Rent(Math.Max(count, LocatedRecords)));
            _locatedCount = 0;
        }

        return _located[^1].AsMemory(_locatedCount);
    }

    /// <summary>A batch whose records from <paramref name="From"/> up to, not including, <paramref name="End"/> belong to the range if they are committed data.</summary>
    private readonly record struct ClaimedBatch(int Partition, ReadOnlyMemory<byte> Bytes, long From, long End, bool IsData);
}
