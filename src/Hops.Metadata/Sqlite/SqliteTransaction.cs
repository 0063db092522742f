using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Sqlite;

/// <summary>
/// One body on a connection: a snapshot on one for reading, or a part of a group on that of the writer. There its savepoint is opened by its
/// first change: bodies that only read, or refuse before they change anything, cost none. Every call completes before it returns.
/// </summary>
internal sealed class SqliteTransaction(SqliteConnection connection, TimeProvider time, ChangeFeed? feed) : WriteTransaction
{
    private DateTimeOffset? _now;
    private List<Action>? _committed;
    private List<RowChange>? _changes;
    private bool _hasSavepoint;
    private bool _isEnded;

    public override DateTimeOffset Now => _now ??= time.GetUtcNow();

    /// <summary>What to call after the commit, in the order of the requests.</summary>
    internal IReadOnlyList<Action> Committed => _committed ?? [];

    /// <summary>The rows of followed tables that it changed; null if there are none.</summary>
    internal IReadOnlyList<RowChange>? Changes => _changes;

    /// <summary>No call is allowed from now on: the connection belongs to the next body.</summary>
    internal void End() => _isEnded = true;

    /// <summary>Keeps the changes for the commit of the group.</summary>
    internal void Keep()
    {
        _isEnded = true;
        if (_hasSavepoint)
            connection.Release();
    }

    /// <summary>Undoes the changes of this body alone.</summary>
    internal void Undo()
    {
        _isEnded = true;
        _committed = null;
        _changes = null;
        if (_hasSavepoint && connection.IsInTransaction)
            connection.RollbackToSavepoint();
    }

    public override ValueTask<TRow?> GetAsync<TRow>(Table<TRow> table, Key key, LockMode lockMode = LockMode.None)
        where TRow : class => new(Rows(table).Get(table, key));

    public override ValueTask<TRow?[]> GetManyAsync<TRow>(Table<TRow> table, IReadOnlyList<Key> keys, LockMode lockMode = LockMode.None)
        where TRow : class => new(Rows(table).GetMany(table, keys));

    public override ValueTask<IReadOnlyList<TRow>> ScanAsync<TRow>(Table<TRow> table, Key prefix, Key? startAfter, int limit) =>
        new(Rows(table).Scan(table, prefix, table.PartitionLength, startAfter, limit));

    public override ValueTask<IReadOnlyList<TRow>> SweepAsync<TRow>(Table<TRow> table, Key? startAfter, int limit) =>
        new(Rows(table).Scan(table, default, 0, startAfter, limit));

    public override ValueTask<TRow?> LookupAsync<TRow>(Table<TRow> table, Lookup lookup, Key key, LockMode lockMode = LockMode.None)
        where TRow : class => new(Rows(table).Lookup(table, lookup, key));

    public override ValueTask<bool> InsertAsync<TRow>(Table<TRow> table, TRow row) => new(Noted(Changing(table).Insert(table, row), table, row));

    public override ValueTask<bool> UpdateAsync<TRow>(Table<TRow> table, TRow row) => new(Noted(Changing(table).Update(table, row), table, row));

    public override ValueTask PutAsync<TRow>(Table<TRow> table, TRow row)
    {
        Changing(table).Put(table, row);
        Noted(true, table, row);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<bool> DeleteAsync<TRow>(Table<TRow> table, Key key)
    {
        var isDeleted = Changing(table).Delete(key);
        if (isDeleted)
            Note(table, key);
        return new(isDeleted);
    }

    public override ValueTask<int> DeletePrefixAsync<TRow>(Table<TRow> table, Key prefix, int limit)
    {
        var count = Changing(table).DeletePrefix(prefix, limit);
        if (count > 0)
            Note(table, prefix);
        return new(count);
    }

    public override void OnCommitted(Action action)
    {
        ThrowIfEnded();
        (_committed ??= []).Add(action);
    }

    private bool Noted<TRow>(bool isChanged, Table<TRow> table, TRow row)
        where TRow : class
    {
        if (isChanged && feed?.IsFollowed(table) == true)
            (_changes ??= []).Add(new RowChange(table, table.KeyOf(row)));
        return isChanged;
    }

    private void Note(Table table, Key key)
    {
        if (feed?.IsFollowed(table) == true)
            (_changes ??= []).Add(new RowChange(table, key));
    }

    private SqliteTable Rows(Table table)
    {
        ThrowIfEnded();
        return connection.Of(table);
    }

    private SqliteTable Changing(Table table)
    {
        var rows = Rows(table);
        if (!_hasSavepoint)
            connection.Savepoint();
        _hasSavepoint = true;
        return rows;
    }

    private void ThrowIfEnded()
    {
        if (_isEnded)
            throw new InvalidOperationException("the transaction has ended; a body awaits nothing but its calls");
    }
}
