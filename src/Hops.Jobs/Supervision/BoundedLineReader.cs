using System.Text;

namespace Hops.Jobs.Supervision;

/// <summary>Reads lines of at most a given length: a runner is user code, so its output is hostile.</summary>
internal sealed class BoundedLineReader(TextReader reader, int lengthMax)
{
    private readonly char[] _buffer = new char[8192];
    private readonly StringBuilder _line = new();
    private int _position;
    private int _count;

    /// <summary>True after a line was longer than allowed; nothing is read after it.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>The next line without its end, or null at the end of input or after an overflow.</summary>
    public async ValueTask<string?> ReadAsync()
    {
        while (!Overflowed)
        {
            if (_position == _count)
            {
                _count = await reader.ReadAsync(_buffer);
                _position = 0;
                if (_count == 0)
                    return _line.Length > 0 ? Take() : null;
            }

            var end = Array.IndexOf(_buffer, '\n', _position, _count - _position);
            var length = (end < 0 ? _count : end) - _position;
            if (_line.Length + length > lengthMax)
            {
                Overflowed = true;
                break;
            }

            _line.Append(_buffer, _position, length);
            _position += end < 0 ? length : length + 1;
            if (end >= 0)
                return Take();
        }

        return null;
    }

    private string Take()
    {
        var line = _line.ToString();
        _line.Clear();
        return line;
    }
}
