using System.Buffers.Binary;
using Hops.Kafka.Compression;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Support;

/// <summary>Batches under a right CRC whose records are whatever a test wants.</summary>
internal static class CraftedBatch
{
    /// <summary>A batch of records, compressed.</summary>
    public static byte[] Of(CompressionCodec codec, params byte[][] records) => Of(codec, [.. records.SelectMany(record => record)], records.Length);

    /// <summary>A batch that says how many records its bytes are.</summary>
    public static byte[] Of(CompressionCodec codec, byte[] records, int count)
    {
        using var compressed = new ByteBuffer(16);
        Codecs.Compress(codec, records, compressed);
        return Sealed(codec, compressed.Memory.ToArray(), count);
    }

    /// <summary>A batch whose content is not compressed again.</summary>
    public static byte[] Sealed(CompressionCodec codec, byte[] content, int count, long timestampMs = 1_000, long? maxTimestampMs = null, short moreAttributes = 0)
    {
        var batch = new byte[RecordBatchHeader.LengthBytes + content.Length];
        content.CopyTo(batch, RecordBatchHeader.LengthBytes);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - RecordBatchHeader.PrefixBytes);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(12), -1);
        batch[16] = 2;
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(21), (short)((short)codec | moreAttributes));
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(23), count - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(27), timestampMs);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(35), maxTimestampMs ?? timestampMs);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(43), -1);
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(51), -1);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(53), -1);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), count);
        RecordBatchHeader.StampCrc(batch);
        return batch;
    }

    /// <summary>A sound record of a value of so many bytes.</summary>
    public static byte[] Record(int offsetDelta, int valueBytes = 20, long timestampDelta = 0) =>
        Framed([0, .. VarLong(timestampDelta), .. VarLong(offsetDelta), .. VarLong(-1), .. VarLong(valueBytes), .. new byte[valueBytes], .. VarLong(0)]);

    /// <summary>A sound record of a key and a value, either of which may be absent.</summary>
    public static byte[] Record(int offsetDelta, byte[]? key, byte[]? value) =>
        Framed([0, 0, .. VarLong(offsetDelta), .. VarLong(key?.Length ?? -1), .. key ?? [], .. VarLong(value?.Length ?? -1), .. value ?? [], .. VarLong(0)]);

    /// <summary>A record of these bytes behind their length.</summary>
    public static byte[] Framed(byte[] body) => [.. VarLong(body.Length), .. body];

    /// <summary>A number as records have them: zigzag, seven bits a byte.</summary>
    public static byte[] VarLong(long value)
    {
        var bytes = new List<byte>();
        var rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest >= 0x80; rest >>= 7)
            bytes.Add((byte)(rest | 0x80));
        bytes.Add((byte)rest);
        return [.. bytes];
    }
}
