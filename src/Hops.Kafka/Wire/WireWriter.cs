using System.Buffers.Binary;
using System.Text;
using Hops.Net.Frames;

namespace Hops.Kafka.Wire;

/// <summary>Writes messages into a <see cref="FrameBuilder"/> in one pass; record batches are referenced, not copied.</summary>
/// <param name="output">Where the bytes go.</param>
/// <param name="pool">Memory for parts whose length comes before them.</param>
/// <param name="version">Version of the message.</param>
/// <param name="isFlexible">Whether that version is flexible.</param>
public struct WireWriter(FrameBuilder output, FramePool pool, short version, bool isFlexible) : IWireCodec
{
    private FrameBuilder? _tags;
    private int _tagCount;

    /// <inheritdoc/>
    public readonly short Version => version;

    /// <inheritdoc/>
    public readonly bool IsFlexible => isFlexible;

    /// <summary>Writes a whole message or struct, its tag buffer included.</summary>
    public void Struct<T>(T item)
        where T : class, IWireStruct
    {
        var (outerTags, outerCount) = (_tags, _tagCount);
        (_tags, _tagCount) = (null, 0);
        item.Fields(ref this);
        FinishTags();
        (_tags, _tagCount) = (outerTags, outerCount);
    }

    /// <inheritdoc/>
    public readonly void Bool(ref bool value) => output.Reserve(1)[0] = value ? (byte)1 : (byte)0;

    /// <inheritdoc/>
    public readonly void Int8(ref sbyte value) => output.Reserve(1)[0] = (byte)value;

    /// <inheritdoc/>
    public readonly void Int16(ref short value) => BinaryPrimitives.WriteInt16BigEndian(output.Reserve(sizeof(short)), value);

    /// <inheritdoc/>
    public readonly void Error(ref KafkaError value) => BinaryPrimitives.WriteInt16BigEndian(output.Reserve(sizeof(short)), (short)value);

    /// <inheritdoc/>
    public readonly void Int32(ref int value) => BinaryPrimitives.WriteInt32BigEndian(output.Reserve(sizeof(int)), value);

    /// <inheritdoc/>
    public readonly void Int64(ref long value) => BinaryPrimitives.WriteInt64BigEndian(output.Reserve(sizeof(long)), value);

    /// <inheritdoc/>
    public readonly void Float64(ref double value) => BinaryPrimitives.WriteDoubleBigEndian(output.Reserve(sizeof(double)), value);

    /// <inheritdoc/>
    public readonly void UInt16(ref ushort value) => BinaryPrimitives.WriteUInt16BigEndian(output.Reserve(sizeof(ushort)), value);

    /// <inheritdoc/>
    public readonly void Uuid(ref Guid value) => value.TryWriteBytes(output.Reserve(16), bigEndian: true, out _);

    /// <inheritdoc/>
    public readonly void String(ref string value) => Text(value ?? throw new InvalidOperationException("a string that may not be null is null"));

    /// <inheritdoc/>
    public readonly void NullableString(ref string? value) => Text(value);

    /// <inheritdoc/>
    public readonly void Bytes(ref byte[] value)
    {
        BytesLength(value.Length);
        value.CopyTo(output.Reserve(value.Length));
    }

    /// <inheritdoc/>
    public readonly void NullableBytes(ref byte[]? value)
    {
        if (value is null)
            BytesLength(-1);
        else
            Bytes(ref value!);
    }

    /// <inheritdoc/>
    public readonly void Records(ref RecordBytes value)
    {
        BytesLength(value.IsNull ? -1 : value.LengthBytes);
        for (var index = 0; index < value.PieceCount; index++)
            output.Append(value.Piece(index));
    }

    /// <inheritdoc/>
    public void NullableStruct<T>(ref T? value)
        where T : class, IWireStruct, new()
    {
        sbyte presence = value is null ? (sbyte)-1 : (sbyte)1;
        Int8(ref presence);
        if (value is not null)
            Struct(value);
    }

    /// <inheritdoc/>
    public void Array<T>(ref List<T> items)
        where T : class, IWireStruct, new()
    {
        Count(items.Count);
        foreach (var item in items)
            Struct(item);
    }

    /// <inheritdoc/>
    public void NullableArray<T>(ref List<T>? items)
        where T : class, IWireStruct, new()
    {
        if (items is null)
            Count(-1);
        else
            Array(ref items!);
    }

    /// <inheritdoc/>
    public readonly void Int8Array(ref sbyte[] items)
    {
        Count(items.Length);
        for (var index = 0; index < items.Length; index++)
            Int8(ref items[index]);
    }

    /// <inheritdoc/>
    public readonly void Int32Array(ref int[] items)
    {
        Count(items.Length);
        for (var index = 0; index < items.Length; index++)
            Int32(ref items[index]);
    }

