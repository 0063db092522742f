namespace Hops.Kafka.Log;

/// <summary>
/// Memory of the tail caches of all partitions: pinned once, reused, bounded, given back to the runtime when idle. Renting and evicting are
/// the writer's; chunks come back from any thread.
/// </summary>
internal sealed class ChunkPool
{
    private const int SmallestBytes = 64 << 10;
    private const int UsualBytes = 1 << 20;
    private const int FreeMax = 8;

    private readonly Lock _lock = new();
    private readonly Stack<byte[]> _free = new();
    private readonly HashSet<Partition> _holders = [];
    private long _rentedBytes;
    private long _rentals;

    /// <summary>Bytes in caches and in the hands of readers.</summary>
    public long RentedBytes => Interlocked.Read(ref _rentedBytes);

    /// <summary>A chunk for a batch of a partition whose newest chunk has <paramref name="previousBytes"/> (0 if it has none).</summary>
    public CacheChunk Rent(Partition holder, int batchBytes, int previousBytes)
    {
        _holders.Add(holder);
        var lengthBytes = Math.Max(batchBytes, Math.Clamp(previousBytes * 2, SmallestBytes, UsualBytes));
        Interlocked.Add(ref _rentedBytes, lengthBytes);
        return new CacheChunk(this, Take(lengthBytes), _rentals++);
    }

    public void Return(byte[] bytes)
    {
        Interlocked.Add(ref _rentedBytes, -bytes.Length);
        if (bytes.Length != UsualBytes)
            return;
        lock (_lock)
        {
            if (_free.Count < FreeMax)
                _free.Push(bytes);
        }
    }

    /// <summary>Drops the oldest chunks of all caches until a bound is kept or nothing is left to drop.</summary>
    public void Evict(long maxBytes)
    {
        while (RentedBytes > maxBytes && _holders.Count > 0)
        {
            _holders.RemoveWhere(static holder => holder.Cache.OldestNumber is null);
            if (_holders.MinBy(static holder => holder.Cache.OldestNumber) is not { } oldest)
                return;
            lock (oldest.Gate)
                oldest.Cache.DropOldest();
        }
    }

    /// <summary>Lets go of what is free.</summary>
    /// <returns>Bytes released.</returns>
    public long Trim()
    {
        lock (_lock)
        {
            var released = (long)_free.Count * UsualBytes;
            _free.Clear();
            return released;
        }
    }

    private byte[] Take(int lengthBytes)
    {
        lock (_lock)
        {
            if (lengthBytes == UsualBytes && _free.TryPop(out var bytes))
                return bytes;
        }

        return GC.AllocateUninitializedArray<byte>(lengthBytes, pinned: true);
    }
}
