using K4os.Compression.LZ4;
using K4os.Compression.LZ4.Streams;
using K4os.Compression.LZ4.Streams.Frames;

namespace Hops.Kafka.Compression;

/// <summary>
/// The LZ4 frame format (lz4_Frame_format.md, version 1.6) by K4os.Compression.LZ4. The checksum of a frame's header is checked; those of
/// blocks and contents are passed over, for the batch has a CRC over all of them. The library tells of damage in many exceptions, some of which
/// come from indexing: all of them mean that the frame is none.
/// </summary>
internal static class Lz4
{
    public static RecordInflater Open(ReadOnlyMemory<byte> compressed) => new Inflater(compressed);

    /// <summary>Writes one frame of independent blocks of 64 KiB without checksums, which every Kafka client reads.</summary>
    public static void Compress(ReadOnlySpan<byte> records, ByteBuffer output) =>
        LZ4Frame.Encode(records, output, new LZ4EncoderSettings { BlockSize = 64 << 10, ChainBlocks = false, CompressionLevel = LZ4Level.L00_FAST });

    private sealed class Inflater(ReadOnlyMemory<byte> compressed) : RecordInflater
    {
        private readonly ByteMemoryLZ4FrameReader _frames = LZ4Frame.Decode(compressed);

        public override int Read(Span<byte> target)
        {
            try
            {
                // A frame may be empty, and another may follow it.
                while (_frames.OpenFrame())
                {
                    if (_frames.ReadManyBytes(target) is > 0 and var read)
                        return read;
                }

                return 0;
            }
            catch (SystemException cause) when (cause is not OutOfMemoryException)
            {
                throw Codecs.Malformed($"lz4: {cause.Message}");
            }
        }

        protected override void Dispose(bool disposing) => _frames.Dispose();
    }
}
