using System.Runtime.InteropServices;

namespace Hops.Kafka.Log;

/// <summary>
/// Memory that holds consecutive batches of one partition. The cache holds one reference and each reader another; with the last one the
/// memory goes back to the pool. Filled by the writer; readers look at batches only below the high watermark, under the partition's lock.
/// </summary>
internal sealed class CacheChunk(ChunkPool pool, byte[] bytes, long number) : IDisposable
{
    private readonly List<Entry> _entries = [];
    private int _references = 1;

    /// <summary>Where one batch lies.</summary>
    /// <param name="LastOffset">Offset of its last record.</param>
    /// <param name="Start">Its first byte.</param>
    /// <param name="LengthBytes">Its length.</param>
    public readonly record struct Entry(long LastOffset, int Start, int LengthBytes);

    public byte[] Bytes => bytes;

    /// <summary>Number of the rental, ascending over all partitions: how old it is.</summary>
    public long Number => number;

    public int UsedBytes { get; private set; }

    public int FreeBytes => bytes.Length - UsedBytes;

    public int Count => _entries.Count;

    public long FirstOffset { get; private set; }

    public long LastOffset => _entries[^1].LastOffset;

    public Span<byte> Append(ReadOnlySpan<byte> batch, long baseOffset, long lastOffset)
    {
        if (_entries.Count == 0)
            FirstOffset = baseOffset;
        var start = UsedBytes;
        batch.CopyTo(bytes.AsSpan(start));
        _entries.Add(new Entry(lastOffset, start, batch.Length));
        UsedBytes += batch.Length;
        return bytes.AsSpan(start, batch.Length);
    }

    /// <summary>Forgets all but the first batches.</summary>
    public void Truncate(int count)
    {
        _entries.RemoveRange(count, _entries.Count - count);
        UsedBytes = count == 0 ? 0 : _entries[^1].Start + _entries[^1].LengthBytes;
    }

    /// <summary>Index of the first batch that ends at or after an offset.</summary>
    public int IndexOf(long offset)
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        var low = 0;
        var high = entries.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (entries[middle].LastOffset < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    public Entry this[int index] => _entries[index];

    public void Acquire() => Interlocked.Increment(ref _references);

    /// <summary>Gives one reference back.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _references) == 0)
            pool.Return(bytes);
    }
}
