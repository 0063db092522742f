using System.Buffers;
using Hops.Core.Errors;
using Hops.Kafka.Compression;

namespace Hops.Kafka.Records;

/// <summary>One batch as it is on the wire, checked and decompressed. Dispose it when its records are no longer used.</summary>
public sealed class RecordBatch : IDisposable
{
    private readonly ReadOnlyMemory<byte> _records;
    private readonly ByteBuffer? _decompressed;

    private RecordBatch(RecordBatchHeader header, ReadOnlyMemory<byte> records, ByteBuffer? decompressed)
    {
        Header = header;
        _records = records;
        _decompressed = decompressed;
    }

    /// <summary>The header.</summary>
    public RecordBatchHeader Header { get; }

    /// <summary>The records as bytes, decompressed.</summary>
    public ReadOnlyMemory<byte> Records => _records;

    /// <summary>Opens the first batch in some bytes.</summary>
    /// <param name="bytes">Begins with a whole batch; more may follow (see <see cref="RecordBatchHeader.TotalBytes"/>).</param>
    /// <param name="lengthMaxBytes">Bound of the decompressed records.</param>
    /// <param name="pool">Where the memory of the decompressed records comes from; null for the shared pool.</param>
    /// <exception cref="PlatformException"><c>CorruptData</c>: CRC or header. <c>UndecodableRecord</c>: it does not decompress.
    /// <c>TooLarge</c>: it would be larger than the bound.</exception>
    public static RecordBatch Open(ReadOnlyMemory<byte> bytes, int lengthMaxBytes, ArrayPool<byte>? pool = null)
    {
        if (!RecordBatchHeader.TryParse(bytes.Span, out var header) || header.TotalBytes > bytes.Length)
            throw new PlatformException(ErrorCode.CorruptData, "These bytes do not begin with a whole record batch of format 2.");
        if (!RecordBatchHeader.CrcMatches(bytes.Span[..header.TotalBytes]))
            throw new PlatformException(ErrorCode.CorruptData, $"The CRC of the record batch at offset {header.BaseOffset} does not match its bytes.");
        var records = bytes[RecordBatchHeader.LengthBytes..header.TotalBytes];
        if (header.Codec == CompressionCodec.None)
            return new RecordBatch(header, records, null);
        var decompressed = Codecs.Decompress(header.Codec, records, lengthMaxBytes, pool);
        return new RecordBatch(header, decompressed.Memory, decompressed);
    }

    /// <summary>Begins to walk over the records.</summary>
    public RecordBatchReader Read() => new(Header, _records.Span);

    /// <inheritdoc/>
    public void Dispose() => _decompressed?.Dispose();
}
