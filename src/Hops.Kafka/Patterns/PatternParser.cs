using System.Globalization;

namespace Hops.Kafka.Patterns;

/// <summary>
/// Reads a <see cref="Re2Pattern"/>: the syntax of RE2 (https://github.com/google/re2/wiki/Syntax). What RE2 does not know, such as a look
/// ahead or a reference back, is refused. Captures, greed and line ends make no difference to whole names and are read and forgotten.
/// </summary>
/// <param name="text">The expression.</param>
internal sealed class PatternParser(string text)
{
    private const int DepthMax = 100;
    private const int RepetitionsMax = 1000;
    private const string FlagLetters = "imsU";

    private int _position;
    private int _depth;
    private bool _isFolded;

    private bool IsAtEnd => _position == text.Length;

    /// <exception cref="FormatException">It is none.</exception>
    public PatternNode Parse()
    {
        var node = Choice();
        return IsAtEnd ? node : throw Wrong("')' without '('");
    }

    private PatternNode Choice()
    {
        var items = new List<PatternNode> { Sequence() };
        while (TryTake('|'))
            items.Add(Sequence());
        return items.Count == 1 ? items[0] : new ChoiceNode(items);
    }

    private SequenceNode Sequence()
    {
        var items = new List<PatternNode>();
        while (!IsAtEnd && text[_position] is not ('|' or ')'))
        {
            if (Atom() is { } atom)
                items.Add(Repeated(atom));
        }

        return new SequenceNode(items);
    }

    /// <summary>One piece; null for what only sets flags.</summary>
    private PatternNode? Atom()
    {
        var character = text[_position++];
        switch (character)
        {
            case '(':
                return Group();
            case '[':
                return new CharacterNode(Class());
            case '.':
                return new CharacterNode(CharacterSet.Any);
            case '^':
                return new EdgeNode(PatternEdge.Begin);
            case '$':
                return new EdgeNode(PatternEdge.End);
            case '\\':
                return Escape();
            case '*' or '+' or '?':
                throw Wrong($"nothing to repeat before '{character}'");
            case '{' when TryCount(out _, out _):
                throw Wrong("nothing to repeat before '{'");
            default:
                return Literal(character);
        }
    }

    private PatternNode Repeated(PatternNode atom)
    {
        if (IsAtEnd)
            return atom;
        var (min, max) = (0, 0);
        switch (text[_position])
        {
            case '*':
                (min, max) = (0, -1);
                _position++;
                break;
            case '+':
                (min, max) = (1, -1);
                _position++;
                break;
            case '?':
                (min, max) = (0, 1);
                _position++;
                break;
            case '{':
                _position++;
                if (!TryCount(out min, out max))
                {
                    _position--;
                    return atom;
                }

                break;
            default:
                return atom;
        }

        TryTake('?');
        return IsAtEnd || text[_position] is not ('*' or '+' or '?')
            ? new RepeatNode(atom, min, max)
            : throw Wrong($"'{text[_position]}' behind a repetition");
    }

    /// <summary>The rest of <c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; whatever else follows a brace makes it a character like others.</summary>
    private bool TryCount(out int min, out int max)
    {
        (min, max) = (0, 0);
        var end = text.IndexOf('}', _position);
        if (end < 0)
            return false;
        var parts = text[_position..end].Split(',');
        if (parts.Length > 2 || !TryNumber(parts[0], out min))
            return false;
        if (parts.Length == 1)
            max = min;
        else if (parts[1].Length == 0)
            max = -1;
        else if (!TryNumber(parts[1], out max))
            return false;
        if (min > RepetitionsMax || max > RepetitionsMax || (max >= 0 && max < min))
            throw Wrong($"a repetition of none to {RepetitionsMax} times is wanted");
        _position = end + 1;
        return true;
    }

    private static bool TryNumber(string digits, out int number) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private PatternNode? Group()
    {
        if (++_depth > DepthMax)
            throw Wrong($"groups are more than {DepthMax} deep");
        var wasFolded = _isFolded;
        if (TryTake('?') && !TryName() && !TryFlags())
        {
            // The flags hold for the rest of the group around them.
            _depth--;
            return null;
        }

        var node = Choice();
        if (!TryTake(')'))
            throw Wrong("'(' without ')'");
        _isFolded = wasFolded;
        _depth--;
        return node;
    }

