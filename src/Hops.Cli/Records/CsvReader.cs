using System.Buffers;
using Hops.Core.Errors;

namespace Hops.Cli.Records;

/// <summary>A cell of a separated text.</summary>
/// <param name="Text">What it says, without its quotes.</param>
/// <param name="IsQuoted">True if it stood in quotes, and so is never a missing value.</param>
internal readonly record struct CsvCell(string Text, bool IsQuoted);

/// <summary>
/// Reads separated text (RFC 4180): quoted cells may hold separators, line ends and doubled quotes. Lines end in LF, CR LF or CR.
/// </summary>
internal sealed class CsvReader
{
    private static readonly byte[] Separators = [(byte)',', (byte)';', (byte)'\t', (byte)'|'];

    private readonly InputBytes _input;
    private readonly byte _separator;
    private readonly ArrayBufferWriter<byte> _cell = new();
    private readonly List<CsvCell> _cells = [];
    private int _lengthBytes;

    /// <param name="input">The text.</param>
    /// <param name="separator">What stands between cells; null to take what the first line has most of.</param>
    public CsvReader(InputBytes input, char? separator)
    {
        _input = input;
        _separator = (byte?)separator ?? Guess(input.FirstLine());
    }

    /// <summary>What stands between cells.</summary>
    public char Separator => (char)_separator;

    /// <summary>Line on which the last record began, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The cells of the next line that is not blank, valid until the one after; null at the end.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c> or <c>TooLarge</c> with the fact <c>line</c>.</exception>
    public IReadOnlyList<CsvCell>? Read()
    {
        do
        {
            Line = _input.Line;
            _cells.Clear();
            _lengthBytes = 0;
            if (_input.Peek() < 0)
                return null;
            while (ReadCell())
            {
                // Each cell puts itself into the list.
            }
        }
        while (_cells is [{ Text: "", IsQuoted: false }]);
        return _cells;
    }

    /// <summary>Reads a cell with what ends it; false if that is the end of the line.</summary>
    private bool ReadCell()
    {
        if (_cells.Count == InputLimits.CellsMax)
            throw Wrong(ErrorCode.TooLarge, $"it has more than {InputLimits.CellsMax} cells");
        var isQuoted = _input.Peek() == '"';
        if (isQuoted)
            ReadQuoted();
        while (true)
        {
            var next = _input.Next();
            var isEnd = next is < 0 or '\n' or '\r';
            if (isEnd || next == _separator)
            {
                if (next == '\r' && _input.Peek() == '\n')
                    _input.Next();
                else if (next == '\r')
                    _input.CountLine();
                _cells.Add(new CsvCell(InputBytes.Text(_cell.WrittenSpan, Line), isQuoted));
                _cell.ResetWrittenCount();
                return !isEnd;
            }

            if (isQuoted)
                throw Wrong(ErrorCode.InvalidArgument, "text follows after a closing quote; a quote inside of a quoted cell is doubled");
            Append((byte)next);
        }
    }

    private void ReadQuoted()
    {
        _input.Next();
        while (true)
        {
            var next = _input.Next();
            if (next < 0)
                throw Wrong(ErrorCode.InvalidArgument, "a quote is not closed");
            if (next == '"')
            {
                if (_input.Peek() != '"')
                    return;
                _input.Next();
            }

            Append((byte)next);
        }
    }

    private void Append(byte next)
    {
        if (++_lengthBytes > InputLimits.RecordLengthBytesMax)
            throw Wrong(ErrorCode.TooLarge, $"it is longer than {InputLimits.RecordLengthBytesMax} bytes");
        _cell.GetSpan(1)[0] = next;
        _cell.Advance(1);
    }

    private static byte Guess(ReadOnlySpan<byte> line)
    {
        Span<int> counts = stackalloc int[Separators.Length];
        var isQuoted = false;
        foreach (var next in line)
        {
            if (next == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && Array.IndexOf(Separators, next) is var index and >= 0)
                counts[index]++;
        }

        var best = 0;
        for (var index = 1; index < counts.Length; index++)
            best = counts[index] > counts[best] ? index : best;
        return Separators[best];
    }

    private PlatformException Wrong(ErrorCode code, string reason) => new PlatformException(code, $"Line {Line}: {reason}.").With("line", Line);
}
