using DuckDB.NET.Native;

namespace Hops.Streaming.DuckDb;

/// <summary>Reads the cells of one vector of a result; valid as long as its chunk.</summary>
internal readonly unsafe ref struct VectorReader
{
    private readonly byte* _data;
    private readonly ulong* _validity;

    public VectorReader(nint vector, SqlType type)
    {
        Handle = vector;
        Type = type;
        _data = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector);
        _validity = NativeMethods.Vectors.DuckDBVectorGetValidity(vector);
    }

    public nint Handle { get; }

    public SqlType Type { get; }

    public bool IsNull(int row) => _validity is not null && (_validity[row >> 6] >> (row & 63) & 1) == 0;

    public T Read<T>(int row)
        where T : unmanaged => ((T*)_data)[row];

    /// <summary>Content of a <c>string_t</c>: up to 12 bytes lie inline, longer ones behind a pointer.</summary>
    public ReadOnlySpan<byte> Bytes(int row)
    {
        var cell = _data + ((long)row * 16);
        var length = *(int*)cell;
        return length <= 12 ? new ReadOnlySpan<byte>(cell + 4, length) : new ReadOnlySpan<byte>(*(byte**)(cell + 8), length);
    }

    /// <summary>Where the items of a list or map lie in its child vector.</summary>
    public (int Offset, int Count) ListEntry(int row)
    {
        var entry = (ulong*)_data + ((long)row * 2);
        return ((int)entry[0], (int)entry[1]);
    }
}