    /// <summary><c>P&lt;name&gt;</c> or <c>&lt;name&gt;</c>.</summary>
    private bool TryName()
    {
        var begin = _position;
        TryTake('P');
        if (!TryTake('<'))
        {
            _position = begin;
            return false;
        }

        var end = text.IndexOf('>', _position);
        if (end <= _position || !text[_position..end].All(character => CharacterSet.Word.Contains(character)))
            throw Wrong("what follows '(?' is no name of a group");
        _position = end + 1;
        return true;
    }

    /// <summary>Flags and a colon, or flags and the end of the group.</summary>
    /// <returns>True if the group goes on.</returns>
    private bool TryFlags()
    {
        var isSet = true;
        while (!IsAtEnd)
        {
            var character = text[_position++];
            if (character is ':' or ')')
                return character == ':';
            if (character == '-' && isSet)
                isSet = false;
            else if (character == 'i')
                _isFolded = isSet;
            else if (!FlagLetters.Contains(character))
                break;
        }

        throw Wrong("what follows '(?' is not known");
    }

    private PatternNode Escape()
    {
        if (IsAtEnd)
            throw Wrong("'\\' at the end");
        var character = text[_position];
        switch (character)
        {
            case 'A' or 'z' or 'b' or 'B':
                _position++;
                return new EdgeNode(character switch { 'A' => PatternEdge.Begin, 'z' => PatternEdge.End, 'b' => PatternEdge.Word, _ => PatternEdge.NoWord });
            case 'Q':
                return Quoted();
            case 'C':
                _position++;
                return new CharacterNode(CharacterSet.Any);
            default:
                return new CharacterNode(Folded(TrySet() ?? Single(Code())));
        }
    }

    /// <summary>Behind <c>\Q</c> everything up to <c>\E</c> stands for itself.</summary>
    private SequenceNode Quoted()
    {
        var begin = ++_position;
        var end = text.IndexOf("\\E", begin, StringComparison.Ordinal);
        _position = end < 0 ? text.Length : end + 2;
        return new SequenceNode([.. text[begin..(end < 0 ? text.Length : end)].Select(Literal)]);
    }

    private CharacterSet Class()
    {
        var isNegated = TryTake('^');
        var set = default(CharacterSet);
        var isFirst = true;
        while (true)
        {
            if (IsAtEnd)
                throw Wrong("'[' without ']'");
            if (!isFirst && TryTake(']'))
                break;
            isFirst = false;
            set = set.With(TryNamed() ?? TryEscapedSet() ?? Span());
        }

        set = Folded(set);
        return isNegated ? set.Not() : set;
    }

    /// <summary><c>[:name:]</c> inside of a class.</summary>
    private CharacterSet? TryNamed()
    {
        if (!text.AsSpan(_position).StartsWith("[:"))
            return null;
        var end = text.IndexOf(":]", _position + 2, StringComparison.Ordinal);
        if (end < 0)
            return null;
        var name = text[(_position + 2)..end];
        _position = end + 2;
        var isNegated = name.StartsWith('^');
        var set = name.TrimStart('^') switch
        {
            "alnum" => CharacterSet.Of(char.IsAsciiLetterOrDigit),
            "alpha" => CharacterSet.Of(char.IsAsciiLetter),
            "ascii" => CharacterSet.Between(0, 127),
            "blank" => CharacterSet.Of(character => character is ' ' or '\t'),
            "cntrl" => CharacterSet.Of(char.IsControl),
            "digit" => CharacterSet.Digit,
            "graph" => CharacterSet.Between('!', '~'),
            "lower" => CharacterSet.Of(char.IsAsciiLetterLower),
            "print" => CharacterSet.Between(' ', '~'),
            "punct" => CharacterSet.Of(character => character is > ' ' and <= '~' && !char.IsAsciiLetterOrDigit(character)),
            "space" => CharacterSet.Space.With(CharacterSet.Between('\v', '\v')),
            "upper" => CharacterSet.Of(char.IsAsciiLetterUpper),
            "word" => CharacterSet.Word,
            "xdigit" => CharacterSet.Of(char.IsAsciiHexDigit),
            _ => throw Wrong($"the class '{name}' is not known"),
        };
        return isNegated ? set.Not() : set;
    }

