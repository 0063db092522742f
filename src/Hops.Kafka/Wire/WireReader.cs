using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Hops.Kafka.Wire;

/// <summary>
/// Reads messages from a byte array. Every length and count is held against the bytes that remain before anything is allocated, so a
/// hostile frame costs at most a small multiple of its own size.
/// </summary>
public struct WireReader : IWireCodec
{
    /// <summary>What an element of an array costs as an object, with its share of the answer to it, bytes: measured with names of topics.</summary>
    private const int ElementBytes = 256;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _bytes;
    private readonly int _end;
    private readonly int _elementsMax;
    private int _position;
    private TagCursor _tags;
    private int _depth;
    private int _elements;
    private bool _isMeasuring;
    private long _heldBytes;

    /// <param name="bytes">Where the message lies.</param>
    /// <param name="start">Its first byte.</param>
    /// <param name="end">The byte after its last.</param>
    /// <param name="version">Its version.</param>
    /// <param name="isFlexible">Whether that version is flexible.</param>
    /// <param name="elementsMax">The most array elements of the message, all arrays together: what bounds the objects that one byte each could ask for.</param>
    public WireReader(byte[] bytes, int start, int end, short version, bool isFlexible, int elementsMax = ElementsMax)
    {
        _elementsMax = elementsMax;
        _bytes = bytes;
        _position = start;
        _end = end;
        Version = version;
        IsFlexible = isFlexible;
        _tags = default;
    }

    /// <inheritdoc/>
    public short Version { get; }

    /// <inheritdoc/>
    public bool IsFlexible { get; }

    /// <summary>Where the next byte is read.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes that remain.</summary>
    public readonly int RemainingBytes => _end - _position;

    /// <summary>The most array elements of one message where nothing else is said.</summary>
    public const int ElementsMax = 1_000_000;

    /// <summary>Goes over a whole message and makes nothing of it.</summary>
    /// <param name="scratch">A message of that kind; its fields are worth nothing afterwards.</param>
    /// <returns>Memory that the decoded message and an answer to all its elements would hold, bytes.</returns>
    /// <exception cref="WireFormatException">The bytes are not such a message, or it has too many elements.</exception>
    public long Measure<T>(T scratch)
        where T : class, IWireStruct
    {
        _isMeasuring = true;
        Struct(scratch);
        return _heldBytes + ((long)_elements * ElementBytes);
    }

    /// <summary>Reads a whole message or struct, its tag buffer included.</summary>
    /// <exception cref="WireFormatException">The bytes are not such a message.</exception>
    public void Struct<T>(T item)
        where T : class, IWireStruct
    {
        const int DepthMax = 16;
        if (++_depth > DepthMax)
            throw new WireFormatException("structs are nested too deeply");
        var outer = _tags;
        _tags = default;
        item.Fields(ref this);
        FinishTags();
        _tags = outer;
        _depth--;
    }

    /// <inheritdoc/>
    public void Bool(ref bool value) => value = Take(1)[0] != 0;

    /// <inheritdoc/>
    public void Int8(ref sbyte value) => value = (sbyte)Take(1)[0];

