namespace Hops.Schemas.Avro;

/// <summary>Full name of a named type (Avro specification, "Names").</summary>
/// <param name="Namespace">Dotted namespace; empty for none.</param>
/// <param name="Simple">The part after the last dot.</param>
public sealed record AvroName(string Namespace, string Simple)
{
    /// <summary>Namespace, dot, simple name; only the simple name without a namespace.</summary>
    public string Full { get; } = Namespace.Length == 0 ? Simple : Namespace + "." + Simple;

    /// <inheritdoc/>
    public override string ToString() => Full;

    /// <summary>Makes a name of the text of a schema: a dotted one is full, any other one lies in <paramref name="space"/>.</summary>
    public static AvroName Of(string text, string space)
    {
        var dot = text.LastIndexOf('.');
        return dot < 0 ? new AvroName(space, text) : new AvroName(text[..dot], text[(dot + 1)..]);
    }

    /// <summary>True for <c>[A-Za-z_][A-Za-z0-9_]*</c>.</summary>
    public static bool IsSimpleName(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || char.IsAsciiDigit(text[0]))
            return false;
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '_')
                return false;
        }
        return true;
    }

    /// <summary>True if each part is a simple name and the whole is not too long.</summary>
    public bool IsValid()
    {
        if (Full.Length > AvroLimits.NameLengthMax || !IsSimpleName(Simple))
            return false;
        if (Namespace.Length == 0)
            return true;
        foreach (var part in Namespace.AsSpan().Split('.'))
        {
            if (!IsSimpleName(Namespace.AsSpan(part)))
                return false;
        }
        return true;
    }
}
