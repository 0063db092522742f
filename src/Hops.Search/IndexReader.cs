namespace Hops.Search;

/// <summary>Looks into the index. Used by one thread at a time.</summary>
internal sealed class IndexReader(IndexConnection connection, SearchOptions options) : IDisposable
{
    /// <summary>Scopes of one match; more are asked for one group after the other.</summary>
    private const int ScopesPerMatchMax = 200;

    private const string Find =
        $"SELECT entry.id, {IndexSchema.Columns} FROM entry WHERE id IN (SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rowid DESC LIMIT ?2) ORDER BY id DESC";

    /// <summary>Finds entries of one kind: names that are what is looked for, then those that begin with it, then all others, of each the newest first.</summary>
    /// <exception cref="SearchTimeoutException">It was interrupted.</exception>
    internal IndexFinding Run(IndexQuestion question, EntryKind kind)
    {
        var found = new Dictionary<long, Entry>();
        var limit = options.ResultsPerKindMax;
        if ((kind == EntryKind.File ? question.Words.OfName() : question.Words) is not { } words)
            return new IndexFinding([], HasMore: false);
        var isAll = Take(found, question.Scopes, scopes => MatchText.Anywhere(words, kind, scopes), limit + 1);
        if (isAll)
            return new IndexFinding([.. found.Values.Where(words.ShortAreIn)], HasMore: false);

        // More than will be read: then those come first of which most is known by what was written.
        var best = new Dictionary<long, Entry>();
        if (words.All.Count == 1)
            Take(best, question.Scopes, scopes => MatchText.Whole(words.All[0], kind, scopes), limit);
        Take(best, question.Scopes, scopes => MatchText.AtStart(words, kind, scopes), limit);
        foreach (var (id, entry) in found)
            best.TryAdd(id, entry);
        return new IndexFinding([.. best.Values.Where(words.ShortAreIn).Take(limit)], HasMore: true);
    }

    /// <summary>Stops what runs, from any thread.</summary>
    internal void Interrupt() => connection.Interrupt();

    public void Dispose() => connection.Dispose();

    /// <returns>False if the limit was reached.</returns>
    private bool Take(Dictionary<long, Entry> found, IReadOnlyCollection<Scope> scopes, Func<IEnumerable<Scope>, string> match, int limit)
    {
        foreach (var group in scopes.Chunk(ScopesPerMatchMax))
        {
            if (found.Count >= limit)
                return false;
            foreach (var row in connection.Statement(Find).Bind(1, match(group)).Bind(2, limit - found.Count).Rows())
                found.TryAdd(row.Int64(0), IndexSchema.Read(row, 1));
        }

        return found.Count < limit;
    }
}
