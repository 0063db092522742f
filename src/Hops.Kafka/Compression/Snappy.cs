using System.Buffers;
using System.Buffers.Binary;
using Raw = Snappier.Snappy;

namespace Hops.Kafka.Compression;

/// <summary>
/// Snappy as clients send it: one raw block, or the framing of xerial's snappy-java (8 bytes of magic, two versions, then blocks with a
/// length before each). The framing is read and written here; blocks are Snappier's. A block opens only as a whole, so its length is
/// held against what Snappy can make of so many bytes before memory is taken.
/// </summary>
internal static class Snappy
{
    private const int XerialHeaderBytes = 16;
    private const int XerialBlockBytes = 32 << 10;

    /// <summary>The densest element is a copy of 64 bytes in three (format_description.txt of Snappy).</summary>
    private const int RatioMax = 22;

    private static ReadOnlySpan<byte> XerialMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public static RecordInflater Open(ReadOnlyMemory<byte> compressed, int blockMaxBytes) => new Inflater(compressed, blockMaxBytes);

    /// <summary>Opens all of it, block by block in place.</summary>
    public static void Decompress(ReadOnlyMemory<byte> compressed, ByteBuffer output)
    {
        for (var rest = Unframed(compressed, out var isFramed); !rest.IsEmpty || !isFramed;)
        {
            var block = Next(ref rest, isFramed).Span;
            var lengthBytes = Length(block);
            Block(block, output.GetSpan(Math.Max(1, lengthBytes))[..lengthBytes]);
            output.Advance(lengthBytes);
            if (!isFramed)
                return;
        }
    }

    /// <summary>Writes xerial's framing, which all Kafka clients read.</summary>
    public static void Compress(ReadOnlySpan<byte> records, ByteBuffer output)
    {
        output.Write(XerialMagic);
        output.Write([0, 0, 0, 1, 0, 0, 0, 1]);
        while (!records.IsEmpty)
        {
            var block = records[..Math.Min(records.Length, XerialBlockBytes)];
            var target = output.GetSpan(sizeof(int) + Raw.GetMaxCompressedLength(block.Length));
            var lengthBytes = Raw.Compress(block, target[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(target, lengthBytes);
            output.Advance(sizeof(int) + lengthBytes);
            records = records[block.Length..];
        }
    }

    private static ReadOnlyMemory<byte> Unframed(ReadOnlyMemory<byte> compressed, out bool isFramed)
    {
        isFramed = compressed.Span.StartsWith(XerialMagic);
        if (!isFramed)
            return compressed;
        return compressed.Length >= XerialHeaderBytes
            ? compressed[XerialHeaderBytes..]
            : throw Codecs.Malformed("snappy: the stream ends in its header");
    }

    /// <summary>Cuts off the next block.</summary>
    private static ReadOnlyMemory<byte> Next(ref ReadOnlyMemory<byte> rest, bool isFramed)
    {
        if (!isFramed)
            return rest;
        var lengthBytes = rest.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32BigEndian(rest.Span);
        if (lengthBytes < 0 || lengthBytes > rest.Length - sizeof(int))
            throw Codecs.Malformed("snappy: the stream ends in a block");
        var block = rest.Slice(sizeof(int), lengthBytes);
        rest = rest[(sizeof(int) + lengthBytes)..];
        return block;
    }

    private static int Length(ReadOnlySpan<byte> block)
    {
        int lengthBytes;
        try
        {
            lengthBytes = Raw.GetUncompressedLength(block);
        }
        catch (InvalidDataException cause)
        {
            throw Codecs.Malformed($"snappy: {cause.Message}");
        }

        return lengthBytes >= 0 && lengthBytes <= (long)block.Length * RatioMax
            ? lengthBytes
            : throw Codecs.Malformed("snappy: a block has another length than it says");
    }

    private static void Block(ReadOnlySpan<byte> block, Span<byte> target)
    {
        try
        {
            if (Raw.TryDecompress(block, target, out var written) && written == target.Length)
                return;
        }
        catch (Exception cause) when (cause is InvalidDataException or ArgumentException or IndexOutOfRangeException)
        {
            throw Codecs.Malformed($"snappy: {cause.Message}");
        }

        throw Codecs.Malformed("snappy: a block has another length than it says");
    }

    private sealed class Inflater : RecordInflater
    {
        private readonly int _blockMaxBytes;
        private readonly bool _isFramed;
        private ReadOnlyMemory<byte> _rest;
        private byte[] _block = [];
        private int _blockBytes;
        private int _at;

        public Inflater(ReadOnlyMemory<byte> compressed, int blockMaxBytes)
        {
            _blockMaxBytes = blockMaxBytes;
            _rest = Unframed(compressed, out _isFramed);
            if (!_isFramed && _rest.IsEmpty)
                throw Codecs.Malformed("snappy: there is no block");
        }

        public override int Read(Span<byte> target)
        {
            while (_at == _blockBytes && !_rest.IsEmpty)
                OpenNext();
            var count = Math.Min(target.Length, _blockBytes - _at);
            _block.AsSpan(_at, count).CopyTo(target);
            _at += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _block, []) is { Length: > 0 } block)
                ArrayPool<byte>.Shared.Return(block);
            (_blockBytes, _at) = (0, 0);
        }

        private void OpenNext()
        {
            var block = Next(ref _rest, _isFramed);
            if (!_isFramed)
                _rest = default;
            var lengthBytes = Length(block.Span);
            if (lengthBytes > _blockMaxBytes)
                throw ByteBuffer.TooLarge(_blockMaxBytes);
            if (_block.Length < lengthBytes)
            {
                Dispose(disposing: true);
                _block = ArrayPool<byte>.Shared.Rent(lengthBytes);
            }

            Block(block.Span, _block.AsSpan(0, lengthBytes));
            (_blockBytes, _at) = (lengthBytes, 0);
        }
    }
}
