namespace Hops.Streaming.Decoding;

/// <summary>Decodes the keys of the records of one thread into their column.</summary>
internal sealed unsafe class KeyReader
{
    private readonly ColumnNode _node;
    private readonly VectorSlots _vectors;
    private readonly FramedDecoder _decoder;

    public KeyReader(KeyLayout layout, StepsByWriter writers)
    {
        _node = layout.Node;
        _vectors = new VectorSlots([_node], layout.SlotCount);
        _decoder = new FramedDecoder(writers, layout.BeginThread(_vectors), isKey: true);
    }

    /// <summary>True if the lists of the chunk hold so many items that it is to end.</summary>
    public bool IsFull => _vectors.IsFull;

    /// <summary>Points the column at its vector of a new chunk.</summary>
    public void Attach(nint vector) => _vectors.Attach(_node, vector);

    /// <summary>Decodes the key of a record into a row, or leaves no trace in it.</summary>
    /// <param name="record">The record; its key lies in the buffer.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="row">The row.</param>
    /// <param name="reason">Why the key is bad.</param>
    public bool TryRead(in RecordRef record, byte* buffer, int row, out string reason)
    {
        reason = "";
        if (record.KeyLengthBytes < 0)
        {
            foreach (var slot in _node.NullSlots)
                _vectors.Slots[slot].SetNull(row);
            return true;
        }

        _vectors.Save();
        if (_decoder.TryDecode(buffer + record.KeyOffset, record.KeyLengthBytes, row, out reason))
            return true;
        _vectors.Undo(row);
        return false;
    }

    /// <summary>Tells DuckDB how many items the lists of the chunk hold.</summary>
    public void Finish() => _vectors.Finish();
}
