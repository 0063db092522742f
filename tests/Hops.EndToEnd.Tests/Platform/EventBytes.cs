using System.Buffers.Binary;
using System.Text;

namespace Hops.EndToEnd.Tests.Platform;

/// <summary>Writes Avro's binary encoding by hand, framed by the id of a schema: it shares no code with the decoder under test.</summary>
internal sealed class EventBytes
{
    private readonly MemoryStream _bytes = new();

    public EventBytes(int schemaId)
    {
        Span<byte> frame = stackalloc byte[5];
        frame[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], schemaId);
        _bytes.Write(frame);
    }

    public EventBytes Long(long value)
    {
        var bits = (ulong)((value << 1) ^ (value >> 63));
        for (; bits >= 0x80; bits >>= 7)
            _bytes.WriteByte((byte)(bits | 0x80));
        _bytes.WriteByte((byte)bits);
        return this;
    }

    public EventBytes Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Long(bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>A union of null and long.</summary>
    public EventBytes LongOrNull(long? value) => value is { } known ? Long(1).Long(known) : Long(0);

    public byte[] ToArray() => _bytes.ToArray();
}
