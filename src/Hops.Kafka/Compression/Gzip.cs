using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Hops.Kafka.Compression;

/// <summary>gzip (RFC 1952) by the framework.</summary>
internal static class Gzip
{
    public static void Decompress(ReadOnlyMemory<byte> compressed, ByteBuffer output)
    {
        if (!MemoryMarshal.TryGetArray(compressed, out var segment))
            segment = compressed.ToArray();
        try
        {
            using var source = new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
            using var gzip = new GZipStream(source, CompressionMode.Decompress);
            int read;
            while ((read = gzip.Read(output.GetSpan())) > 0)
                output.Advance(read);
        }
        catch (InvalidDataException cause)
        {
            throw Codecs.Malformed($"gzip: {cause.Message}");
        }
    }

    public static void Compress(ReadOnlySpan<byte> records, ByteBuffer output)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(records);
        output.Write(target.GetBuffer().AsSpan(0, (int)target.Length));
    }
}
