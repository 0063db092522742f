using System.Buffers;
using Hops.Core.Errors;
using K4os.Compression.LZ4;
using K4os.Compression.LZ4.Streams;

namespace Hops.Kafka.Compression;

/// <summary>
/// LZ4 as clients send it: frames, whose blocks are opened in place. The walk over them is <see cref="Lz4Blocks"/>, blocks are
/// K4os.Compression.LZ4's: its reader of frames hashes all that it opens and copies it twice.
/// </summary>
internal static class Lz4
{
    public static RecordInflater Open(ReadOnlyMemory<byte> compressed) => new Inflater(compressed);

    /// <summary>Opens all of it, block by block in place.</summary>
    public static void Decompress(ReadOnlyMemory<byte> compressed, ByteBuffer output)
    {
        var blocks = new Lz4Blocks(compressed);
        var frameAt = 0;
        while (blocks.TryNext(out var block))
        {
            if (!block.ContinuesFrame)
                frameAt = output.LengthBytes;
            var room = output.GetSpan((int)Math.Min(block.LengthMaxBytes, output.RoomBytes + 1L));
            room = room[..Math.Min(room.Length, block.LengthMaxBytes)];
            var history = output.Span[Math.Max(frameAt, output.LengthBytes - Lz4Block.HistoryMaxBytes)..];
            if (!TryOpen(block, history, room, out var lengthBytes))
                throw room.Length < block.LengthMaxBytes ? ByteBuffer.TooLarge(output.LengthBytes + output.RoomBytes) : Damaged();
            output.Advance(lengthBytes);
        }
    }

    /// <summary>Writes one frame of independent blocks of 64 KiB without checksums, which every Kafka client reads.</summary>
    public static void Compress(ReadOnlySpan<byte> records, ByteBuffer output) =>
        LZ4Frame.Encode(records, output, new LZ4EncoderSettings { BlockSize = 64 << 10, ChainBlocks = false, CompressionLevel = LZ4Level.L00_FAST });

    /// <param name="block">The block.</param>
    /// <param name="history">What it may refer to, in the memory before <paramref name="target"/>.</param>
    /// <param name="target">Where it is opened to.</param>
    /// <param name="lengthBytes">Bytes that it opens to.</param>
    /// <returns>False if it is damaged, or opens to more than the target holds.</returns>
    private static bool TryOpen(in Lz4Block block, ReadOnlySpan<byte> history, Span<byte> target, out int lengthBytes)
    {
        if (block.IsStored)
        {
            lengthBytes = block.Bytes.Length;
            return block.Bytes.Span.TryCopyTo(target);
        }

        lengthBytes = LZ4Codec.Decode(block.Bytes.Span, target, history);
        return lengthBytes >= 0;
    }

    private static PlatformException Damaged() => Codecs.Malformed("lz4: a block is damaged");

    private sealed class Inflater(ReadOnlyMemory<byte> compressed) : RecordInflater
    {
        private Lz4Blocks _blocks = new(compressed);

        /// <summary>What the block at hand may refer to, then what it has opened to.</summary>
        private byte[] _opened = [];
        private int _at;
        private int _end;

        public override int Read(Span<byte> target)
        {
            while (_at == _end && _blocks.TryNext(out var block))
                OpenNext(block);
            var count = Math.Min(target.Length, _end - _at);
            _opened.AsSpan(_at, count).CopyTo(target);
            _at += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _opened, []) is { Length: > 0 } opened)
                ArrayPool<byte>.Shared.Return(opened);
            (_at, _end) = (0, 0);
        }

        private void OpenNext(in Lz4Block block)
        {
            var history = block.ContinuesFrame ? _opened.AsSpan(Math.Max(0, _end - Lz4Block.HistoryMaxBytes).._end) : default;
            var historyBytes = history.Length;
            if (_opened.Length < historyBytes + block.LengthMaxBytes)
            {
                var larger = ArrayPool<byte>.Shared.Rent(historyBytes + block.LengthMaxBytes);
                history.CopyTo(larger);
                Dispose(disposing: true);
                _opened = larger;
            }
            else
            {
                history.CopyTo(_opened);
            }

            if (!TryOpen(block, _opened.AsSpan(0, historyBytes), _opened.AsSpan(historyBytes, block.LengthMaxBytes), out var lengthBytes))
                throw Damaged();
            (_at, _end) = (historyBytes, historyBytes + lengthBytes);
        }
    }
}
