using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Hops.Kafka.Wire;

/// <summary>
/// Reads messages from a byte array. Every length and count is held against the bytes that remain before anything is allocated, so a
/// hostile frame costs at most a small multiple of its own size.
/// <para>
/// The first fault is kept and moves the reader to the end: fields give zero or nothing from there on, and loops stop. Whoever reads asks once, at the
/// end (<see cref="Fault"/>); what was read before is worth nothing then. So a bad frame costs no more than a good one, and an exception is thrown
/// only where somebody wants one (<see cref="Read"/>).
/// </para>
/// </summary>
public struct WireReader : IWireCodec
{
    /// <summary>What an element of an array costs as an object, with its share of the answer to it, bytes: measured with names of topics.</summary>
    private const int ElementBytes = 256;

    /// <summary>The length of what is null.</summary>
    private const int Absent = -1;

    private const string NullArray = "an array that may not be null is null";

    private readonly int _elementsMax;
    private WireCursor _cursor;
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
        _cursor = new WireCursor(bytes, start, end);
        Version = version;
        IsFlexible = isFlexible;
        _tags = default;
    }

    /// <inheritdoc/>
    public short Version { get; }

    /// <inheritdoc/>
    public bool IsFlexible { get; }

    /// <summary>Where the next byte is read.</summary>
    public readonly int Position => _cursor.Position;

    /// <summary>Bytes that remain.</summary>
    public readonly int RemainingBytes => _cursor.RemainingBytes;

    /// <summary>The most array elements of one message where nothing else is said.</summary>
    public const int ElementsMax = 1_000_000;

    /// <summary>The first thing that was wrong; none as long as everything was right.</summary>
    public readonly WireFault Fault => _cursor.Fault;

    /// <summary>True from the first fault on.</summary>
    public readonly bool HasFailed => _cursor.HasFailed;

    /// <summary>True if the present struct has a tagged field that is not behind us.</summary>
    private readonly bool HasTag => _tags.Left > 0 && !HasFailed;

    /// <summary>Goes over a whole message and makes nothing of it.</summary>
    /// <param name="heldBytes">Memory that the decoded message and an answer to all its elements would hold, bytes.</param>
    /// <returns>False if the bytes are not such a message, or it has too many elements: see <see cref="Fault"/>.</returns>
    public bool TryMeasure<T>(out long heldBytes)
        where T : class, IWireStruct, new()
    {
        _isMeasuring = true;
        Struct(new T());
        heldBytes = HasFailed ? 0 : _heldBytes + ((long)_elements * ElementBytes);
        return !HasFailed;
    }

    /// <summary>Reads a whole message.</summary>
    /// <param name="message">The message; null if the bytes are not one.</param>
    /// <returns>False if the bytes are not such a message, or it has too many elements: see <see cref="Fault"/>.</returns>
    public bool TryRead<T>([NotNullWhen(true)] out T? message)
        where T : class, IWireStruct, new()
    {
        message = new T();
        Struct(message);
        if (HasFailed)
            message = null;
        return message is not null;
    }

    /// <summary>Reads a whole message from who is trusted to send one.</summary>
    /// <exception cref="WireFormatException">The bytes are not such a message, or it has too many elements.</exception>
    public T Read<T>()
        where T : class, IWireStruct, new() => TryRead<T>(out var message) ? message : throw new WireFormatException(Fault.ToString());

    /// <inheritdoc/>
    public void Struct<T>(T item)
        where T : class, IWireStruct
    {
        const int DepthMax = 16;
        if (_depth == DepthMax)
        {
            _cursor.Fail("structs are nested too deeply");
            return;
        }

        _depth++;
        var outer = _tags;
        _tags = default;
        item.Fields(ref this);
        FinishTags();
        _tags = outer;
        _depth--;
    }

    /// <inheritdoc/>
    public void Bool(ref bool value) => value = _cursor.Next() != 0;

    /// <inheritdoc/>
    public void Int8(ref sbyte value) => value = (sbyte)_cursor.Next();

    /// <inheritdoc/>
    public void Int16(ref short value) => value = BinaryPrimitives.ReadInt16BigEndian(_cursor.Take(sizeof(short)));

    /// <inheritdoc/>
    public void Error(ref KafkaError value) => value = (KafkaError)BinaryPrimitives.ReadInt16BigEndian(_cursor.Take(sizeof(short)));

    /// <inheritdoc/>
    public void Int32(ref int value) => value = BinaryPrimitives.ReadInt32BigEndian(_cursor.Take(sizeof(int)));

    /// <inheritdoc/>
    public void Int64(ref long value) => value = BinaryPrimitives.ReadInt64BigEndian(_cursor.Take(sizeof(long)));

    /// <inheritdoc/>
    public void Float64(ref double value) => value = BinaryPrimitives.ReadDoubleBigEndian(_cursor.Take(sizeof(double)));

    /// <inheritdoc/>
    public void UInt16(ref ushort value) => value = BinaryPrimitives.ReadUInt16BigEndian(_cursor.Take(sizeof(ushort)));

    /// <inheritdoc/>
    public void Uuid(ref Guid value) => value = new Guid(_cursor.Take(16), bigEndian: true);

    /// <inheritdoc/>
    public void String(ref string value) => value = Text() ?? _cursor.Fail("a string that may not be null is null", "");

    /// <inheritdoc/>
    public void NullableString(ref string? value) => value = Text();

    /// <inheritdoc/>
    public void Bytes(ref byte[] value)
    {
        var length = BytesLength();
        value = length >= 0 ? Held(length) : _cursor.Fail<byte[]>("bytes that may not be null are null", []);
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

        var bytes = _cursor.Memory(length);
        value = HasFailed ? default : new RecordBytes(bytes);
    }

    /// <inheritdoc/>
    public void NullableStruct<T>(ref T? value)
        where T : class, IWireStruct, new()
    {
        value = null;
        if ((sbyte)_cursor.Next() < 0 || HasFailed)
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
        items = read ?? _cursor.Fail<List<T>>(NullArray, []);
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
        for (var index = 0; index < count && !HasFailed; index++)
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
        items = count >= 0 ? MemoryMarshal.Cast<byte, sbyte>(Held(count)).ToArray() : _cursor.Fail<sbyte[]>(NullArray, []);
    }

    /// <inheritdoc/>
    public void Int32Array(ref int[] items)
    {
        int[]? read = null;
        NullableInt32Array(ref read);
        items = read ?? _cursor.Fail<int[]>(NullArray, []);
    }

    /// <inheritdoc/>
    public void NullableInt32Array(ref int[]? items)
    {
        var count = Count(sizeof(int));
        items = count < 0 ? null : new int[_isMeasuring ? 0 : count];
        if (_isMeasuring)
            _cursor.Slice(Math.Max(0, count) * sizeof(int));
        for (var index = 0; index < (items?.Length ?? 0); index++)
            Int32(ref items![index]);
    }

    /// <inheritdoc/>
    public void Int64Array(ref long[] items)
    {
        var count = Count(sizeof(long));
        if (count < 0)
            _cursor.Fail(NullArray);
        items = new long[_isMeasuring ? 0 : Math.Max(0, count)];
        if (_isMeasuring)
            _cursor.Slice(Math.Max(0, count) * sizeof(long));
        for (var index = 0; index < items.Length; index++)
            Int64(ref items[index]);
    }

    /// <inheritdoc/>
    public void StringArray(ref string[] items)
    {
        string[]? read = null;
        NullableStringArray(ref read);
        items = read ?? _cursor.Fail<string[]>(NullArray, []);
    }

    /// <inheritdoc/>
    public void NullableStringArray(ref string[]? items)
    {
        var count = Count(elementMinBytes: IsFlexible ? 1 : 2);
        items = count < 0 ? null : new string[_isMeasuring ? 1 : count];
        for (var index = 0; index < count && !HasFailed; index++)
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
    public uint UnsignedVarint() => _cursor.UnsignedVarint();

    /// <summary>Bytes that the message owns; while measuring they are only counted.</summary>
    private byte[] Held(int lengthBytes)
    {
        var bytes = _cursor.Slice(lengthBytes);
        if (!_isMeasuring)
            return bytes.ToArray();
        _heldBytes += bytes.Length;
        return [];
    }

    private void MeasureElements<T>(T scratch, int count)
        where T : class, IWireStruct
    {
        for (var index = 0; index < count && !HasFailed; index++)
            Struct(scratch);
    }

    private int CompactLength() => _cursor.SmallVarint() - 1;

    private int BytesLength() => Bounded(IsFlexible ? CompactLength() : BinaryPrimitives.ReadInt32BigEndian(_cursor.Take(sizeof(int))));

    private string? Text()
    {
        var length = Bounded(IsFlexible ? CompactLength() : BinaryPrimitives.ReadInt16BigEndian(_cursor.Take(sizeof(short))));
        if (length < 0)
            return null;
        var bytes = _cursor.Slice(length);
        if (_isMeasuring)
        {
            _heldBytes += bytes.Length * sizeof(char);
            return "";
        }

        // Names are ASCII nearly always, which is looked at and copied faster than UTF-8 is.
        if (Ascii.IsValid(bytes))
            return Encoding.Latin1.GetString(bytes);
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : _cursor.Fail("a string is not valid UTF-8", "");
    }

    private int Count(int elementMinBytes)
    {
        var count = Bounded(IsFlexible ? CompactLength() : BinaryPrimitives.ReadInt32BigEndian(_cursor.Take(sizeof(int))));
        if (count > RemainingBytes / elementMinBytes)
            _cursor.Fail("an array of {0} elements does not fit in the {1} bytes that remain", count);
        else if ((_elements += Math.Max(0, count)) > _elementsMax)
            _cursor.Fail("a message has more than {0} elements", _elementsMax);
        return HasFailed ? Absent : count;
    }

    private int Bounded(int length)
    {
        if (length >= Absent)
            return length;
        _cursor.Fail("a length of {0} is impossible", length);
        return Absent;
    }

    /// <summary>Moves to a tagged field of the present struct, skipping unknown ones before it.</summary>
    private bool Seek(int tag)
    {
        if (!IsFlexible)
            return false;
        BeginTags();
        while (HasTag && _tags.Next < tag)
            SkipTag();
        return HasTag && _tags.Next == tag;
    }

    private void FinishTags()
    {
        if (!IsFlexible)
            return;
        BeginTags();
        while (HasTag)
            SkipTag();
    }

    private void BeginTags()
    {
        if (_tags.HasBegun)
            return;
        _tags = new TagCursor { HasBegun = true, Left = _cursor.SmallVarint(), Next = -1 };
        PeekTag();
    }

    private void PeekTag()
    {
        if (!HasTag)
            return;
        var tag = _cursor.SmallVarint();
        var length = _cursor.SmallVarint();
        if (tag <= _tags.Next)
            _cursor.Fail("tagged fields are not in ascending order");
        else if (length > RemainingBytes)
            _cursor.Fail("a tagged field of {0} bytes does not fit in the {1} that remain", length);
        else
            (_tags.Next, _tags.FieldEnd) = (tag, Position + length);
    }

    private void SkipTag()
    {
        if (Position > _tags.FieldEnd)
        {
            _cursor.Fail("a tagged field is longer than it says");
            return;
        }

        _cursor.SkipTo(_tags.FieldEnd);
        _tags.Left--;
        PeekTag();
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
