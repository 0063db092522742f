namespace Hops.Search;

/// <summary>What is looked for.</summary>
/// <param name="Words">Words that an entry must hold, all of them, in its name or text; see <see cref="SearchWords"/>.</param>
/// <param name="Scopes">Where: nothing outside of them is found.</param>
public sealed record IndexQuestion(SearchWords Words, IReadOnlyCollection<Scope> Scopes);

/// <summary>What an index has found of one kind.</summary>
/// <param name="Entries">The entries, at most <see cref="SearchOptions.ResultsPerKindMax"/>, each once: names that are or begin with the words are among them first.</param>
/// <param name="HasMore">True if there may be more.</param>
public sealed record IndexFinding(IReadOnlyList<Entry> Entries, bool HasMore);
