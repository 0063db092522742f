using Hops.Core.Errors;

namespace Hops.Search;

/// <summary>
/// The words of a search, taken out of what somebody wrote: separated by blanks and control characters, each a plain text whatever characters it has.
/// </summary>
public sealed class SearchWords
{
    /// <summary>Longest search, in characters.</summary>
    public const int LengthMax = 200;

    /// <summary>Most words.</summary>
    public const int CountMax = 8;

    /// <summary>
    /// Words of fewer characters are in no index: they are looked for in what other words have found, and where there are no others the first of them is
    /// found where a name begins with it.
    /// </summary>
    public const int LongLengthMin = 3;

    private SearchWords(string[] all)
    {
        All = all;
        Long = [.. all.Where(word => word.EnumerateRunes().Count() >= LongLengthMin)];
        Short = [.. all.Except(Long)];
        Paths = [.. all.Where(word => word.Contains('/', StringComparison.Ordinal))];
    }

    /// <summary>The words as they were written.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Those that the index can look for.</summary>
    internal IReadOnlyList<string> Long { get; }

    /// <summary>Words with a slash: of a file they are a part of its path.</summary>
    public IReadOnlyList<string> Paths { get; }

    private IReadOnlyList<string> Short { get; }

    /// <summary>
    /// The words that a name itself has to hold where these are parts of its path: what stands behind their last slash. Null if nothing stands there.
    /// </summary>
    internal SearchWords? OfName()
    {
        if (Paths.Count == 0)
            return this;
        var names = All.Select(word => word[(word.LastIndexOf('/') + 1)..]).Where(name => name.Length > 0).ToArray();
        return names.Length == 0 ? null : new SearchWords(names);
    }

    /// <summary>True if an entry that the long words have found holds the short ones too.</summary>
    internal bool ShortAreIn(Entry entry) => Short.All(word =>
        entry.Name.Contains(word, StringComparison.OrdinalIgnoreCase) || entry.Text.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Takes a search apart.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: it is empty or too long.</exception>
    public static SearchWords Of(string text)
    {
        if (text.Length > LengthMax)
            throw Refused($"A search has at most {LengthMax} characters.");
        var words = new string([.. text.Select(character => char.IsControl(character) ? ' ' : character)])
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words.Length switch
        {
            0 => throw Refused("Say what to search for: a part of a name, or words of a description."),
            > CountMax => throw Refused($"A search has at most {CountMax} words."),
            _ => new SearchWords(words),
        };
    }

    private static PlatformException Refused(string message) => new PlatformException(ErrorCode.InvalidArgument, message).With("field", "q");
}
