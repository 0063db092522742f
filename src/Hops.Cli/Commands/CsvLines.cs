using System.Text;
using Hops.Core.Errors;

namespace Hops.Cli.Commands;

/// <summary>Reads the records of a comma separated file (RFC 4180): quoted fields may hold commas, line ends and doubled quotes.</summary>
internal sealed class CsvLines(TextReader text)
{
    private const int FieldLengthMax = 1024 * 1024;
    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];

    /// <summary>Number of the last record, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next record, or null at the end.</summary>
    public string[]? Read()
    {
        if (text.Peek() < 0)
            return null;
        Number++;
        _fields.Clear();
        var quoted = false;
        while (true)
        {
            var next = text.Read();
            if (next < 0 || (!quoted && next == '\n'))
                break;
            if (quoted && next == '"' && text.Peek() == '"')
                Append((char)text.Read());
            else if (next == '"' && (quoted || _field.Length == 0))
                quoted = !quoted;
            else if (!quoted && next == ',')
                Finish();
            else if (quoted || next != '\r')
                Append((char)next);
        }

        if (quoted)
            throw new PlatformException(ErrorCode.InvalidArgument, $"Record {Number} has a quote that is not closed.");
        Finish();
        return [.. _fields];
    }

    private void Append(char character)
    {
        if (_field.Length == FieldLengthMax)
            throw new PlatformException(ErrorCode.TooLarge, $"A field of record {Number} is longer than {FieldLengthMax} characters.");
        _field.Append(character);
    }

    private void Finish()
    {
        _fields.Add(_field.ToString());
        _field.Clear();
    }
}
