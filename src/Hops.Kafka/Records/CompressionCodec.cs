namespace Hops.Kafka.Records;

/// <summary>How the records of a batch are compressed: bits 0 to 2 of its attributes.</summary>
public enum CompressionCodec
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>gzip (RFC 1952).</summary>
    Gzip = 1,

    /// <summary>Snappy: a raw block, or blocks in the framing of xerial's library.</summary>
    Snappy = 2,

    /// <summary>LZ4 frame format.</summary>
    Lz4 = 3,

    /// <summary>Zstandard (RFC 8878).</summary>
    Zstd = 4,
}
