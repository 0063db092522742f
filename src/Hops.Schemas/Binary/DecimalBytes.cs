using System.Numerics;
using Hops.Schemas.Compatibility;

namespace Hops.Schemas.Binary;

/// <summary>Decimals as Avro keeps them: the unscaled value in two's complement, big endian (specification, "Decimal").</summary>
internal static class DecimalBytes
{
    /// <summary>Bytes of a number of <see cref="LogicalConversion.DigitsMax"/> digits, and of as many more behind the point, with its sign.</summary>
    private const int LengthBytesMax = 1 + (2 * LogicalConversion.DigitsMax * 3322 / 8000);

    /// <summary>Converts a decimal.</summary>
    /// <param name="conversion">How.</param>
    /// <param name="bytes">The writer's bytes.</param>
    /// <param name="lengthBytes">Bytes that the reader's value has; 0 for as many as it needs.</param>
    /// <param name="converted">The reader's bytes.</param>
    /// <returns>False if the reader's type does not hold the value exactly, or there are no bytes.</returns>
    public static bool TryConvert(LogicalConversion conversion, ReadOnlySpan<byte> bytes, int lengthBytes, out byte[] converted)
    {
        converted = [];
        var digits = Trim(bytes);
        if (digits.IsEmpty || digits.Length > LengthBytesMax)
            return false;
        if (!conversion.TryConvert(new BigInteger(digits, isUnsigned: false, isBigEndian: true), out var unscaled))
            return false;
        var needed = unscaled.ToByteArray(isUnsigned: false, isBigEndian: true);
        converted = new byte[lengthBytes == 0 ? needed.Length : lengthBytes];
        if (needed.Length > converted.Length)
            return false;
        converted.AsSpan().Fill(unscaled.Sign < 0 ? (byte)0xff : (byte)0);
        needed.CopyTo(converted.AsSpan(converted.Length - needed.Length));
        return true;
    }

    /// <summary>The bytes without those that only repeat the sign.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 1 && (bytes[0] == 0 ? bytes[1] < 0x80 : bytes[0] == 0xff && bytes[1] >= 0x80))
            bytes = bytes[1..];
        return bytes;
    }
}
