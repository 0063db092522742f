namespace Hops.Kafka.Log;

/// <summary>
/// The newest batches of one partition, so that a consumer that keeps up never reaches the kernel. Changed by the writer and read by
/// fetches, both under the partition's lock. Holds a gapless run of batches that ends at the end of the log, or nothing.
/// </summary>
internal sealed class TailCache(ChunkPool pool, Partition holder)
{
    private readonly List<CacheChunk> _chunks = [];

    /// <summary>Memory of it.</summary>
    public long RentedBytes => _chunks.Sum(static chunk => (long)chunk.Bytes.Length);

    /// <summary>Age of the oldest chunk; null if there is none.</summary>
    public long? OldestNumber => _chunks.Count == 0 ? null : _chunks[0].Number;

    /// <summary>Copies a batch in and returns the copy, for the writer to stamp.</summary>
    public (CacheChunk Chunk, int Start) Append(ReadOnlySpan<byte> batch, long baseOffset, long lastOffset)
    {
        var chunk = _chunks.Count > 0 ? _chunks[^1] : null;
        if (chunk is null || chunk.FreeBytes < batch.Length)
        {
            chunk = pool.Rent(holder, batch.Length, chunk?.Bytes.Length ?? 0);
            _chunks.Add(chunk);
        }

        var start = chunk.UsedBytes;
        chunk.Append(batch, baseOffset, lastOffset);
        return (chunk, start);
    }

    /// <summary>Takes back the batches at and after an offset, which never became durable.</summary>
    public void TruncateFrom(long offset)
    {
        while (_chunks.Count > 0 && _chunks[^1].LastOffset >= offset)
        {
            var chunk = _chunks[^1];
            var keep = chunk.IndexOf(offset);
            if (keep > 0)
            {
                chunk.Truncate(keep);
                return;
            }

            Remove(_chunks.Count - 1);
        }
    }

    /// <summary>Drops the oldest memory; what readers hold stays until they let go.</summary>
    public void DropOldest()
    {
        if (_chunks.Count > 0)
            Remove(0);
    }

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        while (_chunks.Count > 0)
            Remove(_chunks.Count - 1);
    }

    /// <summary>Batches from the one that holds an offset on, below a bound; null if that one is not in the cache.</summary>
    /// <param name="offset">First offset wanted.</param>
    /// <param name="end">Batches that reach this offset are not readable yet.</param>
    /// <param name="maxBytes">Bound of the bytes.</param>
    /// <param name="atLeastOne">True to return the first batch even if it is larger.</param>
    public LogSlice? Read(long offset, long end, int maxBytes, bool atLeastOne)
    {
        var at = FindChunk(offset);
        if (at < 0)
            return null;
        var buffers = new List<ReadOnlyMemory<byte>>();
        var owners = new List<IDisposable>();
        var left = maxBytes;
        for (var first = _chunks[at].IndexOf(offset); at < _chunks.Count; at++, first = 0)
        {
            var chunk = _chunks[at];
            var next = first;
            var start = next < chunk.Count ? chunk[next].Start : 0;
            var length = 0;
            while (next < chunk.Count && chunk[next].LastOffset < end && (chunk[next].LengthBytes <= left || atLeastOne))
            {
                length += chunk[next].LengthBytes;
                left -= chunk[next].LengthBytes;
                atLeastOne = false;
                next++;
            }

            if (length > 0)
            {
                chunk.Acquire();
                owners.Add(chunk);
                buffers.Add(chunk.Bytes.AsMemory(start, length));
            }

            if (next < chunk.Count)
                break;
        }

        return new LogSlice(KafkaError.None, buffers, [.. owners]);
    }

    private int FindChunk(long offset)
    {
        if (_chunks.Count == 0 || offset < _chunks[0].FirstOffset || offset > _chunks[^1].LastOffset)
            return -1;
        var low = 0;
        var high = _chunks.Count - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_chunks[middle].LastOffset < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void Remove(int index)
    {
        var chunk = _chunks[index];
        _chunks.RemoveAt(index);
        chunk.Dispose();
    }
}
