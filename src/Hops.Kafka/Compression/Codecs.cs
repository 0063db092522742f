using System.Buffers;
using System.Runtime.InteropServices;
using Hops.Core.Errors;
using Hops.Kafka.Records;

namespace Hops.Kafka.Compression;

/// <summary>The codecs of record batches (reference 04 section 3.1). All input is hostile: output is bounded, errors are clean.</summary>
public static class Codecs
{
    /// <summary>Decompresses the records of a batch.</summary>
    /// <param name="codec">How they are compressed.</param>
    /// <param name="compressed">All of them.</param>
    /// <param name="lengthMaxBytes">Bound of the result.</param>
    /// <param name="pool">Where the memory of the result comes from; null for the shared pool.</param>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c>: not of that codec, or damaged. <c>TooLarge</c>: beyond the bound.</exception>
    public static ByteBuffer Decompress(
        CompressionCodec codec, ReadOnlyMemory<byte> compressed, int lengthMaxBytes, ArrayPool<byte>? pool = null)
    {
        var output = new ByteBuffer((int)Math.Min(lengthMaxBytes, Math.Max(1024L, compressed.Length * 4L)), lengthMaxBytes, pool);
        try
        {
            Decompress(codec, compressed, output);
            return output;
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>Begins to decompress the records of a batch piece by piece.</summary>
    /// <param name="codec">How they are compressed; not <see cref="CompressionCodec.None"/>.</param>
    /// <param name="compressed">All of them; must not change before disposal.</param>
    /// <param name="blockMaxBytes">Bound of what has to be opened at once (a block of Snappy), bytes.</param>
    /// <exception cref="PlatformException"><c>UndecodableRecord</c>: not of that codec, or damaged.</exception>
    public static RecordInflater Open(CompressionCodec codec, ReadOnlyMemory<byte> compressed, int blockMaxBytes) => codec switch
    {
        CompressionCodec.Gzip => Gzip.Open(compressed),
        CompressionCodec.Snappy => Snappy.Open(compressed, blockMaxBytes),
        CompressionCodec.Lz4 => Lz4.Open(compressed),
        CompressionCodec.Zstd => Zstd.Open(compressed),
        _ => throw Malformed("the codec is not defined"),
    };

    /// <summary>Compresses the records of a batch.</summary>
    public static void Compress(CompressionCodec codec, ReadOnlySpan<byte> records, ByteBuffer output)
    {
        switch (codec)
        {
            case CompressionCodec.None:
                output.Write(records);
                break;
            case CompressionCodec.Gzip:
                Gzip.Compress(records, output);
                break;
            case CompressionCodec.Snappy:
                Snappy.Compress(records, output);
                break;
            case CompressionCodec.Lz4:
                Lz4.Compress(records, output);
                break;
            case CompressionCodec.Zstd:
                Zstd.Compress(records, output);
                break;
            default:
                throw Malformed("the codec is not defined");
        }
    }

    internal static PlatformException Malformed(string what) =>
        new(ErrorCode.UndecodableRecord, $"The compressed records of a batch are malformed: {what}.");

    internal static MemoryStream Stream(ReadOnlyMemory<byte> bytes)
    {
        if (!MemoryMarshal.TryGetArray(bytes, out var segment))
            segment = bytes.ToArray();
        return new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false);
    }

    internal static void ReadAll(RecordInflater inflater, ByteBuffer output)
    {
        while (inflater.Read(output.GetSpan()) is > 0 and var read)
            output.Advance(read);
    }

    private static void Decompress(CompressionCodec codec, ReadOnlyMemory<byte> compressed, ByteBuffer output)
    {
        switch (codec)
        {
            case CompressionCodec.None:
                output.Write(compressed.Span);
                break;
            case CompressionCodec.Snappy:
                Snappy.Decompress(compressed, output);
                break;
            case CompressionCodec.Lz4:
                Lz4.Decompress(compressed, output);
                break;
            case CompressionCodec.Zstd:
                Zstd.Decompress(compressed, output);
                break;
            default:
                using (var inflater = Open(codec, compressed, blockMaxBytes: 0))
                    ReadAll(inflater, output);
                break;
        }
    }
}
