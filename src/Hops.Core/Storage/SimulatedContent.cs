namespace Hops.Core.Storage;

/// <summary>
/// The bytes of one file of <see cref="SimulatedDisk"/>, twice: as programs see them (page cache) and as they are on the platter. Between
/// two syncs each sector keeps the versions that it had, any of which a power cut may leave.
/// </summary>
internal sealed class SimulatedContent
{
    internal const int SectorLengthBytes = 512;
    private const int VersionsMax = 4;

    private readonly Dictionary<long, List<byte[]>> _unsynced = [];
    private readonly Dictionary<long, List<byte[]>> _forgotten = [];
    private byte[] _cached = [];
    private byte[] _durable = [];
    private long _durableLengthBytes;

    /// <summary>Length as programs see it.</summary>
    internal long LengthBytes { get; private set; }

    /// <summary>Bytes reserved beyond the length.</summary>
    internal long AllocatedBytes { get; set; }

    /// <summary>What it takes of the disk.</summary>
    internal long UsedBytes => Math.Max(LengthBytes, AllocatedBytes);

    /// <summary>The open file that holds the lock.</summary>
    internal SimulatedFile? LockHolder { get; set; }

    internal int Read(Span<byte> buffer, long offset)
    {
        if (offset >= LengthBytes)
            return 0;
        var count = (int)Math.Min(buffer.Length, LengthBytes - offset);
        _cached.AsSpan((int)offset, count).CopyTo(buffer);
        return count;
    }

    internal void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        if (bytes.IsEmpty)
            return;
        if (offset > LengthBytes)
            SetLength(offset);
        Grow(ref _cached, offset + bytes.Length);
        bytes.CopyTo(_cached.AsSpan((int)offset));
        LengthBytes = Math.Max(LengthBytes, offset + bytes.Length);
        Touch(offset, bytes.Length);
    }

    internal void SetLength(long lengthBytes)
    {
        Grow(ref _cached, lengthBytes);
        var first = Math.Min(LengthBytes, lengthBytes);
        var changed = Math.Abs(LengthBytes - lengthBytes);
        _cached.AsSpan((int)first, (int)changed).Clear();
        LengthBytes = lengthBytes;
        AllocatedBytes = Math.Min(AllocatedBytes, lengthBytes);
        Touch(first, changed);
    }

    /// <summary>What the cache holds reaches the platter, except what an earlier failed sync made the kernel forget.</summary>
    internal void Sync()
    {
        Grow(ref _durable, LengthBytes);
        foreach (var sector in _unsynced.Keys)
        {
            CopySector(sector, _cached);
            _forgotten.Remove(sector);
        }

        _unsynced.Clear();
        _durableLengthBytes = LengthBytes;
    }

    /// <summary>A sync that fails: the kernel counts the pages as clean although they never reached the platter.</summary>
    internal void FailSync()
    {
        foreach (var (sector, versions) in _unsynced)
            _forgotten[sector] = versions;
        _unsynced.Clear();
    }

    /// <summary>Loses the cache: of each sector that was not synced any version may be left, and any length between the old and the new.</summary>
    internal void LosePower(Random random)
    {
        var survival = random.Next(4);
        foreach (var (sector, versions) in _unsynced.Concat(_forgotten).OrderBy(entry => entry.Key))
        {
            var isKept = survival switch
            {
                0 => false,
                1 => true,
                _ => random.Next(2) == 0,
            };
            if (isKept)
                CopySector(sector, versions[survival == 1 ? versions.Count - 1 : random.Next(versions.Count)], 0);
        }

        if (survival == 1)
            _durableLengthBytes = LengthBytes;
        else if (survival > 1)
            _durableLengthBytes = random.NextInt64(Math.Min(LengthBytes, _durableLengthBytes), Math.Max(LengthBytes, _durableLengthBytes) + 1);
        Settle();
    }

    /// <summary>Turns one bit over, in the cache and on the platter.</summary>
    internal void Flip(long offset, int bit)
    {
        _cached[offset] ^= (byte)(1 << bit);
        if (offset < _durable.Length)
            _durable[offset] ^= (byte)(1 << bit);
        foreach (var sectors in new[] { _unsynced, _forgotten })
        {
            if (sectors.TryGetValue(offset / SectorLengthBytes, out var versions))
                versions.ForEach(version => version[offset % SectorLengthBytes] ^= (byte)(1 << bit));
        }
    }

    private void Settle()
    {
        Grow(ref _durable, _durableLengthBytes);
        _durable.AsSpan((int)_durableLengthBytes).Clear();
        _cached = (byte[])_durable.Clone();
        LengthBytes = _durableLengthBytes;
        AllocatedBytes = 0;
        LockHolder = null;
        _unsynced.Clear();
        _forgotten.Clear();
    }

    private void Touch(long offset, long length)
    {
        for (var sector = offset / SectorLengthBytes; sector * SectorLengthBytes < offset + length; sector++)
        {
            var version = _cached.AsSpan((int)(sector * SectorLengthBytes), SectorLengthBytes).ToArray();
            if (!_unsynced.TryGetValue(sector, out var versions))
                _unsynced.Add(sector, versions = []);
            if (versions.Count == VersionsMax)
                versions.RemoveAt(VersionsMax / 2);
            versions.Add(version);
        }
    }

    private void CopySector(long sector, byte[] from) => CopySector(sector, from, sector * SectorLengthBytes);

    private void CopySector(long sector, byte[] from, long start)
    {
        Grow(ref _durable, (sector + 1) * SectorLengthBytes);
        from.AsSpan((int)start, SectorLengthBytes).CopyTo(_durable.AsSpan((int)(sector * SectorLengthBytes)));
    }

    /// <summary>Makes room for a length, in whole sectors.</summary>
    private static void Grow(ref byte[] bytes, long lengthBytes)
    {
        var needed = checked((int)((lengthBytes + SectorLengthBytes - 1) / SectorLengthBytes * SectorLengthBytes));
        if (needed > bytes.Length)
            Array.Resize(ref bytes, Math.Max(needed, Math.Min(bytes.Length * 2, 1 << 30)));
    }
}
