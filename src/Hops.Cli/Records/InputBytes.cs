using System.Text;
using Hops.Core.Errors;

namespace Hops.Cli.Records;

/// <summary>
/// Bytes of a text in UTF-8 with the number of the line at hand. A byte order mark is passed over; what is no text at all, or one of another
/// encoding, is told by its first bytes.
/// </summary>
internal sealed class InputBytes(Stream stream)
{
    private const int BufferLengthBytes = 256 << 10;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly (byte[] Begin, string Reason)[] Foreign =
    [
        ([0xff, 0xfe], "it is UTF-16: save it as UTF-8"),
        ([0xfe, 0xff], "it is UTF-16: save it as UTF-8"),
        ([0x1f, 0x8b], "it is compressed with gzip: give it a name that ends in .gz"),
        ([0x28, 0xb5, 0x2f, 0xfd], "it is compressed with Zstandard: give it a name that ends in .zst"),
        ("PAR1"u8.ToArray(), "it is Parquet: give it a name that ends in .parquet"),
        ("PK\x3\x4"u8.ToArray(), "it is a ZIP archive or an Excel workbook: unpack it, or save the sheet as CSV"),
    ];

    private readonly byte[] _buffer = new byte[BufferLengthBytes];
    private int _at;
    private int _end;
    private bool _isBegun;
    private bool _isAtEnd;

    /// <summary>Line of the next byte, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The next byte, or -1 at the end; it stays the next.</summary>
    public int Peek() => _at < _end || Fill() ? _buffer[_at] : -1;

    /// <summary>Takes the next byte; -1 at the end.</summary>
    public int Next()
    {
        var next = Peek();
        if (next < 0)
            return next;
        _at++;
        if (next == '\n')
            Line++;
        return next;
    }

    /// <summary>Counts a line that ends in a carriage return alone.</summary>
    public void CountLine() => Line++;

    /// <summary>The first line as far as the buffer holds it, without taking it.</summary>
    public ReadOnlySpan<byte> FirstLine()
    {
        Peek();
        while (_buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n') < 0 && _end < _buffer.Length && Read())
        {
            // Until the line is whole.
        }

        var line = _buffer.AsSpan(_at, _end - _at);
        return line.IndexOf((byte)'\n') is var end and >= 0 ? line[..end] : line;
    }

    /// <summary>Bytes as text.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> with the fact <c>line</c>: they are not UTF-8.</exception>
    public static string Text(ReadOnlySpan<byte> bytes, long line)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException invalid)
        {
            var value = invalid.BytesUnknown is [var first, ..] ? first : (byte)0;
            throw new PlatformException(
                ErrorCode.InvalidArgument, $"Line {line}: the byte 0x{value:x2} is not UTF-8; convert the file first, for instance with iconv -f latin1 -t utf-8.", invalid)
                .With("line", line);
        }
    }

    private bool Fill()
    {
        (_at, _end) = (0, 0);
        if (!Read())
            return false;
        if (!_isBegun)
            Begin();
        return _at < _end || Fill();
    }

    private bool Read()
    {
        if (_isAtEnd)
            return false;
        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _isAtEnd = count == 0;
        _end += count;
        return count > 0;
    }

    private void Begin()
    {
        _isBegun = true;
        while (_end < 4 && _buffer.AsSpan(0, _end).IndexOf((byte)'\n') < 0 && Read())
        {
            // Until there is enough to tell.
        }

        var begin = _buffer.AsSpan(0, _end);
        foreach (var (mark, reason) in Foreign)
        {
            if (begin.StartsWith(mark))
                throw new PlatformException(ErrorCode.InvalidArgument, $"The input is no text: {reason}.");
        }

        if (begin.StartsWith(Encoding.UTF8.Preamble))
            _at = Encoding.UTF8.Preamble.Length;
    }
}
