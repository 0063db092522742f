using Hops.Search;

namespace Hops.Platform.Search;

/// <summary>Something that a search has found, as one project of the caller sees it.</summary>
/// <param name="Entry">What was found.</param>
/// <param name="Project">The project in which the caller has it, its own or a borrowing one; null for a public dataset that none of its projects borrows.</param>
/// <param name="Owner">The project that owns it.</param>
/// <param name="Name">The name by which it is known there.</param>
/// <param name="Place">In what it is, as it is known there: the subject of a field, the directory of a file.</param>
public sealed record SearchHit(Entry Entry, string? Project, string Owner, string Name, string Place);

/// <summary>What to search for.</summary>
/// <param name="Text">What somebody wrote.</param>
/// <param name="Kind">Results of this kind only; null for all.</param>
/// <param name="Project">Results in this project only, with what it borrows; null for everywhere.</param>
public sealed record SearchRequest(string Text, EntryKind? Kind = null, string? Project = null);

/// <summary>What a search has found.</summary>
/// <param name="Words">The words that were looked for.</param>
/// <param name="Hits">What was found and may be shown, the best first.</param>
/// <param name="Kinds">How many there are of each kind, whatever kind was asked for.</param>
/// <param name="Projects">How many of the hits there are in each project, the most first.</param>
public sealed record SearchAnswer(
    SearchWords Words, IReadOnlyList<SearchHit> Hits, IReadOnlyList<KindCount> Kinds, IReadOnlyList<ProjectCount> Projects)
{
    /// <summary>How much older than the database the index was; null if it is being made for the first time.</summary>
    public required TimeSpan? Behind { get; init; }

    /// <summary>False if there may be results that were not looked at: the time was up, or the index is not whole.</summary>
    public required bool IsComplete { get; init; }
}

/// <summary>Results of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many were found.</param>
/// <param name="HasMore">True if there may be more, which are not read.</param>
public sealed record KindCount(EntryKind Kind, int Count, bool HasMore);

/// <summary>Results in one project.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Count">How many were found.</param>
public sealed record ProjectCount(string Project, int Count);
