using System.Globalization;

namespace Hops.Schemas.Protobuf;

/// <summary>The words after <c>reserved</c> and <c>extensions</c>: ranges of numbers, and names.</summary>
internal static class ReservedWords
{
    /// <summary>Names and ranges, both ends included, of one statement.</summary>
    public static (List<string> Names, List<(int First, int Last)> Ranges) Parse(string words, int max)
    {
        var (names, ranges) = (new List<string>(), new List<(int, int)>());
        var bracket = words.IndexOf('[', StringComparison.Ordinal);
        foreach (var word in (bracket < 0 ? words : words[..bracket]).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (word[0] is '"' or '\'')
            {
                names.Add(ProtoText.Unquote(word));
                continue;
            }

            var ends = word.Split(" to ", StringSplitOptions.TrimEntries);
            if (Number(ends[0]) is { } first && Number(ends[^1]) is { } last)
                ranges.Add((first, last));
            else
                names.Add(word);
        }

        return (names, ranges);

        int? Number(string text) => text == "max" ? max : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Ranges as words.</summary>
    public static string Print(IEnumerable<(int First, int Last)> ranges, int max) => string.Join(", ", ranges.Select(range =>
        range.First == range.Last
            ? range.First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{range.First} to {(range.Last >= max ? "max" : range.Last.ToString(CultureInfo.InvariantCulture))}")));
}