    /// <inheritdoc/>
    public readonly void NullableInt32Array(ref int[]? items)
    {
        if (items is null)
            Count(-1);
        else
            Int32Array(ref items!);
    }

    /// <inheritdoc/>
    public readonly void Int64Array(ref long[] items)
    {
        Count(items.Length);
        for (var index = 0; index < items.Length; index++)
            Int64(ref items[index]);
    }

    /// <inheritdoc/>
    public readonly void StringArray(ref string[] items)
    {
        Count(items.Length);
        foreach (var item in items)
            Text(item);
    }

    /// <inheritdoc/>
    public readonly void NullableStringArray(ref string[]? items)
    {
        if (items is null)
            Count(-1);
        else
            StringArray(ref items!);
    }

    /// <inheritdoc/>
    public void TaggedBool(int tag, ref bool value, bool absent)
    {
        if (!IsFlexible || value == absent)
            return;
        BeginTag(tag, sizeof(bool)).Bool(ref value);
    }

    /// <inheritdoc/>
    public void TaggedError(int tag, ref KafkaError value)
    {
        if (!IsFlexible || value == KafkaError.None)
            return;
        BeginTag(tag, sizeof(short)).Error(ref value);
    }

    /// <inheritdoc/>
    public void TaggedInt64(int tag, ref long value, long absent)
    {
        if (!IsFlexible || value == absent)
            return;
        BeginTag(tag, sizeof(long)).Int64(ref value);
    }

    /// <inheritdoc/>
    public void TaggedUuid(int tag, ref Guid value)
    {
        if (!IsFlexible || value == Guid.Empty)
            return;
        BeginTag(tag, 16).Uuid(ref value);
    }

    /// <inheritdoc/>
    public void TaggedString(int tag, ref string? value)
    {
        if (!IsFlexible || value is null)
            return;
        var length = Encoding.UTF8.GetByteCount(value);
        BeginTag(tag, VarintBytes((uint)length + 1) + length).Text(value);
    }

    /// <inheritdoc/>
    public void TaggedStruct<T>(int tag, ref T? value)
        where T : class, IWireStruct, new()
    {
        if (!IsFlexible || value is null)
            return;
        using var nested = new FrameBuilder(pool);
        new WireWriter(nested, pool, version, isFlexible).Struct(value);
        AppendTag(tag, nested);
    }

    /// <inheritdoc/>
    public void TaggedArray<T>(int tag, ref List<T> items)
        where T : class, IWireStruct, new()
    {
        if (!IsFlexible || items.Count == 0)
            return;
        using var nested = new FrameBuilder(pool);
        new WireWriter(nested, pool, version, isFlexible).Array(ref items);
        AppendTag(tag, nested);
    }

    private readonly void Text(string? value)
    {
        if (value is null)
        {
            if (isFlexible)
                Varint(0);
            else
                BinaryPrimitives.WriteInt16BigEndian(output.Reserve(sizeof(short)), -1);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        if (isFlexible)
            Varint((uint)length + 1);
        else
            BinaryPrimitives.WriteInt16BigEndian(output.Reserve(sizeof(short)), checked((short)length));
        Encoding.UTF8.GetBytes(value, output.Reserve(length));
    }

    private readonly void BytesLength(int lengthBytes) => Count(lengthBytes);

    private readonly void Count(int count)
    {
        if (isFlexible)
            Varint((uint)(count + 1));
        else
            BinaryPrimitives.WriteInt32BigEndian(output.Reserve(sizeof(int)), count);
    }

    private readonly void Varint(uint value)
    {
        while (value >= 0x80)
        {
            output.Reserve(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }

        output.Reserve(1)[0] = (byte)value;
    }

    private static int VarintBytes(uint value)
    {
        var length = 1;
        for (; value >= 0x80; value >>= 7)
            length++;
        return length;
    }

    /// <summary>The writer of the present struct's tag buffer, which goes out behind its count when the struct ends.</summary>
    private WireWriter BeginTag(int tag, int lengthBytes)
    {
        _tags ??= new FrameBuilder(pool);
        _tagCount++;
        var writer = new WireWriter(_tags, pool, version, isFlexible);
        writer.Varint((uint)tag);
        writer.Varint((uint)lengthBytes);
        return writer;
    }

    private void AppendTag(int tag, FrameBuilder nested)
    {
        BeginTag(tag, (int)nested.LengthBytes);
        nested.CopyTo(_tags!);
    }

    private void FinishTags()
    {
        if (!isFlexible)
            return;
        Varint((uint)_tagCount);
        if (_tags is null)
            return;
        _tags.CopyTo(output);
        _tags.Dispose();
        _tags = null;
    }
}
