using System.IO.Compression;

namespace Hops.Kafka.Compression;

/// <summary>gzip (RFC 1952) by the framework.</summary>
internal static class Gzip
{
    public static RecordInflater Open(ReadOnlyMemory<byte> compressed) => new Inflater(compressed);

    public static void Compress(ReadOnlySpan<byte> records, ByteBuffer output)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(records);
        output.Write(target.GetBuffer().AsSpan(0, (int)target.Length));
    }

    private sealed class Inflater(ReadOnlyMemory<byte> compressed) : RecordInflater
    {
        private readonly GZipStream _gzip = new(Codecs.Stream(compressed), CompressionMode.Decompress);

        public override int Read(Span<byte> target)
        {
            try
            {
                return _gzip.Read(target);
            }
            catch (InvalidDataException cause)
            {
                throw Codecs.Malformed($"gzip: {cause.Message}");
            }
        }

        protected override void Dispose(bool disposing) => _gzip.Dispose();
    }
}
