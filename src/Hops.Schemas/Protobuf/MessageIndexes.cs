using Hops.Core.Errors;

namespace Hops.Schemas.Protobuf;

/// <summary>The path of indexes after the header of a record: how many, and the place of each message in that around it, as zig-zag varints; the byte 0 for the first message (Confluent's wire format).</summary>
internal static class MessageIndexes
{
    /// <summary>Reads the path.</summary>
    /// <returns>The message that it names, and where it begins.</returns>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c>: it names none.</exception>
    public static (ProtoMessage Message, int Position) Read(ProtoFile file, ReadOnlySpan<byte> payload)
    {
        var reader = new ProtoReader(payload);
        var first = reader.Varint();
        // An odd number would be a count below zero: clients before confluent-kafka-python 1.8 write counts and indexes as they are.
        var isPlain = first % 2 == 1;
        var count = isPlain ? (long)first : ZigZag(first);
        if (count is < 0 or > ProtobufLimits.DepthMax)
            throw Missing();
        var message = Child(file.Messages, count == 0 ? 0 : Index(ref reader, isPlain));
        for (var index = 1; index < count; index++)
            message = Child(message.Messages, Index(ref reader, isPlain));
        return (message, reader.Position);
    }

    private static long Index(ref ProtoReader reader, bool isPlain) => isPlain ? (long)reader.Varint() : ZigZag(reader.Varint());

    internal static long ZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private static ProtoMessage Child(List<ProtoMessage> messages, long index) => index >= 0 && index < messages.Count ? messages[(int)index] : throw Missing();

    private static PlatformException Missing() => new(ErrorCode.UndecodableRecord, "The value names a message by indexes that its schema does not have.");
}
