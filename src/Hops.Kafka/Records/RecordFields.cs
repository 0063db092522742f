using Hops.Kafka.Compression;

namespace Hops.Kafka.Records;

/// <summary>Writes the variable-length fields of records (zigzag, as in Protocol Buffers); <see cref="RecordCursor"/> reads them.</summary>
internal static class RecordFields
{
    private const int MostBytes = 10;

    /// <summary>Writes a number.</summary>
    public static void VarLong(ByteBuffer output, long value)
    {
        var target = output.GetSpan(MostBytes);
        output.Advance(Write(target, value));
    }

    /// <summary>Copies a record into a batch whose timestamps count from another time.</summary>
    /// <param name="output">The records of that batch.</param>
    /// <param name="record">The record, without its length.</param>
    /// <param name="shiftMs">What is added to its timestamp, which is a difference to the base of the batch.</param>
    public static void CopyRecord(ByteBuffer output, ReadOnlySpan<byte> record, long shiftMs)
    {
        if (shiftMs == 0)
        {
            VarLong(output, record.Length);
            output.Write(record);
            return;
        }

        var cursor = new RecordCursor(record);
        var attributes = cursor.Byte();
        Span<byte> timestamp = stackalloc byte[MostBytes];
        timestamp = timestamp[..Write(timestamp, unchecked(cursor.VarLong() + shiftMs))];
        VarLong(output, 1 + timestamp.Length + cursor.Rest.Length);
        output.Fill(attributes, 1);
        output.Write(timestamp);
        output.Write(cursor.Rest);
    }

    private static int Write(Span<byte> target, long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        var count = 0;
        for (; rest >= 0x80; rest >>= 7)
            target[count++] = (byte)(rest | 0x80);
        target[count++] = (byte)rest;
        return count;
    }
}
