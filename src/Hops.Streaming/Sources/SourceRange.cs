using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka.Records;
using Hops.Streaming.Decoding;

namespace Hops.Streaming.Sources;

/// <summary>A range of offsets with its records, as the input of one batch. Dispose it when the batch is done.</summary>
public sealed class SourceRange : IDisposable
{
    private const int RecordsMaxBytes = 512 * 1024 * 1024;

    private readonly string _topic;
    private readonly IReadOnlyList<long> _ends;
    private readonly long[] _to;
    private readonly List<SourceSlice> _slices = [];
    private readonly List<RecordBatch> _batches = [];

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

    /// <summary>The records.</summary>
    public SourceBatch Batch => new(_slices);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var batch in _batches)
            batch.Dispose();
        _batches.Clear();
        _slices.Clear();
    }

    /// <summary>Takes record batches of a partition until <paramref name="target"/> is reached.</summary>
    /// <returns>Bytes taken, decompressed.</returns>
    internal long Add(FetchedRecords fetched, long target)
    {
        var rest = fetched.Batches;
        var lengthBytes = 0L;
        while (_to[fetched.Partition] < target
            && RecordBatchHeader.TryParse(rest.Span, out var header) && header.TotalBytes <= rest.Length)
        {
            if (header.LastOffset >= _to[fetched.Partition])
                lengthBytes += Take(fetched.Partition, rest[..header.TotalBytes]);
            rest = rest[header.TotalBytes..];
        }

        return lengthBytes;
    }

    private long Take(int partition, ReadOnlyMemory<byte> bytes)
    {
        var batch = RecordBatch.Open(bytes, RecordsMaxBytes);
        _batches.Add(batch);
        if (!batch.Header.IsControl)
            _slices.Add(new SourceSlice(_topic, partition, batch.Records, Locate(partition, batch)));
        _to[partition] = Math.Min(batch.Header.LastOffset + 1, _ends[partition]);
        return batch.Records.Length;
    }

    /// <summary>Where the records of a batch lie, those before the position and from the end on left out.</summary>
    private ReadOnlyMemory<RecordRef> Locate(int partition, RecordBatch batch)
    {
        var located = new RecordRef[batch.Header.RecordCount];
        var count = 0;
        var buffer = batch.Records.Span;
        var reader = batch.Read();
        while (reader.MoveNext())
        {
            var record = reader.Current;
            if (record.Offset < _to[partition] || record.Offset >= _ends[partition])
                continue;
            located[count++] = new RecordRef(
                Position(buffer, record.Value),
                record.IsValueNull ? -1 : record.Value.Length,
                Position(buffer, record.Key),
                record.IsKeyNull ? -1 : record.Key.Length,
                record.Offset,
                record.TimestampMs);
        }

        return located.AsMemory(0, count);
    }

    private static int Position(ReadOnlySpan<byte> buffer, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty)
            return 0;
        return buffer.Overlaps(part, out var position)
            ? position
            : throw new PlatformException(ErrorCode.Internal, "A record does not lie in its batch.");
    }
}
