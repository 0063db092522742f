using System.Buffers;
using System.Collections.Concurrent;
using ZstdSharp;

namespace Hops.Kafka.Compression;

/// <summary>
/// Zstandard (RFC 8878) by ZstdSharp. What is small when opened is opened at once, with a kept context; the rest as a stream, whose window
/// is at most 128 MiB, the largest that any level writes, and is touched only as far as it fills.
/// </summary>
internal static class Zstd
{
    /// <summary>Bytes up to which a batch is opened at once.</summary>
    private const int AtOnceMaxBytes = 1 << 20;

    /// <summary>How much larger than its compressed form a batch may claim to be for memory to be taken on its word.</summary>
    private const int BelievedRatio = 64;

    /// <summary>Contexts kept for reuse, of each kind; one is about 160 KB.</summary>
    private const int KeptMax = 16;

    private static readonly ConcurrentBag<Decompressor> Decompressors = [];
    private static readonly ConcurrentBag<Compressor> Compressors = [];

    public static RecordInflater Open(ReadOnlyMemory<byte> compressed)
    {
        var opensAtOnce = LargestLength(compressed.Span) is { } largest && largest <= (ulong)Math.Min(AtOnceMaxBytes, Believed(compressed));
        return opensAtOnce ? new Whole(compressed.Span) : new Inflater(compressed);
    }

    /// <summary>Opens all of it, in place where its length can be believed.</summary>
    public static void Decompress(ReadOnlyMemory<byte> compressed, ByteBuffer output)
    {
        if (LargestLength(compressed.Span) is { } largest && largest <= (ulong)Math.Min(Believed(compressed), output.RoomBytes))
        {
            output.Advance(Unwrap(compressed.Span, output.GetSpan((int)largest)));
            return;
        }

        using var inflater = new Inflater(compressed);
        Codecs.ReadAll(inflater, output);
    }

    public static void Compress(ReadOnlySpan<byte> records, ByteBuffer output)
    {
        if (!Compressors.TryTake(out var compressor))
            compressor = new Compressor();
        output.Advance(compressor.Wrap(records, output.GetSpan(Compressor.GetCompressBound(records.Length))));
        if (Compressors.Count < KeptMax)
            Compressors.Add(compressor);
        else
            compressor.Dispose();
    }

    private static long Believed(ReadOnlyMemory<byte> compressed) => Math.Max(64L << 10, (long)compressed.Length * BelievedRatio);

    /// <summary>What the headers of frames and blocks say that it opens to at most; null if they are not such headers.</summary>
    private static ulong? LargestLength(ReadOnlySpan<byte> compressed)
    {
        try
        {
            return Decompressor.GetDecompressedSize(compressed);
        }
        catch (ZstdException)
        {
            return null;
        }
    }

    private static int Unwrap(ReadOnlySpan<byte> compressed, Span<byte> target)
    {
        if (!Decompressors.TryTake(out var decompressor))
            decompressor = new Decompressor();
        try
        {
            var lengthBytes = decompressor.Unwrap(compressed, target);
            if (Decompressors.Count < KeptMax)
            {
                Decompressors.Add(decompressor);
                decompressor = null;
            }

            return lengthBytes;
        }
        catch (ZstdException cause)
        {
            throw Malformed(cause);
        }
        finally
        {
            decompressor?.Dispose();
        }
    }

    private static Core.Errors.PlatformException Malformed(Exception cause) => Codecs.Malformed($"zstd: {cause.Message}");

    /// <summary>A small batch, opened at once.</summary>
    private sealed class Whole : RecordInflater
    {
        private readonly int _lengthBytes;
        private byte[]? _bytes;
        private int _at;

        public Whole(ReadOnlySpan<byte> compressed)
        {
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(1, (int)(LargestLength(compressed) ?? 0)));
            try
            {
                _lengthBytes = Unwrap(compressed, _bytes);
            }
            catch
            {
                Dispose(disposing: true);
                throw;
            }
        }

        public override int Read(Span<byte> target)
        {
            var count = Math.Min(target.Length, _lengthBytes - _at);
            _bytes.AsSpan(_at, count).CopyTo(target);
            _at += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _bytes, null) is { } bytes)
                ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private sealed class Inflater(ReadOnlyMemory<byte> compressed) : RecordInflater
    {
        private readonly DecompressionStream _stream = new(Codecs.Stream(compressed), leaveOpen: false);

        public override int Read(Span<byte> target)
        {
            try
            {
                return _stream.Read(target);
            }
            catch (Exception cause) when (cause is ZstdException or EndOfStreamException)
            {
                throw Malformed(cause);
            }
        }

        protected override void Dispose(bool disposing) => _stream.Dispose();
    }
}
