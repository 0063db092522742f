namespace Hops.Streaming.Decoding;

/// <summary>Where one thread writes the values of a <see cref="ColumnNode"/> in the chunk at hand.</summary>
internal unsafe struct VectorSlot
{
    /// <summary>First value.</summary>
    public byte* Data;

    /// <summary>Validity mask, one bit for each row; null if the node has none.</summary>
    public ulong* Validity;

    /// <summary>Native vector.</summary>
    public nint Vector;

    /// <summary>Items that the lists of this chunk hold so far.</summary>
    public long ItemCount;

    /// <summary>Items that there is room for.</summary>
    public long ItemCapacity;

    public readonly void SetNull(long row)
    {
        if (Validity is not null)
            Validity[row >> 6] &= ~(1UL << (int)(row & 63));
    }

    public readonly void SetValid(long row)
    {
        if (Validity is not null)
            Validity[row >> 6] |= 1UL << (int)(row & 63);
    }
}
