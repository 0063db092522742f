using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hops.Core.Storage;

namespace Hops.Kafka.Log;

/// <summary>
/// The two sparse indexes of a segment: offset to position, and timestamp to offset. Advice only: whoever follows an entry checks the
/// batch that it finds there. On disk as in Apache Kafka: entries of 8 (relative offset, position) and 12 bytes (timestamp, relative
/// offset), big endian. Thread safe.
/// </summary>
/// <param name="intervalBytes">Log bytes between the beginnings of two indexed batches: <c>index.interval.bytes</c> of the topic.</param>
internal sealed class SparseIndex(int intervalBytes)
{
    private const int OffsetEntryBytes = 8;
    private const int TimeEntryBytes = 12;

    private readonly Lock _lock = new();
    private readonly List<(int RelativeOffset, int Position)> _offsets = [];
    private readonly List<(long TimestampMs, int RelativeOffset)> _times = [];

    /// <summary>Takes note of the next batch; it gets an entry if it begins further than the interval behind the last one that has.</summary>
    /// <param name="relativeOffset">Its base offset less that of the segment.</param>
    /// <param name="position">Its first byte in the segment.</param>
    /// <param name="maxTimestampMs">Largest timestamp in the segment so far, that batch included.</param>
    public void Add(int relativeOffset, int position, long maxTimestampMs)
    {
        lock (_lock)
        {
            if (_offsets.Count > 0 && position - _offsets[^1].Position <= intervalBytes)
                return;
            _offsets.Add((relativeOffset, position));
            if (_times.Count == 0 || maxTimestampMs > _times[^1].TimestampMs)
                _times.Add((maxTimestampMs, relativeOffset));
        }
    }

    /// <summary>The last indexed batch that begins at or before an offset; the segment's first if there is none.</summary>
    public (int RelativeOffset, int Position) Before(long relativeOffset)
    {
        lock (_lock)
        {
            var after = FirstAbove(CollectionsMarshal.AsSpan(_offsets), relativeOffset, static entry => entry.RelativeOffset);
            return after == 0 ? (0, 0) : _offsets[after - 1];
        }
    }

    /// <summary>Relative offset before which no batch reaches a timestamp.</summary>
    public int OffsetBefore(long timestampMs)
    {
        lock (_lock)
        {
            var after = FirstAbove(CollectionsMarshal.AsSpan(_times), timestampMs - 1, static entry => entry.TimestampMs);
            return after == 0 ? 0 : _times[after - 1].RelativeOffset;
        }
    }

    /// <summary>The largest timestamp that is known, and the offset of its batch; -1 if there is none.</summary>
    public (long TimestampMs, long Offset) LargestTime(long baseOffset)
    {
        lock (_lock)
            return _times.Count == 0 ? (-1, -1) : (_times[^1].TimestampMs, baseOffset + _times[^1].RelativeOffset);
    }

    /// <summary>Adds the final time entry of a segment that is full, so that its largest timestamp is in the file.</summary>
    public void Seal(long timestampMs, int relativeOffset)
    {
        lock (_lock)
        {
            if (_times.Count == 0 || (timestampMs > _times[^1].TimestampMs && relativeOffset > _times[^1].RelativeOffset))
                _times.Add((timestampMs, relativeOffset));
        }
    }

    /// <summary>Writes both files durably.</summary>
    public void Save(Disk disk, string offsetPath, string timePath)
    {
        byte[] offsets;
        byte[] times;
        lock (_lock)
        {
            offsets = new byte[_offsets.Count * OffsetEntryBytes];
            for (var i = 0; i < _offsets.Count; i++)
            {
                var entry = offsets.AsSpan(i * OffsetEntryBytes);
                BinaryPrimitives.WriteInt32BigEndian(entry, _offsets[i].RelativeOffset);
                BinaryPrimitives.WriteInt32BigEndian(entry[4..], _offsets[i].Position);
            }

            times = new byte[_times.Count * TimeEntryBytes];
            for (var i = 0; i < _times.Count; i++)
            {
                var entry = times.AsSpan(i * TimeEntryBytes);
                BinaryPrimitives.WriteInt64BigEndian(entry, _times[i].TimestampMs);
                BinaryPrimitives.WriteInt32BigEndian(entry[8..], _times[i].RelativeOffset);
            }
        }

        disk.Replace(offsetPath, offsets);
        disk.Replace(timePath, times);
    }

    /// <summary>Reads both files.</summary>
    /// <returns>Null if one is missing or its entries do not ascend: the index must then be rebuilt.</returns>
    public static SparseIndex? Load(Disk disk, string offsetPath, string timePath, int segmentBytes, int intervalBytes)
    {
        if (!disk.FileExists(offsetPath) || !disk.FileExists(timePath))
            return null;
        var offsets = disk.ReadAll(offsetPath, int.MaxValue);
        var times = disk.ReadAll(timePath, int.MaxValue);
        if (offsets.Length % OffsetEntryBytes != 0 || times.Length % TimeEntryBytes != 0)
            return null;
        var index = new SparseIndex(intervalBytes);
        for (var at = 0; at < offsets.Length; at += OffsetEntryBytes)
        {
            var entry = (BinaryPrimitives.ReadInt32BigEndian(offsets.AsSpan(at)), BinaryPrimitives.ReadInt32BigEndian(offsets.AsSpan(at + 4)));
            var (previousOffset, previousPosition) = index._offsets.Count == 0 ? (-1, -1) : index._offsets[^1];
            if (entry.Item1 <= previousOffset || entry.Item2 <= previousPosition || entry.Item2 >= segmentBytes)
                return null;
            index._offsets.Add(entry);
        }

        for (var at = 0; at < times.Length; at += TimeEntryBytes)
        {
            var entry = (BinaryPrimitives.ReadInt64BigEndian(times.AsSpan(at)), BinaryPrimitives.ReadInt32BigEndian(times.AsSpan(at + 8)));
            var (previousTime, previousOffset) = index._times.Count == 0 ? (long.MinValue, -1) : index._times[^1];
            if (entry.Item1 <= previousTime || entry.Item2 <= previousOffset)
                return null;
            index._times.Add(entry);
        }

        return index;
    }

    private static int FirstAbove<T>(ReadOnlySpan<T> entries, long key, Func<T, long> keyOf)
    {
        var low = 0;
        var high = entries.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (keyOf(entries[middle]) <= key)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
