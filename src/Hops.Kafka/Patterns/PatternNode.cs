namespace Hops.Kafka.Patterns;

/// <summary>A piece of a <see cref="Re2Pattern"/> as it was read.</summary>
internal abstract record PatternNode;

/// <summary>One character of a set.</summary>
internal sealed record CharacterNode(CharacterSet Set) : PatternNode;

/// <summary>A place and no character.</summary>
internal sealed record EdgeNode(PatternEdge Edge) : PatternNode;

/// <summary>One after the other; nothing if there are none.</summary>
internal sealed record SequenceNode(IReadOnlyList<PatternNode> Items) : PatternNode;

/// <summary>Any of them.</summary>
internal sealed record ChoiceNode(IReadOnlyList<PatternNode> Items) : PatternNode;

/// <summary>So many times; without an end if <paramref name="Max"/> is below 0.</summary>
internal sealed record RepeatNode(PatternNode Item, int Min, int Max) : PatternNode;

/// <summary>A place in a name.</summary>
internal enum PatternEdge
{
    /// <summary>Its beginning.</summary>
    Begin,

    /// <summary>Its end.</summary>
    End,

    /// <summary>Where a word begins or ends.</summary>
    Word,

    /// <summary>Where none does.</summary>
    NoWord,
}

/// <summary>Characters: each of ASCII that is one of them, and whether all others are.</summary>
internal readonly record struct CharacterSet(UInt128 Ascii, bool HasOthers)
{
    private const int AsciiCount = 128;

    public static CharacterSet Any { get; } = new(UInt128.MaxValue, HasOthers: true);

    public static CharacterSet Digit { get; } = Of(char.IsAsciiDigit);

    public static CharacterSet Word { get; } = Of(character => char.IsAsciiLetterOrDigit(character) || character == '_');

    public static CharacterSet Space { get; } = Of(character => character is ' ' or '\t' or '\n' or '\f' or '\r');

    public static CharacterSet Of(Func<char, bool> isOne)
    {
        var ascii = UInt128.Zero;
        for (var code = 0; code < AsciiCount; code++)
            ascii |= isOne((char)code) ? UInt128.One << code : UInt128.Zero;
        return new CharacterSet(ascii, HasOthers: false);
    }

    public static CharacterSet Between(int first, int last) => Of(character => character >= first && character <= last);

    public bool Contains(char character) => character < AsciiCount ? (Ascii >> character & 1) != 0 : HasOthers;

    public CharacterSet Not() => new(~Ascii, !HasOthers);

    public CharacterSet With(CharacterSet other) => new(Ascii | other.Ascii, HasOthers || other.HasOthers);

    /// <summary>With the other case of each letter.</summary>
    public CharacterSet Folded()
    {
        var self = this;
        return With(Of(character => self.Contains(char.ToLowerInvariant(character)) || self.Contains(char.ToUpperInvariant(character))));
    }
}
