using System.Buffers.Binary;
using System.IO.Compression;
using Hops.Core.Errors;
using ZstdSharp;

namespace Hops.Cli.Records;

/// <summary>
/// What is in a compressed file. A file that is damaged is refused, and so is one that is cut off: <see cref="GZipStream"/> takes the end of
/// what there is for the end of the content, so the length that stands at the end of the file is held against what came out of it
/// (RFC 1952, section 2.3.1: ISIZE).
/// </summary>
internal sealed class CompressedContent : Stream
{
    private const int SizeLengthBytes = 4;
    private const int BufferLengthBytes = 64 << 10;
    private static readonly byte[] MemberBegin = [0x1f, 0x8b, 0x08];

    private readonly string _path;
    private readonly FileStream _source;
    private readonly Stream _content;
    private long _lengthBytes;
    private bool _isWhole;

    /// <param name="path">Path, for what is said.</param>
    /// <param name="source">The file; its owner closes it.</param>
    /// <param name="isGzip">True for gzip, false for Zstandard.</param>
    public CompressedContent(string path, FileStream source, bool isGzip)
    {
        (_path, _source, _isWhole) = (path, source, !isGzip || !source.CanSeek);
        _content = isGzip ? new GZipStream(source, CompressionMode.Decompress, leaveOpen: true) : new DecompressionStream(source, leaveOpen: true);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => _lengthBytes;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: the file is damaged or cut off.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            var read = _content.Read(buffer, offset, count);
            _lengthBytes += read;
            if (read == 0 && !_isWhole && count > 0)
                _isWhole = IsWhole() ? true : throw Broken(null);
            return read;
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or ZstdException)
        {
            throw Broken(damaged);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _content.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The length at the end of the file is that of its last member, which most often is its only one.</summary>
    private bool IsWhole()
    {
        if (_source.Length == 0)
            return true;
        if (_source.Length < MemberBegin.Length + SizeLengthBytes)
            return false;
        var size = new byte[SizeLengthBytes];
        _source.Position = _source.Length - SizeLengthBytes;
        _source.ReadExactly(size);
        var lengthLast = BinaryPrimitives.ReadUInt32LittleEndian(size);
        return (uint)_lengthBytes == lengthLast || EndsInMember(lengthLast);
    }

    /// <summary>Looks from the end for what is a member of that length; what only looks like the beginning of one does not unpack to it.</summary>
    private bool EndsInMember(uint lengthBytes)
    {
        var window = new byte[BufferLengthBytes];
        for (var end = _source.Length; end > 0; end -= BufferLengthBytes - MemberBegin.Length)
        {
            var begin = Math.Max(0, end - BufferLengthBytes);
            var part = window.AsSpan(0, (int)(end - begin));
            _source.Position = begin;
            _source.ReadExactly(part);
            for (var at = part.LastIndexOf(MemberBegin); at >= 0; at = part[..at].LastIndexOf(MemberBegin))
            {
                if (UnpacksTo(begin + at, lengthBytes))
                    return true;
            }
        }

        return false;
    }

    private bool UnpacksTo(long position, uint lengthBytes)
    {
        _source.Position = position;
        var buffer = new byte[BufferLengthBytes];
        var length = 0L;
        try
        {
            using var member = new GZipStream(_source, CompressionMode.Decompress, leaveOpen: true);
            while (member.Read(buffer) is > 0 and var read)
                length += read;
            return (uint)length == lengthBytes;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private PlatformException Broken(Exception? reason) =>
        new(ErrorCode.InvalidArgument, $"{_path} is damaged or cut off: what it is compressed from is not all there. Copy or download it again.", reason);
}
