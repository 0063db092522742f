using Hops.Core.Identity;
using Hops.Search;

namespace Hops.Platform.Search;

/// <summary>Searches all that a caller may see.</summary>
public static class SearchFor
{
    private static readonly EntryKind[] Kinds = [EntryKind.Project, EntryKind.Dataset, EntryKind.Topic, EntryKind.Schema, EntryKind.Field, EntryKind.Query, EntryKind.File];

    /// <summary>Searches.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="follower">The index.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="request">What for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Core.Errors.PlatformException"><c>InvalidArgument</c>, <c>NotFound</c> (the project), <c>Unavailable</c>, <c>AccessDenied</c>.</exception>
    public static async Task<SearchAnswer> RunAsync(
        HopsPlatform platform, SearchFollower follower, Principal actor, SearchRequest request, CancellationToken cancellationToken)
    {
        var words = SearchWords.Of(request.Text);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Project, 0, ""));
        var viewpoint = Viewpoint.Of(platform, actor, request.Project);
        var (behind, isWhole) = (follower.Behind, follower.IsWhole);
        var found = await follower.Index.FindAsync(new IndexQuestion(words, viewpoint.Scopes()), Kinds, cancellationToken);

        // Counts are of what was seen, so that they say nothing of what was not.
        var seen = new Dictionary<EntryKind, IReadOnlyList<SearchHit>>();
        foreach (var (kind, finding) in found)
            seen[kind] = await SeeAsync(viewpoint, words, finding.Entries, cancellationToken);
        var hits = seen.Where(kind => request.Kind is null || kind.Key == request.Kind).SelectMany(kind => kind.Value)
            .OrderBy(hit => RankOf(hit, words))
            .ThenBy(hit => Array.IndexOf(Kinds, hit.Entry.Kind))
            .ThenBy(hit => hit.Name, StringComparer.Ordinal)
            .ThenBy(hit => hit.Project, StringComparer.Ordinal)
            .ThenBy(hit => hit.Place, StringComparer.Ordinal)
            .ToArray();
        return new SearchAnswer(
            words,
            hits,
            [.. seen.Select(kind => new KindCount(kind.Key, kind.Value.Count, kind.Value.Count > 0 && found[kind.Key].HasMore))],
            [.. hits.GroupBy(hit => hit.Project).Where(group => group.Key is not null).Select(group => new ProjectCount(group.Key!, group.Count()))
                .OrderByDescending(project => project.Count).ThenBy(project => project.Project, StringComparer.Ordinal)])
        {
            Behind = behind,
            IsComplete = isWhole && found.Count == Kinds.Length,
        };
    }

    private static async Task<IReadOnlyList<SearchHit>> SeeAsync(
        Viewpoint viewpoint, SearchWords words, IReadOnlyList<Entry> entries, CancellationToken cancellationToken)
    {
        var hits = new List<SearchHit>();
        foreach (var entry in entries)
        {
            var seen = entry.Kind == EntryKind.File ? await viewpoint.SeeFileAsync(entry, cancellationToken) : viewpoint.See(entry);
            hits.AddRange(seen.Where(hit => words.Paths.Count == 0 || entry.Kind != EntryKind.File || IsOnPath(hit, words)));
        }

        return hits;
    }

    /// <summary>Of words with a slash only the end is in the name; the rest says where the file is.</summary>
    private static bool IsOnPath(SearchHit hit, SearchWords words)
    {
        var path = $"{hit.Place}/{hit.Name}";
        return words.Paths.All(word => path.Contains(word.Trim('/'), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The less, the better: the whole name, its beginning, a part of it, something else.</summary>
    private static int RankOf(SearchHit hit, SearchWords words)
    {
        var name = hit.Entry.Name;
        var all = string.Join(' ', words.All);
        if (name.Equals(all, StringComparison.OrdinalIgnoreCase))
            return 0;
        if (name.StartsWith(words.All[0], StringComparison.OrdinalIgnoreCase))
            return 1;
        return words.All.All(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) ? 2 : 3;
    }
}
