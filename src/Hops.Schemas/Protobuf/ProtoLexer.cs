namespace Hops.Schemas.Protobuf;

/// <summary>Cuts a Protobuf text into tokens, without comments (protobuf.dev, "Protocol Buffers Language Specification").</summary>
internal sealed class ProtoLexer(string text)
{
    private int _position;
    private int _line = 1;
    private int _lineStart;

    /// <summary>The next token.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>InvalidSchema</c>.</exception>
    public ProtoToken Next()
    {
        SkipBlanks();
        var (line, column) = (_line, _position - _lineStart + 1);
        if (_position >= text.Length)
            return new ProtoToken(ProtoTokenKind.End, "", line, column);
        var start = _position;
        var first = text[start];
        if (char.IsAsciiLetter(first) || first == '_' || (first == '.' && start + 1 < text.Length && (char.IsAsciiLetter(text[start + 1]) || text[start + 1] == '_')))
        {
            _position++;
            while (_position < text.Length && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] is '_' or '.'))
                _position++;
            return Token(ProtoTokenKind.Name);
        }

        if (char.IsAsciiDigit(first) || (first == '.' && start + 1 < text.Length && char.IsAsciiDigit(text[start + 1])))
        {
            while (_position < text.Length && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] == '.' || (text[_position] is '+' or '-' && text[_position - 1] is 'e' or 'E')))
                _position++;
            return Token(ProtoTokenKind.Number);
        }

        if (first is '"' or '\'')
        {
            SkipText(first, line, column);
            return Token(ProtoTokenKind.Text);
        }

        _position++;
        return Token(ProtoTokenKind.Symbol);

        ProtoToken Token(ProtoTokenKind kind) => new(kind, text[start.._position], line, column);
    }

    private void SkipBlanks()
    {
        while (_position < text.Length)
        {
            if (char.IsWhiteSpace(text[_position]) || text[_position] == '\uFEFF')
                Step();
            else if (text[_position] == '/' && _position + 1 < text.Length && text[_position + 1] == '/')
                SkipTo("\n");
            else if (text[_position] == '/' && _position + 1 < text.Length && text[_position + 1] == '*')
                SkipTo("*/");
            else
                return;
        }
    }

    private void SkipTo(string end)
    {
        var found = text.IndexOf(end, _position + 2, StringComparison.Ordinal);
        if (found < 0 && end != "\n")
            throw ProtoParser.Invalid(_line, _position - _lineStart + 1, "the comment does not end");
        var until = found < 0 ? text.Length : found + end.Length;
        while (_position < until)
            Step();
    }

    private void SkipText(char quote, int line, int column)
    {
        _position++;
        while (_position < text.Length && text[_position] != quote && text[_position] != '\n')
            _position += text[_position] == '\\' ? 2 : 1;
        if (_position >= text.Length || text[_position] != quote)
            throw ProtoParser.Invalid(line, column, "the text in quotes does not end in its line");
        _position++;
    }

    private void Step()
    {
        if (text[_position++] == '\n')
            (_line, _lineStart) = (_line + 1, _position);
    }
}
