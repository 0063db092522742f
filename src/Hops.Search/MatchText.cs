namespace Hops.Search;

/// <summary>
/// Writes the match of the full-text table (https://sqlite.org/fts5.html#full_text_query_syntax). Every word stands in it as a string in double quotes, in
/// which nothing but the quote has a meaning.
/// </summary>
internal static class MatchText
{
    /// <summary>Entries of a kind in some scopes that hold the words; if all are short, those whose name begins with the first.</summary>
    internal static string Anywhere(SearchWords words, EntryKind kind, IEnumerable<Scope> scopes) =>
        words.Long.Count == 0 ? AtStart(words, kind, scopes) : Within(kind, scopes) + Hold(words.Long);

    /// <summary>Those of them whose name begins with the first word.</summary>
    internal static string AtStart(SearchWords words, EntryKind kind, IEnumerable<Scope> scopes) =>
        Within(kind, scopes) + " AND name : " + Quote(IndexSchema.NameStart + words.All[0]) + Hold(words.Long);

    /// <summary>Those whose name is the one word.</summary>
    internal static string Whole(string word, EntryKind kind, IEnumerable<Scope> scopes) =>
        Within(kind, scopes) + " AND name : " + Quote(IndexSchema.NameStart + word + IndexSchema.NameEnd);

    private static string Within(EntryKind kind, IEnumerable<Scope> scopes)
    {
        var tokens = string.Join(" OR ", scopes.Select(scope => Quote(scope.Token)));
        return $"kind : {Quote(IndexSchema.KindToken(kind))} AND {{scope other_scope}} : ({tokens})";
    }

    private static string Hold(IEnumerable<string> words) => string.Concat(words.Select(word => " AND {name body} : " + Quote(word)));

    private static string Quote(string text) => '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
