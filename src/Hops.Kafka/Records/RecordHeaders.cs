namespace Hops.Kafka.Records;

/// <summary>Walks over the headers of one record.</summary>
public ref struct RecordHeaders
{
    private RecordCursor _cursor;
    private int _left;

    internal RecordHeaders(ReadOnlySpan<byte> bytes, int count)
    {
        _cursor = new RecordCursor(bytes);
        _left = count;
        Count = count;
    }

    /// <summary>Number of headers.</summary>
    public int Count { get; }

    /// <summary>Name of the present header, UTF-8.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Value of the present header; empty if it has none.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>True if the present header has no value, which an empty one is not.</summary>
    public bool IsValueNull { get; private set; }

    /// <summary>Steps to the next header.</summary>
    /// <returns>False after the last one.</returns>
    public bool MoveNext()
    {
        if (_left == 0)
            return false;
        _left--;
        Name = _cursor.Bytes(out _);
        Value = _cursor.Bytes(out var isNull);
        IsValueNull = isNull;
        return true;
    }
}
