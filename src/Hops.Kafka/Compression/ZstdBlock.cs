using System.Buffers.Binary;

namespace Hops.Kafka.Compression;

/// <summary>Compressed blocks of one Zstandard frame (RFC 8878 section 3.1.1.3), with the tables and offsets that they hand on.</summary>
internal sealed class ZstdBlock(ByteBuffer output, int frameStart)
{
    private const int BlockMaxBytes = 128 << 10;
    private const int LiteralLengthMax = 35;
    private const int OffsetMax = 31;
    private const int MatchLengthMax = 52;

    private static readonly ZstdFse DefaultLiteralLengths = ZstdFse.Build(
        [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1], 6);

    private static readonly ZstdFse DefaultOffsets = ZstdFse.Build(
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], 5);

    private static readonly ZstdFse DefaultMatchLengths = ZstdFse.Build(
        [1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        -1, -1, -1, -1, -1, -1, -1], 6);

    private readonly byte[] _literals = new byte[BlockMaxBytes];
    private readonly uint[] _recent = [1, 4, 8];
    private ZstdHuffman? _huffman;
    private ZstdFse? _literalLengths;
    private ZstdFse? _offsets;
    private ZstdFse? _matchLengths;

    private static ReadOnlySpan<int> LiteralLengthBase =>
        [16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];

    private static ReadOnlySpan<byte> LiteralLengthBits => [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static ReadOnlySpan<int> MatchLengthBase =>
        [35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539];

    private static ReadOnlySpan<byte> MatchLengthBits => [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    /// <summary>Decompresses one block.</summary>
    public void Decompress(ReadOnlySpan<byte> block)
    {
        block = block[Literals(block, out var literals)..];
        var count = SequenceCount(ref block);
        if (count > 0)
            literals = literals[Sequences(block, count, literals)..];
        output.Write(literals);
    }

    /// <summary>The literals of a block.</summary>
    /// <returns>How many bytes their section took.</returns>
    private int Literals(ReadOnlySpan<byte> block, out ReadOnlySpan<byte> literals)
    {
        if (block.IsEmpty)
            throw Truncated();
        var type = block[0] & 3;
        var format = (block[0] >> 2) & 3;
        if (type >= 2)
            return CompressedLiterals(block, isTreeless: type == 3, format, out literals);
        var headerBytes = format switch { 1 => 2, 3 => 3, _ => 1 };
        var size = (int)(Number(block, headerBytes) >> (headerBytes == 1 ? 3 : 4));
        var storedBytes = type == 0 ? size : 1;
        if (size > BlockMaxBytes || storedBytes > block.Length - headerBytes)
            throw Truncated();
        if (type == 1)
            _literals.AsSpan(0, size).Fill(block[headerBytes]);
        literals = type == 0 ? block.Slice(headerBytes, size) : _literals.AsSpan(0, size);
        return headerBytes + storedBytes;
    }

    private int CompressedLiterals(ReadOnlySpan<byte> block, bool isTreeless, int format, out ReadOnlySpan<byte> literals)
    {
        var (headerBytes, sizeBits) = format switch { 0 or 1 => (3, 10), 2 => (4, 14), _ => (5, 18) };
        var header = Number(block, headerBytes);
        var mask = (1UL << sizeBits) - 1;
        var size = (int)((header >> 4) & mask);
        var compressedBytes = (int)((header >> (4 + sizeBits)) & mask);
        if (size > BlockMaxBytes || compressedBytes > block.Length - headerBytes)
            throw Truncated();
        var streams = block.Slice(headerBytes, compressedBytes);
        if (!isTreeless)
        {
            (_huffman, var treeBytes) = ZstdHuffman.Read(streams);
            streams = streams[treeBytes..];
        }

        var huffman = _huffman ?? throw Codecs.Malformed("zstd: a block repeats a Huffman tree that was not given");
        if (format == 0)
            huffman.Decode(streams, _literals.AsSpan(0, size));
        else
            FourStreams(huffman, streams, _literals.AsSpan(0, size));
        literals = _literals.AsSpan(0, size);
        return headerBytes + compressedBytes;
    }

    private static void FourStreams(ZstdHuffman huffman, ReadOnlySpan<byte> streams, Span<byte> literals)
    {
        const int JumpBytes = 6;
        if (streams.Length < JumpBytes)
            throw Truncated();
        var rest = streams[JumpBytes..];
        var part = (literals.Length + 3) / 4;
        for (var i = 0; i < 4; i++)
        {
            var lengthBytes = i == 3 ? rest.Length : BinaryPrimitives.ReadUInt16LittleEndian(streams[(2 * i)..]);
            var count = i == 3 ? literals.Length : part;
            if (lengthBytes > rest.Length || count > literals.Length)
                throw Truncated();
            huffman.Decode(rest[..lengthBytes], literals[..count]);
            rest = rest[lengthBytes..];
            literals = literals[count..];
        }
    }

    private static int SequenceCount(ref ReadOnlySpan<byte> block)
    {
        var first = Number(block, 1);
        var lengthBytes = first switch { < 128 => 1, < 255 => 2, _ => 3 };
        var bytes = Number(block, lengthBytes);
        block = block[lengthBytes..];
        return lengthBytes switch
        {
            1 => (int)first,
            2 => (int)(((first - 128) << 8) + (bytes >> 8)),
            _ => (int)((bytes >> 8) + 0x7F00),
        };
    }

    /// <summary>Copies literals and matches by turns.</summary>
    /// <returns>How many literals were used.</returns>
    private int Sequences(ReadOnlySpan<byte> block, int count, ReadOnlySpan<byte> literals)
    {
        var modes = (int)Number(block, 1);
        block = block[1..];
        Table(ref block, (modes >> 6) & 3, DefaultLiteralLengths, 9, LiteralLengthMax, ref _literalLengths);
        Table(ref block, (modes >> 4) & 3, DefaultOffsets, 8, OffsetMax, ref _offsets);
        Table(ref block, (modes >> 2) & 3, DefaultMatchLengths, 9, MatchLengthMax, ref _matchLengths);
        var (lengths, offsets, matches) = (_literalLengths!, _offsets!, _matchLengths!);
        var bits = new ZstdBits(block);
        var lengthState = (int)bits.Read(lengths.AccuracyLog);
        var offsetState = (int)bits.Read(offsets.AccuracyLog);
        var matchState = (int)bits.Read(matches.AccuracyLog);
        var used = 0;
        for (var i = 0; i < count; i++)
        {
            var offsetCode = offsets.Symbol(offsetState);
            var offsetValue = (1UL << offsetCode) + bits.Read(offsetCode);
            var matchLength = Length(matches.Symbol(matchState), 32, 3, MatchLengthBase, MatchLengthBits, ref bits);
            var literalLength = Length(lengths.Symbol(lengthState), 16, 0, LiteralLengthBase, LiteralLengthBits, ref bits);
            if (bits.Left < 0 || literalLength > literals.Length - used)
                throw Truncated();
            output.Write(literals.Slice(used, literalLength));
            used += literalLength;
            CopyMatch(Distance(offsetValue, literalLength == 0), matchLength);
            if (i == count - 1)
                break;
            lengthState = lengths.Next(lengthState, ref bits);
            matchState = matches.Next(matchState, ref bits);
            offsetState = offsets.Next(offsetState, ref bits);
        }

        return bits.Left == 0 ? used : throw Codecs.Malformed("zstd: a stream of sequences has another length than it says");
    }

    private void CopyMatch(uint distance, int length)
    {
        if (distance == 0 || distance > output.LengthBytes - frameStart)
            throw Codecs.Malformed("zstd: a match points before the data");
        output.CopyBack((int)distance, length);
    }

    /// <summary>A new distance, or one of the last three (RFC 8878 section 3.1.1.5).</summary>
    private uint Distance(ulong value, bool isAfterNothing)
    {
        if (value > 3)
        {
            (_recent[2], _recent[1], _recent[0]) = (_recent[1], _recent[0], (uint)Math.Min(value - 3, uint.MaxValue));
            return _recent[0];
        }

        var which = (int)value - 1 + (isAfterNothing ? 1 : 0);
        if (which == 0)
            return _recent[0];
        var distance = which == 3 ? _recent[0] - 1 : _recent[which];
        if (which != 1)
            _recent[2] = _recent[1];
        _recent[1] = _recent[0];
        _recent[0] = distance;
        return distance;
    }

    private static int Length(byte code, int plainCodes, int plainBase, ReadOnlySpan<int> bases, ReadOnlySpan<byte> extraBits, ref ZstdBits bits) =>
        code < plainCodes ? code + plainBase : bases[code - plainCodes] + (int)bits.Read(extraBits[code - plainCodes]);

    private static void Table(ref ReadOnlySpan<byte> block, int mode, ZstdFse predefined, int accuracyLogMax, int symbolMax, ref ZstdFse? table)
    {
        switch (mode)
        {
            case 0:
                table = predefined;
                break;
            case 1:
                var symbol = (byte)Number(block, 1);
                if (symbol > symbolMax)
                    throw Codecs.Malformed("zstd: a code is not defined");
                table = ZstdFse.Single(symbol);
                block = block[1..];
                break;
            case 2:
                (table, var lengthBytes) = ZstdFse.Read(block, accuracyLogMax, symbolMax);
                if (lengthBytes > block.Length)
                    throw Truncated();
                block = block[lengthBytes..];
                break;
            default:
                if (table is null)
                    throw Codecs.Malformed("zstd: a block repeats a table that was not given");
                break;
        }
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, int lengthBytes)
    {
        if (lengthBytes > bytes.Length)
            throw Truncated();
        var value = 0UL;
        for (var i = lengthBytes - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }

    private static Hops.Core.Errors.PlatformException Truncated() => Codecs.Malformed("zstd: a block ends too early");
}
