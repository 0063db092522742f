using Hops.Kafka.Compression;

namespace Hops.Streaming.Parquet;

/// <summary>Writes structures in Thrift's compact protocol (thrift-compact-protocol.md), in the order of their fields.</summary>
/// <param name="output">Gets the bytes.</param>
internal sealed class CompactWriter(ByteBuffer output)
{
    private const byte TrueType = 1;
    private const byte FalseType = 2;
    private const byte Int32Type = 5;
    private const byte Int64Type = 6;
    private const byte BinaryType = 8;
    private const byte ListType = 9;
    private const byte StructType = 12;
    private const int ShortListMax = 14;
    private const int DeltaMax = 15;

    private readonly Stack<int> _outer = new();
    private int _last;

    public void Bool(int field, bool value) => Begin(field, value ? TrueType : FalseType);

    public void Int32(int field, int value)
    {
        Begin(field, Int32Type);
        Varint(ZigZag(value));
    }

    public void Int64(int field, long value)
    {
        Begin(field, Int64Type);
        Varint(ZigZag(value));
    }

    public void Binary(int field, ReadOnlySpan<byte> value)
    {
        Begin(field, BinaryType);
        Bytes(value);
    }

    /// <summary>A structure, ended by <see cref="EndStruct"/>.</summary>
    public void BeginStruct(int field)
    {
        Begin(field, StructType);
        BeginItem();
    }

    /// <summary>A structure that is an item of a list.</summary>
    public void BeginItem()
    {
        _outer.Push(_last);
        _last = 0;
    }

    public void EndStruct()
    {
        output.Fill(0, 1);
        _last = _outer.Pop();
    }

    /// <summary>The end of the outermost structure.</summary>
    public void End() => output.Fill(0, 1);

    /// <summary>A structure without fields, which stands for a choice.</summary>
    public void Empty(int field)
    {
        BeginStruct(field);
        EndStruct();
    }

    public void Structs(int field, int count) => BeginList(field, count, StructType);

    public void Int32s(int field, ReadOnlySpan<int> values)
    {
        BeginList(field, values.Length, Int32Type);
        foreach (var value in values)
            Varint(ZigZag(value));
    }

    public void Binaries(int field, params ReadOnlySpan<byte[]> values)
    {
        BeginList(field, values.Length, BinaryType);
        foreach (var value in values)
            Bytes(value);
    }

    private void BeginList(int field, int count, byte itemType)
    {
        Begin(field, ListType);
        if (count <= ShortListMax)
        {
            output.Fill((byte)((count << 4) | itemType), 1);
            return;
        }

        output.Fill((byte)(0xf0 | itemType), 1);
        Varint((ulong)count);
    }

    private void Begin(int field, byte type)
    {
        var delta = field - _last;
        if (delta is <= 0 or > DeltaMax)
            throw new ArgumentOutOfRangeException(nameof(field), field, "the fields of a structure are written in order");
        output.Fill((byte)((delta << 4) | type), 1);
        _last = field;
    }

    private void Bytes(ReadOnlySpan<byte> value)
    {
        Varint((ulong)value.Length);
        output.Write(value);
    }

    private void Varint(ulong value) => RunLengths.WriteVarint(output, value);

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}
