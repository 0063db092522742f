namespace Hops.Search;

/// <summary>Changes of the index, each a transaction. Used by one thread at a time.</summary>
internal sealed class IndexWriter(IndexConnection connection, long entriesMax) : IDisposable
{
    private long _count = CountOf(connection);

    /// <summary>Entries that there are.</summary>
    internal long Count => Interlocked.Read(ref _count);

    /// <summary>True if entries were left out because there was no room for them; they come in when all rows are compared again.</summary>
    internal bool IsFull { get; private set; }

    /// <summary>When the index was last known to hold all that there was, Unix milliseconds; null if never.</summary>
    internal long? KnownMs() => connection.Statement("SELECT number FROM state WHERE name = 'known_ms'").Rows().Select(row => (long?)row.Int64(0)).FirstOrDefault();

    /// <summary>Replaces what some rows have made. Rows that still make the same cost a look.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="knownMs">When the index holds all that there is once this is done; null if it does not.</param>
    internal void Apply(IReadOnlyList<RowEntries> rows, long? knownMs) => Transact(() =>
    {
        foreach (var row in rows)
        {
            var present = Of(row.Row).ToArray();
            if (!present.Select(found => found.Entry).SequenceEqual(row.Entries))
                Replace(row, present.Select(found => found.Id));
        }

        if (knownMs is { } known)
            connection.Statement("INSERT OR REPLACE INTO state (name, number) VALUES ('known_ms', ?1)").Bind(1, known).Run();
    });

    /// <summary>The rows of a source that have made entries, in the order of their keys.</summary>
    /// <param name="source">The source.</param>
    /// <param name="after">Only those whose key is greater.</param>
    /// <param name="upTo">Only those whose key is at most this; null for no end.</param>
    /// <param name="limit">At most so many.</param>
    internal List<byte[]> Rows(int source, byte[] after, byte[]? upTo, int limit)
    {
        var statement = connection.Statement(upTo is null
            ? "SELECT DISTINCT row_key FROM entry WHERE source = ?1 AND row_key > ?2 ORDER BY row_key LIMIT ?4"
            : "SELECT DISTINCT row_key FROM entry WHERE source = ?1 AND row_key > ?2 AND row_key <= ?3 ORDER BY row_key LIMIT ?4");
        statement.Bind(1, source).Bind(2, after).Bind(4, limit);
        if (upTo is not null)
            statement.Bind(3, upTo);
        return [.. statement.Rows().Select(row => row.Bytes(0))];
    }

    internal Entry? First(int source, byte[] after, byte[] upTo) => connection
        .Statement($"SELECT {IndexSchema.Columns} FROM entry WHERE source = ?1 AND row_key > ?2 AND row_key <= ?3 ORDER BY row_key LIMIT 1")
        .Bind(1, source).Bind(2, after).Bind(3, upTo).Rows().Select(row => IndexSchema.Read(row, 0)).FirstOrDefault();

    public void Dispose() => connection.Dispose();

    private static long CountOf(IndexConnection connection) => connection.Statement("SELECT count(*) FROM entry").Rows().Select(row => row.Int64(0)).First();

    private List<(long Id, Entry Entry)> Of(RowKey row)
    {
        var statement = connection.Statement($"SELECT id, {IndexSchema.Columns} FROM entry WHERE source = ?1 AND row_key = ?2 ORDER BY part");
        return [.. statement.Bind(1, row.Source).Bind(2, row.Key).Rows().Select(found => (found.Int64(0), IndexSchema.Read(found, 1)))];
    }

    private void Replace(RowEntries row, IEnumerable<long> present)
    {
        foreach (var id in present)
            Remove(id);
        for (var part = 0; part < row.Entries.Count; part++)
        {
            IsFull |= _count >= entriesMax;
            if (_count >= entriesMax)
                return;
            Add(row.Row, part, row.Entries[part]);
        }
    }

    private void Remove(long id)
    {
        connection.Statement("DELETE FROM entry WHERE id = ?1").Bind(1, id).Run();
        connection.Statement("DELETE FROM words WHERE rowid = ?1").Bind(1, id).Run();
        _count--;
    }

    private void Add(RowKey row, int part, Entry entry)
    {
        var insert = connection.Statement(
            $"INSERT INTO entry (source, row_key, part, {IndexSchema.Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING id")
            .Bind(1, row.Source).Bind(2, row.Key).Bind(3, part)
            .Bind(4, (int)entry.Kind).Bind(5, entry.ProjectId).Bind(6, entry.Name).Bind(7, entry.Text).Bind(8, entry.Place)
            .Bind(9, entry.Number).Bind(10, entry.Scope.Number);
        _ = entry.OtherScope is { } other ? insert.Bind(11, other.Number) : insert.BindNull(11);
        var id = insert.Rows().Select(made => made.Int64(0)).Single();
        connection.Statement("INSERT INTO words (rowid, kind, scope, other_scope, name, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .Bind(1, id).Bind(2, IndexSchema.KindToken(entry.Kind)).Bind(3, entry.Scope.Token).Bind(4, entry.OtherScope?.Token ?? "")
            .Bind(5, IndexSchema.NameStart + entry.Name + IndexSchema.NameEnd).Bind(6, entry.Text)
            .Run();
        _count++;
    }

    private void Transact(Action change)
    {
        var count = _count;
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            change();
            connection.Execute("COMMIT");
        }
        catch
        {
            _count = count;
            connection.Rollback();
            throw;
        }
    }
}
