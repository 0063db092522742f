namespace Hops.Api.Search;

/// <summary>The part of a text in which the first word was found, with the places of all words in it.</summary>
/// <param name="Text">The part, on one line.</param>
/// <param name="Marks">The places.</param>
internal sealed record Excerpt(string Text, IReadOnlyList<SearchMarkView> Marks)
{
    private const int LengthMax = 160;

    /// <summary>Characters that are shown before the first word.</summary>
    private const int LeadMax = 40;

    private const int MarksMax = 20;

    /// <summary>The part of a text that holds a word; null if none does.</summary>
    internal static Excerpt? Of(string text, IReadOnlyList<string> words)
    {
        var first = words.Select(word => text.IndexOf(word, StringComparison.OrdinalIgnoreCase)).Where(place => place >= 0).DefaultIfEmpty(-1).Min();
        if (first < 0)
            return null;
        var start = Whole(text, Math.Max(0, first - LeadMax));
        var end = Whole(text, Math.Min(text.Length, start + LengthMax));
        var part = new string([.. text[start..end].Select(character => char.IsControl(character) ? ' ' : character)]);
        return new Excerpt(part, MarksOf(part, words));
    }

    /// <summary>Where words are in a text, in order, none over another.</summary>
    internal static IReadOnlyList<SearchMarkView> MarksOf(string text, IReadOnlyList<string> words)
    {
        var marks = new List<SearchMarkView>();
        foreach (var (start, length) in words.SelectMany(word => PlacesOf(text, word)).OrderBy(place => place.Start).ThenByDescending(place => place.Length))
        {
            if (marks.Count == 0 || start >= marks[^1].Start + marks[^1].Length)
                marks.Add(new SearchMarkView(start, length));
        }

        return marks;
    }

    private static IEnumerable<(int Start, int Length)> PlacesOf(string text, string word)
    {
        var count = 0;
        for (var at = 0; count < MarksMax && (at = text.IndexOf(word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += word.Length)
        {
            count++;
            yield return (at, word.Length);
        }
    }

    /// <summary>A place that does not part the two halves of a character.</summary>
    private static int Whole(string text, int place) => place > 0 && place < text.Length && char.IsLowSurrogate(text[place]) ? place - 1 : place;
}