    /// <inheritdoc/>
    public void Int16(ref short value) => value = BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short)));

    /// <inheritdoc/>
    public void Error(ref KafkaError value) => value = (KafkaError)BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short)));

    /// <inheritdoc/>
    public void Int32(ref int value) => value = BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    /// <inheritdoc/>
    public void Int64(ref long value) => value = BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    /// <inheritdoc/>
    public void Float64(ref double value) => value = BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    /// <inheritdoc/>
    public void UInt16(ref ushort value) => value = BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)));

    /// <inheritdoc/>
    public void Uuid(ref Guid value) => value = new Guid(Take(16), bigEndian: true);

    /// <inheritdoc/>
    public void String(ref string value) => value = Text() ?? throw new WireFormatException("a string that may not be null is null");

    /// <inheritdoc/>
    public void NullableString(ref string? value) => value = Text();

    /// <inheritdoc/>
    public void Bytes(ref byte[] value)
    {
        var length = BytesLength();
        value = length >= 0 ? Held(length) : throw new WireFormatException("bytes that may not be null are null");
    }

    /// <inheritdoc/>
    public void NullableBytes(ref byte[]? value)
    {
        var length = BytesLength();
        value = length < 0 ? null : Held(length);
    }

    /// <inheritdoc/>
    public void Records(ref RecordBytes value)
    {
        var length = BytesLength();
        if (length < 0)
        {
            value = default;
            return;
        }

        var start = _position;
        Take(length);
        value = new RecordBytes(new ReadOnlyMemory<byte>(_bytes, start, length));
    }

    /// <inheritdoc/>
    public void NullableStruct<T>(ref T? value)
        where T : class, IWireStruct, new()
    {
        value = null;
        if ((sbyte)Take(1)[0] < 0)
            return;
        value = new T();
        Struct(value);
    }

    /// <inheritdoc/>
    public void Array<T>(ref List<T> items)
        where T : class, IWireStruct, new()
    {
        List<T>? read = null;
        NullableArray(ref read);
        items = read ?? throw NullArray();
    }

    /// <inheritdoc/>
    public void NullableArray<T>(ref List<T>? items)
        where T : class, IWireStruct, new()
    {
        var count = Count(elementMinBytes: 1);
        if (count < 0)
        {
            items = null;
            return;
        }

        if (_isMeasuring)
        {
            MeasureElements(new T(), count);
            items = [];
            return;
        }

        items = new List<T>(Math.Min(count, 1024));
        for (var index = 0; index < count; index++)
        {
            var item = new T();
            Struct(item);
            items.Add(item);
        }
    }

    /// <inheritdoc/>
    public void Int8Array(ref sbyte[] items)
    {
        var count = Count(sizeof(sbyte));
        items = count >= 0 ? MemoryMarshal.Cast<byte, sbyte>(Held(count)).ToArray() : throw NullArray();
    }

    /// <inheritdoc/>
    public void Int32Array(ref int[] items)
    {
        int[]? read = null;
        NullableInt32Array(ref read);
        items = read ?? throw NullArray();
    }

    /// <inheritdoc/>
    public void NullableInt32Array(ref int[]? items)
    {
        var count = Count(sizeof(int));
        items = count < 0 ? null : new int[_isMeasuring ? 0 : count];
        if (_isMeasuring)
            Take(Math.Max(0, count) * sizeof(int));
        for (var index = 0; index < (items?.Length ?? 0); index++)
            Int32(ref items![index]);
    }

    /// <inheritdoc/>
    public void Int64Array(ref long[] items)
    {
        var count = Count(sizeof(long));
        if (count < 0)
            throw NullArray();
        items = new long[_isMeasuring ? 0 : count];
        if (_isMeasuring)
            Take(count * sizeof(long));
        for (var index = 0; index < items.Length; index++)
            Int64(ref items[index]);
    }

    /// <inheritdoc/>
    public void StringArray(ref string[] items)
    {
        string[]? read = null;
        NullableStringArray(ref read);
        items = read ?? throw NullArray();
    }

    /// <inheritdoc/>
    public void NullableStringArray(ref string[]? items)
    {
        var count = Count(elementMinBytes: IsFlexible ? 1 : 2);
        items = count < 0 ? null : new string[_isMeasuring ? 1 : count];
        for (var index = 0; index < count; index++)
            String(ref items![_isMeasuring ? 0 : index]);
    }

    /// <inheritdoc/>
    public void TaggedBool(int tag, ref bool value, bool absent)
    {
        value = absent;
        if (Seek(tag))
            Bool(ref value);
    }

    /// <inheritdoc/>
    public void TaggedError(int tag, ref KafkaError value)
    {
        value = KafkaError.None;
        if (Seek(tag))
            Error(ref value);
    }

    /// <inheritdoc/>
    public void TaggedInt64(int tag, ref long value, long absent)
    {
        value = absent;
        if (Seek(tag))
            Int64(ref value);
    }

    /// <inheritdoc/>
    public void TaggedUuid(int tag, ref Guid value)
    {
        value = Guid.Empty;
        if (Seek(tag))
            Uuid(ref value);
    }

    /// <inheritdoc/>
    public void TaggedString(int tag, ref string? value)
    {
        value = null;
        if (Seek(tag))
            NullableString(ref value);
    }

    /// <inheritdoc/>
    public void TaggedStruct<T>(int tag, ref T? value)
        where T : class, IWireStruct, new()
    {
        value = null;
        if (!Seek(tag))
            return;
        value = new T();
        Struct(value);
    }

    /// <inheritdoc/>
    public void TaggedArray<T>(int tag, ref List<T> items)
        where T : class, IWireStruct, new()
    {
        items = [];
        if (Seek(tag))
            Array(ref items);
    }

    /// <summary>Reads an unsigned LEB128 number of at most 32 bits.</summary>
    public uint UnsignedVarint()
    {
        var value = 0u;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = Take(1)[0];
            value |= (uint)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw new WireFormatException("a variable-length number is longer than 5 bytes");
    }

    private static WireFormatException NullArray() => new("an array that may not be null is null");

    private ReadOnlySpan<byte> Take(int lengthBytes)
    {
        if (lengthBytes > _end - _position)
            throw new WireFormatException($"{lengthBytes} bytes are needed and {_end - _position} remain");
        var span = new ReadOnlySpan<byte>(_bytes, _position, lengthBytes);
        _position += lengthBytes;
        return span;
    }

    /// <summary>Bytes that the message owns; while measuring they are only counted.</summary>
    private byte[] Held(int lengthBytes)
    {
        var bytes = Take(lengthBytes);
        if (!_isMeasuring)
            return bytes.ToArray();
        _heldBytes += lengthBytes;
        return [];
    }

    private void MeasureElements<T>(T scratch, int count)
        where T : class, IWireStruct
    {
        for (var index = 0; index < count; index++)
            Struct(scratch);
    }

    private int CompactLength() => SmallVarint() - 1;

    private int BytesLength() => Bounded(IsFlexible ? CompactLength() : BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int))));

    private string? Text()
    {
        var length = Bounded(IsFlexible ? CompactLength() : BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short))));
        if (length < 0)
            return null;
        if (_isMeasuring)
        {
            Take(length);
            _heldBytes += length * sizeof(char);
            return "";
        }

        try
        {
            return Utf8.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw new WireFormatException("a string is not valid UTF-8");
        }
    }

    private int Count(int elementMinBytes)
    {
        var count = IsFlexible ? CompactLength() : BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));
        if (count > RemainingBytes / elementMinBytes)
            throw new WireFormatException($"an array of {count} elements does not fit in the {RemainingBytes} bytes that remain");
        _elements += Math.Max(count, 0);
        if (_elements > _elementsMax)
            throw new WireFormatException($"a message has more than {_elementsMax} elements");
        return Bounded(count);
    }

    private static int Bounded(int length) => length >= -1 ? length : throw new WireFormatException($"a length of {length} is impossible");

    /// <summary>Moves to a tagged field of the present struct, skipping unknown ones before it.</summary>
    private bool Seek(int tag)
    {
        if (!IsFlexible)
            return false;
        BeginTags();
        while (_tags.Left > 0 && _tags.Next < tag)
            SkipTag();
        return _tags.Left > 0 && _tags.Next == tag;
    }

    private void FinishTags()
    {
        if (!IsFlexible)
            return;
        BeginTags();
        while (_tags.Left > 0)
            SkipTag();
    }

    private void BeginTags()
    {
        if (_tags.HasBegun)
            return;
        _tags = new TagCursor { HasBegun = true, Left = SmallVarint(), Next = -1 };
        PeekTag();
    }

    private void PeekTag()
    {
        if (_tags.Left == 0)
            return;
        var tag = SmallVarint();
        if (tag <= _tags.Next)
            throw new WireFormatException("tagged fields are not in ascending order");
        var length = SmallVarint();
        if (length > RemainingBytes)
            throw new WireFormatException($"a tagged field of {length} bytes does not fit in the {RemainingBytes} that remain");
        _tags.Next = tag;
        _tags.FieldEnd = _position + length;
    }

    private void SkipTag()
    {
        if (_position > _tags.FieldEnd)
            throw new WireFormatException("a tagged field is longer than it says");
        _position = _tags.FieldEnd;
        _tags.Left--;
        PeekTag();
    }

    private int SmallVarint()
    {
        var value = UnsignedVarint();
        return value <= int.MaxValue ? (int)value : throw new WireFormatException($"a number of {value} is impossible here");
    }

    /// <summary>Where we are in the tag buffer of the present struct.</summary>
    private struct TagCursor
    {
        public bool HasBegun;
        public int Left;
        public int Next;
        public int FieldEnd;
    }
}
