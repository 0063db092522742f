using System.Globalization;
using System.Text;

namespace Hops.Cli.Records;

/// <summary>
/// Names of fields for columns of a file, whatever those are called: letters, digits and <c>_</c>, each once. The same header has the same
/// names wherever a schema is made of it or its rows are loaded.
/// </summary>
internal static class ColumnNames
{
    /// <summary>A name for each column.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> header)
    {
        var names = new List<string>(header.Count);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < header.Count; index++)
        {
            var name = Simple(header[index]) is { Length: > 0 } simple ? simple : string.Create(CultureInfo.InvariantCulture, $"column_{index + 1}");
            var free = name;
            for (var count = 2; !taken.Add(free); count++)
                free = string.Create(CultureInfo.InvariantCulture, $"{name}_{count}");
            names.Add(free);
        }

        return names;
    }

    /// <summary>A text as a name: <c>Price (EUR)</c> becomes <c>Price_EUR</c>; empty if nothing is left of it.</summary>
    public static string Simple(string text)
    {
        var name = new StringBuilder();
        foreach (var character in text.Trim())
        {
            if (char.IsAsciiLetterOrDigit(character))
                name.Append(character);
            else if (character == '_' || (name.Length > 0 && name[^1] != '_'))
                name.Append('_');
        }

        var trimmed = text.EndsWith('_') ? name.ToString() : name.ToString().TrimEnd('_');
        return trimmed.Length > 0 && char.IsAsciiDigit(trimmed[0]) ? "_" + trimmed : trimmed;
    }
}
