using System.Buffers.Binary;
using Hops.Core.Errors;

namespace Hops.Schemas.Binary;

/// <summary>Header of a record value under a registry: byte 0 and the schema id as four bytes big endian (Confluent wire format, version 0).</summary>
public static class WireHeader
{
    /// <summary>Length of the header.</summary>
    public const int LengthBytes = 5;

    /// <summary>Reads the header of a value.</summary>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c> if it is too short or does not begin with 0.</exception>
    public static int ReadId(ReadOnlySpan<byte> value)
    {
        if (value.Length < LengthBytes)
            throw new PlatformException(ErrorCode.UndecodableRecord, "The value is shorter than the 5 bytes of a schema header.");
        if (value[0] != 0)
            throw new PlatformException(ErrorCode.UndecodableRecord, "The value does not begin with the byte 0 of a schema header.");
        return BinaryPrimitives.ReadInt32BigEndian(value[1..]);
    }

    /// <summary>Writes the header into the first <see cref="LengthBytes"/> bytes.</summary>
    public static void Write(Span<byte> destination, int id)
    {
        destination[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], id);
    }
}
