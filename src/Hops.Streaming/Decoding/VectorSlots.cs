using System.Runtime.CompilerServices;
using DuckDB.NET.Native;
using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Decoding;

/// <summary>The <see cref="VectorSlot"/>s of one thread: pointed at the vectors of each chunk, grown with its lists, undone for a bad record.</summary>
internal sealed unsafe class VectorSlots
{
    /// <summary>Items of one list column after which a chunk takes no more rows, so that records full of items do not become one chunk of 2,048 of them.</summary>
    private const long ChunkItemsMax = 1_000_000;

    private readonly ColumnNode[] _columns;
    private readonly long[] _savedItemCounts;
    private readonly VectorSlot[] _pinned;
    private readonly bool _hasLists;

    /// <param name="columns">Wanted columns, in the order of the vectors; null where a vector is not ours to fill.</param>
    /// <param name="slotCount">Slots of the whole layout.</param>
    public VectorSlots(IEnumerable<ColumnNode> columns, int slotCount)
    {
        _columns = [.. columns];
        _savedItemCounts = new long[slotCount];
        _hasLists = _columns.Any(HasList);
        _pinned = GC.AllocateArray<VectorSlot>(Math.Max(1, slotCount), pinned: true);
    }

    /// <summary>The slots by number; they do not move.</summary>
    public VectorSlot* Slots => (VectorSlot*)Unsafe.AsPointer(ref _pinned[0]);

    /// <summary>True if the lists of the chunk hold so many items that it is to end.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Points a column at its vector of a new chunk.</summary>
    public void Attach(ColumnNode column, nint vector)
    {
        IsFull = false;
        Attach(column, vector, isNewChunk: true);
    }

    /// <summary>Remembers how many items the lists hold, so that a bad record can be taken back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Save()
    {
        if (_hasLists)
            SaveLists();
    }

    /// <summary>Takes back what a bad record wrote into a row.</summary>
    public void Undo(int row)
    {
        foreach (var column in _columns)
            Undo(column, row, row + 1);
    }

    /// <summary>Makes room for more items of a list.</summary>
    public void Reserve(ColumnNode list, long itemCount)
    {
        ref var slot = ref Slots[list.Slot];
        if (itemCount <= slot.ItemCapacity)
            return;
        IsFull |= itemCount > ChunkItemsMax;
        var capacity = Math.Max(itemCount, slot.ItemCapacity * 2);
        if (!NativeMethods.Vectors.DuckDBListVectorReserve(slot.Vector, (ulong)capacity).IsSuccess())
            throw new InvalidDataException("DuckDB has no room for the items of a list");
        slot.ItemCapacity = capacity;
        Attach(list.Children[0], NativeMethods.Vectors.DuckDBListVectorGetChild(slot.Vector), isNewChunk: false);
    }

    /// <summary>Tells DuckDB how many items the lists hold.</summary>
    public void Finish()
    {
        foreach (var column in _columns)
            Finish(column);
    }

    private void SaveLists()
    {
        foreach (var column in _columns)
            Save(column);
    }

    private static bool HasList(ColumnNode node) => node.IsList || node.Children.Any(HasList);

    private void Attach(ColumnNode node, nint vector, bool isNewChunk)
    {
        ref var slot = ref Slots[node.Slot];
        slot.Vector = vector;
        slot.Data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        if (node.HasValidity)
        {
            NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
            slot.Validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
        }
        if (node.IsList)
        {
            if (isNewChunk)
                (slot.ItemCount, slot.ItemCapacity) = (0, TableScanThread.RowsPerChunkMax);
            Attach(node.Children[0], NativeMethods.Vectors.DuckDBListVectorGetChild(vector), isNewChunk);
            return;
        }
        for (var index = 0; index < node.Children.Count; index++)
            Attach(node.Children[index], NativeMethods.Vectors.DuckDBStructVectorGetChild(vector, index), isNewChunk);
    }

    private void Save(ColumnNode node)
    {
        if (node.IsList)
            _savedItemCounts[node.Slot] = Slots[node.Slot].ItemCount;
        foreach (var child in node.Children)
            Save(child);
    }

    private void Undo(ColumnNode node, long from, long to)
    {
        ref var slot = ref Slots[node.Slot];
        for (var row = from; row < to; row++)
            slot.SetValid(row);
        var (childFrom, childTo) = (from, to);
        if (node.IsList)
        {
            (childFrom, childTo) = (_savedItemCounts[node.Slot], slot.ItemCount);
            slot.ItemCount = childFrom;
        }
        foreach (var child in node.Children)
            Undo(child, childFrom, childTo);
    }

    private void Finish(ColumnNode node)
    {
        if (node.IsList)
            _ = NativeMethods.Vectors.DuckDBListVectorSetSize(Slots[node.Slot].Vector, (ulong)Slots[node.Slot].ItemCount);
        foreach (var child in node.Children)
            Finish(child);
    }
}
