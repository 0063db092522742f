using System.Buffers.Binary;
using K4os.Hash.xxHash;

namespace Hops.Kafka.Compression;

/// <summary>
/// Walks over the blocks of frames of LZ4 (lz4_Frame_format.md, version 1.6), of which several may follow each other. The checksum of a frame's
/// header is checked; those of blocks and contents are passed over, for the batch has a CRC over all of them.
/// </summary>
/// <param name="frames">The frames; none is fine.</param>
internal struct Lz4Blocks(ReadOnlyMemory<byte> frames)
{
    private const uint Magic = 0x184D2204;
    private const uint SkippableMagic = 0x184D2A50;
    private const int SkippableHeaderBytes = 8;

    /// <summary>Magic, flags, size of blocks, and the checksum of the last two.</summary>
    private const int HeaderLeastBytes = 7;
    private const int ContentSizeBytes = 8;
    private const int ChecksumBytes = 4;
    private const uint StoredBit = 1U << 31;

    /// <summary>A byte of a length adds at most as many bytes.</summary>
    private const long RatioMax = 255;

    private ReadOnlyMemory<byte> _rest = frames;
    private Flags _flags;
    private int _blockMaxBytes;
    private bool _isInFrame;
    private bool _beginsFrame;

    [Flags]
    private enum Flags : byte
    {
        HasDictionary = 1,
        Reserved = 2,
        HasContentChecksum = 4,
        HasContentSize = 8,
        HasBlockChecksums = 16,
        IsIndependent = 32,
        Version1 = 64,
        Version2 = 128,
        Version = Version1 | Version2,
    }

    /// <summary>Steps to the next block.</summary>
    /// <returns>False after the last one.</returns>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>UndecodableRecord</c>: these are no frames, or cut off.</exception>
    public bool TryNext(out Lz4Block block)
    {
        block = default;
        while (_isInFrame || TryBeginFrame())
        {
            var size = Number();
            if (size == 0)
            {
                EndFrame();
                continue;
            }

            var bytes = Take(size & ~StoredBit, "block");
            if (_flags.HasFlag(Flags.HasBlockChecksums))
                Take(ChecksumBytes, "block");
            block = new Lz4Block
            {
                Bytes = bytes,
                IsStored = (size & StoredBit) != 0,
                ContinuesFrame = !_beginsFrame && !_flags.HasFlag(Flags.IsIndependent),
                LengthMaxBytes = (int)Math.Min(_blockMaxBytes, bytes.Length * RatioMax),
            };
            _beginsFrame = false;
            return true;
        }

        return false;
    }

    private bool TryBeginFrame()
    {
        while (!_rest.IsEmpty)
        {
            var bytes = _rest.Span;
            if (bytes.Length < HeaderLeastBytes)
                throw Codecs.Malformed("lz4: a frame ends in its header");
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if ((magic & ~0xFU) != SkippableMagic)
            {
                BeginFrame(magic, bytes);
                return true;
            }

            Take(SkippableHeaderBytes - sizeof(uint), "frame");
            Take(Number(), "frame");
        }

        return false;
    }

    private void BeginFrame(uint magic, ReadOnlySpan<byte> bytes)
    {
        _flags = (Flags)bytes[sizeof(uint)];
        if (magic != Magic || (_flags & Flags.Version) != Flags.Version1 || (_flags & (Flags.HasDictionary | Flags.Reserved)) != 0)
            throw Codecs.Malformed("lz4: these are no frames of version 1 without a dictionary");
        var headerBytes = HeaderLeastBytes + (_flags.HasFlag(Flags.HasContentSize) ? ContentSizeBytes : 0);
        var header = Take((uint)headerBytes, "header").Span;
        if ((byte)(XXH32.DigestOf(header[sizeof(uint)..^1]) >> 8) != header[^1])
            throw Codecs.Malformed("lz4: the header of a frame does not match its checksum");
        // 64 KiB, 256 KiB, 1 MiB, 4 MiB are 4 to 7.
        var size = (header[sizeof(uint) + 1] >> 4) & 7;
        if (size < 4)
            throw Codecs.Malformed("lz4: a frame has blocks of an unknown size");
        _blockMaxBytes = 1 << (8 + (2 * size));
        (_isInFrame, _beginsFrame) = (true, true);
    }

    private void EndFrame()
    {
        if (_flags.HasFlag(Flags.HasContentChecksum))
            Take(ChecksumBytes, "checksum");
        _isInFrame = false;
    }

    private uint Number() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint), "frame").Span);

    private ReadOnlyMemory<byte> Take(uint lengthBytes, string part)
    {
        if (lengthBytes > _rest.Length)
            throw Codecs.Malformed($"lz4: a frame ends in its {part}");
        var taken = _rest[..(int)lengthBytes];
        _rest = _rest[(int)lengthBytes..];
        return taken;
    }
}

/// <summary>A block of a frame of LZ4.</summary>
internal readonly struct Lz4Block
{
    /// <summary>Bytes before it to which a block can refer.</summary>
    public const int HistoryMaxBytes = 64 << 10;

    /// <summary>The block as it is in the frame.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>True if it is not compressed.</summary>
    public required bool IsStored { get; init; }

    /// <summary>True if it may refer to the bytes that the blocks before it have opened to.</summary>
    public required bool ContinuesFrame { get; init; }

    /// <summary>Most bytes that it can open to.</summary>
    public required int LengthMaxBytes { get; init; }
}
