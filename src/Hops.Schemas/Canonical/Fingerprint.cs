using System.Security.Cryptography;
using System.Text;
using Hops.Schemas.Avro;

namespace Hops.Schemas.Canonical;

/// <summary>Fingerprints of the Parsing Canonical Form (Avro specification, "Schema Fingerprints").</summary>
public static class Fingerprint
{
    private const ulong Empty = 0xC15D213AA4D7A795;

    private static readonly ulong[] Table = MakeTable();

    /// <summary>CRC-64-AVRO, the Rabin fingerprint: for caches, not for security.</summary>
    public static ulong Crc64(AvroSchema schema) => Crc64(Encoding.UTF8.GetBytes(SchemaText.Canonical(schema)));

    /// <summary>SHA-256, 32 bytes.</summary>
    public static byte[] Sha256(AvroSchema schema) => SHA256.HashData(Encoding.UTF8.GetBytes(SchemaText.Canonical(schema)));

    /// <summary>CRC-64-AVRO of any bytes.</summary>
    public static ulong Crc64(ReadOnlySpan<byte> bytes)
    {
        var value = Empty;
        foreach (var part in bytes)
            value = (value >> 8) ^ Table[(byte)value ^ part];
        return value;
    }

    private static ulong[] MakeTable()
    {
        var table = new ulong[256];
        for (var index = 0; index < table.Length; index++)
        {
            var value = (ulong)index;
            for (var bit = 0; bit < 8; bit++)
                value = (value >> 1) ^ ((value & 1) == 0 ? 0 : Empty);
            table[index] = value;
        }
        return table;
    }
}