    private CharacterSet? TryEscapedSet()
    {
        if (!TryTake('\\'))
            return null;
        if (!IsAtEnd && TrySet() is { } set)
            return set;
        _position--;
        return null;
    }

    /// <summary>A character of a class, or all between two.</summary>
    private CharacterSet Span()
    {
        var first = ClassCharacter();
        if (_position + 1 >= text.Length || text[_position] != '-' || text[_position + 1] == ']')
            return Single(first);
        _position++;
        var last = ClassCharacter();
        return first <= last ? CharacterSet.Between(first, last) : throw Wrong("a range ends before it begins");
    }

    private int ClassCharacter()
    {
        if (IsAtEnd)
            throw Wrong("'[' without ']'");
        return TryTake('\\') ? Code() : text[_position++];
    }

    /// <summary>Behind a backslash, a letter that stands for many characters.</summary>
    private CharacterSet? TrySet()
    {
        var set = text[_position] switch
        {
            'd' => CharacterSet.Digit,
            'D' => CharacterSet.Digit.Not(),
            'w' => CharacterSet.Word,
            'W' => CharacterSet.Word.Not(),
            's' => CharacterSet.Space,
            'S' => CharacterSet.Space.Not(),
            _ => (CharacterSet?)null,
        };
        if (set is not null)
            _position++;
        return set ?? (text[_position] is 'p' or 'P' ? Category() : null);
    }

    /// <summary><c>\pL</c> or <c>\p{Lu}</c>, as far as it is about characters of ASCII: there are no others in names.</summary>
    private CharacterSet Category()
    {
        var isNegated = text[_position++] == 'P';
        var name = Argument(1, "'\\p' wants a class");
        isNegated ^= name.StartsWith('^');
        var set = name.TrimStart('^') switch
        {
            "L" or "Latin" => CharacterSet.Of(char.IsAsciiLetter),
            "Lu" => CharacterSet.Of(char.IsAsciiLetterUpper),
            "Ll" => CharacterSet.Of(char.IsAsciiLetterLower),
            "N" or "Nd" => CharacterSet.Digit,
            "P" => CharacterSet.Of(char.IsPunctuation),
            "Pd" => Single('-'),
            "Pc" => Single('_'),
            "S" => CharacterSet.Of(char.IsSymbol),
            "Z" or "Zs" => Single(' '),
            "C" or "Cc" => CharacterSet.Of(char.IsControl),
            _ => throw Wrong($"the class '{name}' is not known"),
        };
        return isNegated ? set.Not() : set;
    }

    /// <summary>Behind a backslash, what stands for one character.</summary>
    private int Code()
    {
        if (IsAtEnd)
            throw Wrong("'\\' at the end");
        var character = text[_position++];
        switch (character)
        {
            case 'a':
                return '\a';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return Hexadecimal();
            case '0':
                return Octal();
            default:
                return char.IsAscii(character) && !char.IsAsciiLetterOrDigit(character) ? character : throw Wrong($"'\\{character}' is not known");
        }
    }

    private int Hexadecimal() =>
        int.TryParse(Argument(2, "'\\x' wants a number"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? code
            : throw Wrong("'\\x' wants a number");

    /// <summary>What stands in braces, or so many characters.</summary>
    private string Argument(int plainLength, string wanted)
    {
        var isBraced = TryTake('{');
        var end = isBraced ? text.IndexOf('}', _position) : _position + plainLength;
        if (end <= _position || end > text.Length)
            throw Wrong(wanted);
        var argument = text[_position..end];
        _position = isBraced ? end + 1 : end;
        return argument;
    }

    private int Octal()
    {
        var code = 0;
        for (var digits = 0; digits < 2 && !IsAtEnd && text[_position] is >= '0' and <= '7'; digits++)
            code = (code * 8) + (text[_position++] - '0');
        return code;
    }

    private static CharacterSet Single(int code) => CharacterSet.Between(code, code);

    private CharacterSet Folded(CharacterSet set) => _isFolded ? set.Folded() : set;

    private CharacterNode Literal(char character) => new(Folded(Single(character)));

    private bool TryTake(char character)
    {
        if (IsAtEnd || text[_position] != character)
            return false;
        _position++;
        return true;
    }

    private FormatException Wrong(string what) => new($"{what}, near character {_position}");
}
