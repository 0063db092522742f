namespace Hops.Kafka.Log;

/// <summary>Memory of the tail caches of all partitions: pinned once, reused, given back to the runtime when idle.</summary>
internal sealed class ChunkPool
{
    private const int SmallestBytes = 64 << 10;
    private const int UsualBytes = 1 << 20;
    private const int FreeMax = 32;

    private readonly Lock _gate = new();
    private readonly Stack<byte[]> _free = new();

    /// <summary>A chunk for a batch of a partition whose newest chunk has <paramref name="previousBytes"/> (0 if it has none).</summary>
    public CacheChunk Rent(int batchBytes, int previousBytes)
    {
        var lengthBytes = Math.Max(batchBytes, Math.Clamp(previousBytes * 2, SmallestBytes, UsualBytes));
        if (lengthBytes == UsualBytes)
        {
            lock (_gate)
            {
                if (_free.TryPop(out var bytes))
                    return new CacheChunk(this, bytes);
            }
        }

        return new CacheChunk(this, GC.AllocateUninitializedArray<byte>(lengthBytes, pinned: true));
    }

    public void Return(byte[] bytes)
    {
        if (bytes.Length != UsualBytes)
            return;
        lock (_gate)
        {
            if (_free.Count < FreeMax)
                _free.Push(bytes);
        }
    }

    /// <summary>Lets go of what is free.</summary>
    /// <returns>Bytes released.</returns>
    public long Trim()
    {
        lock (_gate)
        {
            var released = (long)_free.Count * UsualBytes;
            _free.Clear();
            return released;
        }
    }
}
