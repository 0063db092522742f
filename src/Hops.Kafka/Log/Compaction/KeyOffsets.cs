using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Hops.Kafka.Log.Compaction;

/// <summary>
/// The newest offset of each key of a part of a log, by a hash of 128 bits: keys are taken for the same if those are. Bounded in memory, 24 bytes a
/// slot; grows as it fills.
/// </summary>
/// <param name="maxBytes">Bound of its memory.</param>
internal sealed class KeyOffsets(long maxBytes)
{
    /// <summary>Bytes of one slot.</summary>
    public const int SlotBytes = 24;

    private const int FirstSlots = 1024;

    private Slot[] _slots = new Slot[Math.Max(2, Math.Min(FirstSlots, FloorToPowerOfTwo(maxBytes / SlotBytes)))];

    /// <summary>Keys in it.</summary>
    public int Count { get; private set; }

    /// <summary>Notes that a key has a record at an offset, later than any that was noted of it.</summary>
    /// <returns>False, and nothing is noted, if there is no room for another key.</returns>
    public bool TryNote(ReadOnlySpan<byte> key, long offset)
    {
        var hash = XxHash128.HashToUInt128(key);
        var at = IndexOf(_slots, hash);
        if (_slots[at].IsFree)
        {
            if (!HasRoom() && !TryGrow())
                return false;
            at = IndexOf(_slots, hash);
            Count++;
        }

        _slots[at] = new Slot(hash, offset + 1);
        return true;
    }

    /// <summary>The newest offset of a key; -1 if none was noted.</summary>
    public long Find(ReadOnlySpan<byte> key) => _slots[IndexOf(_slots, XxHash128.HashToUInt128(key))].OffsetAndOne - 1;

    /// <summary>A quarter stays free, so that a search is short.</summary>
    private bool HasRoom() => Count + 1 <= _slots.Length / 4 * 3;

    private bool TryGrow()
    {
        var length = (long)_slots.Length * 2;
        if (length * SlotBytes > maxBytes || length > Array.MaxLength)
            return false;
        var larger = new Slot[length];
        foreach (var slot in _slots)
        {
            if (!slot.IsFree)
                larger[IndexOf(larger, slot.Hash)] = slot;
        }

        _slots = larger;
        return true;
    }

    private static int IndexOf(Slot[] slots, UInt128 hash)
    {
        var at = (int)(ulong)(hash & (ulong)(slots.Length - 1));
        while (!slots[at].IsFree && slots[at].Hash != hash)
            at = (at + 1) & (slots.Length - 1);
        return at;
    }

    private static long FloorToPowerOfTwo(long value) => value < 1 ? 1 : 1L << (63 - (int)long.LeadingZeroCount(value));

    [StructLayout(LayoutKind.Sequential, Pack = 8)]
    private readonly record struct Slot(ulong High, ulong Low, long OffsetAndOne)
    {
        public Slot(UInt128 hash, long offsetAndOne)
            : this((ulong)(hash >> 64), (ulong)hash, offsetAndOne)
        {
        }

        public bool IsFree => OffsetAndOne == 0;

        public UInt128 Hash => new(High, Low);
    }
}
