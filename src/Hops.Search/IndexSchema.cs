namespace Hops.Search;

/// <summary>
/// The tables of the index: the entries, by the rows that made them, and what is looked through. The full-text table keeps no text of its own
/// (https://sqlite.org/fts5.html#contentless_delete_tables) and takes text apart into all runs of three characters
/// (https://sqlite.org/fts5.html#the_trigram_tokenizer), so that a part of a name is found wherever it is in it.
/// </summary>
internal static class IndexSchema
{
    internal const string Tables = """
        CREATE TABLE entry (
          id INTEGER PRIMARY KEY, source INTEGER NOT NULL, row_key BLOB NOT NULL, part INTEGER NOT NULL,
          kind INTEGER NOT NULL, project_id INTEGER NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, place TEXT NOT NULL,
          number INTEGER NOT NULL, scope INTEGER NOT NULL, other_scope INTEGER);
        CREATE UNIQUE INDEX entry_by_row ON entry (source, row_key, part);
        CREATE TABLE state (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
        CREATE VIRTUAL TABLE words USING fts5 (kind, scope, other_scope, name, body, content='', contentless_delete=1, tokenize='trigram');
        """;

    internal const string Columns = "kind, project_id, name, body, place, number, scope, other_scope";

    /// <summary>Before a name, so that short words are found where a name begins with them: of one and two characters there is no run of three.</summary>
    internal const string NameStart = "\u0002\u0002";

    /// <summary>After a name, so that a whole one is found.</summary>
    internal const string NameEnd = "\u0003";

    internal static string KindToken(EntryKind kind) => FormattableString.Invariant($"k{(int)kind:D2}");

    /// <summary>Reads the columns of <see cref="Columns"/>, the first of which is that number.</summary>
    internal static Entry Read(IndexStatement row, int first) => new()
    {
        Kind = (EntryKind)row.Int64(first),
        ProjectId = row.Int64(first + 1),
        Name = row.Text(first + 2),
        Text = row.Text(first + 3),
        Place = row.Text(first + 4),
        Number = row.Int64(first + 5),
        Scope = Scope.Stored(row.Int64(first + 6)),
        OtherScope = row.IsNull(first + 7) ? null : Scope.Stored(row.Int64(first + 7)),
    };
}
