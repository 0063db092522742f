using Hops.Kafka.Compression;

namespace Hops.Streaming.Parquet;

/// <summary>
/// Numbers of the values of a page in the dictionary of their row group, and the places of a hash table by which values find theirs. The one
/// who keeps the values compares them.
/// </summary>
internal sealed class ValueNumbers
{
    /// <summary>
    /// Most values of a dictionary; a column with more of them is written as it is. Numbers and times that do not repeat would fill a table that
    /// the processor's cache does not hold.
    /// </summary>
    public const int ValuesMax = 4_096;

    /// <summary>Places that a value may be away from where it belongs, so that nobody gains by values that all belong to one place.</summary>
    public const int ProbesMax = 64;

    private const int Places = 2 * ValuesMax;
    private const int HashShift = 64 - 13;

    /// <summary>Row groups without a dictionary after one that had too many values for it.</summary>
    private const int GroupsSkipped = 31;

    private readonly ushort[] _numbers;
    private readonly ushort[] _places = new ushort[Places];
    private int _groupsToSkip;

    /// <param name="rowsMax">Most rows of a page.</param>
    public ValueNumbers(int rowsMax) => _numbers = new ushort[rowsMax];

    /// <summary>True while the values of the row group go into the dictionary.</summary>
    public bool IsOn { get; private set; } = true;

    /// <summary>True if a first page with these numbers, and the dictionary with it, is smaller than the values themselves.</summary>
    public bool IsWorthwhile => Count >= 2 * ValueCount;

    /// <summary>True if the dictionary takes no more values.</summary>
    public bool IsFull => ValueCount == ValuesMax;

    /// <summary>Values in the dictionary.</summary>
    public int ValueCount { get; private set; }

    /// <summary>Numbers of the page at hand.</summary>
    public ReadOnlySpan<ushort> OfPage => _numbers.AsSpan(0, Count);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Table of the hash: a number plus one in each place, 0 where there is none.</summary>
    public Span<ushort> Table => _places;

    /// <summary>The place where a value of this hash belongs.</summary>
    public static int PlaceOf(ulong hash) => (int)((hash * 0x9E37_79B9_7F4A_7C15) >> HashShift);

    /// <summary>The place behind another one.</summary>
    public static int PlaceBehind(int place) => (place + 1) & (Places - 1);

    /// <summary>Adds a value that the dictionary has.</summary>
    public void Add(int number) => _numbers[Count++] = (ushort)number;

    /// <summary>Adds a value that is new to the dictionary.</summary>
    public void AddNew(int place)
    {
        _places[place] = (ushort)(ValueCount + 1);
        Add(ValueCount++);
    }

    /// <summary>Writes the page at hand, and begins the next one.</summary>
    public void Write(ByteBuffer page)
    {
        var bitWidth = Math.Max(1, 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)Math.Max(0, ValueCount - 1)));
        page.Fill((byte)bitWidth, 1);
        RunLengths.Write(page, OfPage, bitWidth);
        Count = 0;
    }

    /// <summary>Ends the dictionary: what follows, and what of the page at hand went into it, is written as it is.</summary>
    /// <param name="isTooLarge">True if the values repeat so little that the next row groups are to have none.</param>
    public void End(bool isTooLarge)
    {
        (IsOn, Count) = (false, 0);
        if (isTooLarge)
            _groupsToSkip = GroupsSkipped;
    }

    /// <summary>Begins a row group.</summary>
    public void Clear()
    {
        if (ValueCount > 0)
            Array.Clear(_places);
        IsOn = _groupsToSkip == 0;
        _groupsToSkip = Math.Max(0, _groupsToSkip - 1);
        (ValueCount, Count) = (0, 0);
    }
}
