using Hops.Api.Http;
using Hops.Platform.Search;
using Hops.Search;

namespace Hops.Api.Search;

/// <summary>What a search has found. Everything in it, the counts too, is of what the caller may see.</summary>
/// <param name="Items">Results, the best first: a whole name, its beginning, a part of it, text.</param>
/// <param name="NextCursor">Pass it as <c>cursor</c> for the next page; null at the end.</param>
/// <param name="Types">How many results there are of each type, whatever type was asked for.</param>
/// <param name="Projects">How many results there are in each project, the most first.</param>
/// <param name="BehindMs">How much older than the database the index may be, in milliseconds; null while it is made for the first time.</param>
/// <param name="IsComplete">False if there may be results that were not looked at: the index is being compared with the database, or the time was up.</param>
public sealed record SearchView(
    IReadOnlyList<SearchResultView> Items,
    string? NextCursor,
    IReadOnlyList<SearchTypeView> Types,
    IReadOnlyList<SearchProjectView> Projects,
    long? BehindMs,
    bool IsComplete)
{
    internal static SearchView Of(SearchAnswer answer, Page<SearchResultView> results) => new(
        results.Items,
        results.NextCursor,
        [.. answer.Kinds.Select(kind => new SearchTypeView(kind.Kind, kind.Count, kind.HasMore))],
        [.. answer.Projects.Select(project => new SearchProjectView(project.Project, project.Count))],
        answer.Behind is { } behind ? (long)Math.Max(0, behind.TotalMilliseconds) : null,
        answer.IsComplete);
}

/// <summary>One result.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Project">The project in which the caller has it; null for a public dataset that none of its projects borrows.</param>
/// <param name="Owner">The project that owns it: another one if it is borrowed or public.</param>
/// <param name="Name">The name by which it is known in <paramref name="Project"/>: <c>owner::dataset</c> if it is borrowed or public.</param>
/// <param name="NameMarks">Where the words are in the name.</param>
/// <param name="Place">In what it is: the subject of a field, the directory of a file; null for everything else.</param>
/// <param name="Text">The part of its description or text that was found; null if it was found by its name alone.</param>
/// <param name="TextMarks">Where the words are in that text.</param>
public sealed record SearchResultView(
    EntryKind Type,
    string? Project,
    string Owner,
    string Name,
    IReadOnlyList<SearchMarkView> NameMarks,
    string? Place,
    string? Text,
    IReadOnlyList<SearchMarkView> TextMarks)
{
    internal static SearchResultView Of(SearchHit hit, SearchWords words)
    {
        var excerpt = Excerpt.Of(hit.Entry.Text, words.All);
        return new(
            hit.Entry.Kind, hit.Project, hit.Owner, hit.Name, Excerpt.MarksOf(hit.Name, words.All), hit.Place.Length == 0 ? null : hit.Place,
            excerpt?.Text, excerpt?.Marks ?? []);
    }
}

/// <summary>A part of a text that one of the words is.</summary>
/// <param name="Start">Where it begins, in UTF-16 characters from 0.</param>
/// <param name="Length">How long it is, in UTF-16 characters.</param>
public sealed record SearchMarkView(int Start, int Length);

/// <summary>Results of one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Count">How many were found.</param>
/// <param name="HasMore">True if there may be more, which no page shows: say more words.</param>
public sealed record SearchTypeView(EntryKind Type, int Count, bool HasMore);

/// <summary>Results in one project.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Count">How many were found.</param>
public sealed record SearchProjectView(string Project, int Count);
