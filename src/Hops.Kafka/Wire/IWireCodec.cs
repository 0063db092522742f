namespace Hops.Kafka.Wire;

/// <summary>
/// Reads or writes the fields of a message, one call per field in wire order, so that a message names each field once
/// (<see cref="IWireStruct.Fields"/>). The codec knows the encodings: plain before and compact from the flexible version on (KIP-482).
/// </summary>
public interface IWireCodec
{
    /// <summary>Version of the message.</summary>
    short Version { get; }

    /// <summary>True if the version is flexible: compact lengths, and a tag buffer at the end of each struct.</summary>
    bool IsFlexible { get; }

    /// <summary>One byte: 0 is false, everything else true.</summary>
    void Bool(ref bool value);

    /// <summary>One byte, signed.</summary>
    void Int8(ref sbyte value);

    /// <summary>Two bytes, big-endian, signed.</summary>
    void Int16(ref short value);

    /// <summary>An error code: two bytes.</summary>
    void Error(ref KafkaError value);

    /// <summary>Four bytes, big-endian, signed.</summary>
    void Int32(ref int value);

    /// <summary>Eight bytes, big-endian, signed.</summary>
    void Int64(ref long value);

    /// <summary>Eight bytes, big-endian, of IEEE 754.</summary>
    void Float64(ref double value);

    /// <summary>Two bytes, big-endian, unsigned.</summary>
    void UInt16(ref ushort value);

    /// <summary>16 bytes, big-endian; <see cref="Guid.Empty"/> means none.</summary>
    void Uuid(ref Guid value);

    /// <summary>Text in UTF-8 behind its length; null is refused.</summary>
    void String(ref string value);

    /// <summary>Text in UTF-8 behind its length, or null.</summary>
    void NullableString(ref string? value);

    /// <summary>A byte string that the message owns (copied out of the frame).</summary>
    void Bytes(ref byte[] value);

    /// <summary>A byte string that the message owns, or null.</summary>
    void NullableBytes(ref byte[]? value);

    /// <summary>Record batches: a slice of the frame, valid as long as the frame is.</summary>
    void Records(ref RecordBytes value);

    /// <summary>A struct that is always there, its tag buffer included.</summary>
    void Struct<T>(T item)
        where T : class, IWireStruct;

    /// <summary>A struct behind one byte: below 0 there is none, else there is.</summary>
    void NullableStruct<T>(ref T? value)
        where T : class, IWireStruct, new();

    /// <summary>Structs behind their number; null is refused.</summary>
    void Array<T>(ref List<T> items)
        where T : class, IWireStruct, new();

    /// <summary>Structs behind their number, or null.</summary>
    void NullableArray<T>(ref List<T>? items)
        where T : class, IWireStruct, new();

    /// <summary>Bytes, signed, behind their number; null is refused.</summary>
    void Int8Array(ref sbyte[] items);

    /// <summary>Integers behind their number; null is refused.</summary>
    void Int32Array(ref int[] items);

    /// <summary>Integers behind their number, or null.</summary>
    void NullableInt32Array(ref int[]? items);

    /// <summary>Long integers behind their number; null is refused.</summary>
    void Int64Array(ref long[] items);

    /// <summary>Texts behind their number; null is refused, of the array and of each text.</summary>
    void StringArray(ref string[] items);

    /// <summary>Texts behind their number, or null.</summary>
    void NullableStringArray(ref string[]? items);

    /// <summary>A tagged field, left out when it equals <paramref name="absent"/>. Tagged fields are named last, in ascending order.</summary>
    void TaggedBool(int tag, ref bool value, bool absent);

    /// <summary>A tagged error code, left out when there is none.</summary>
    void TaggedError(int tag, ref KafkaError value);

    /// <inheritdoc cref="TaggedBool"/>
    void TaggedInt64(int tag, ref long value, long absent);

    /// <inheritdoc cref="TaggedBool"/>
    void TaggedUuid(int tag, ref Guid value);

    /// <summary>A tagged string, left out when null.</summary>
    void TaggedString(int tag, ref string? value);

    /// <summary>A tagged struct, left out when null.</summary>
    void TaggedStruct<T>(int tag, ref T? value)
        where T : class, IWireStruct, new();

    /// <summary>A tagged array, left out when empty.</summary>
    void TaggedArray<T>(int tag, ref List<T> items)
        where T : class, IWireStruct, new();
}

/// <summary>A message or a struct inside one.</summary>
public interface IWireStruct
{
    /// <summary>Names every field once, in wire order, tagged ones last.</summary>
    void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec;
}

/// <summary>A request: its API key, and from which version it is flexible.</summary>
/// <typeparam name="TResponse">What answers it.</typeparam>
public interface IRequest<TResponse> : IWireStruct
    where TResponse : class, IWireStruct, new()
{
    /// <summary>Number of the API.</summary>
    static abstract ApiKey Api { get; }

    /// <summary>First flexible version; <see cref="short.MaxValue"/> if there is none.</summary>
    static abstract short FlexibleFrom { get; }
}
