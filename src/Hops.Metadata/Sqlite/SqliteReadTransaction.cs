using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Sqlite;

/// <summary>A snapshot on a read connection. Every call completes before it returns.</summary>
internal sealed class SqliteReadTransaction(SqliteConnection connection, TimeProvider time) : ReadTransaction
{
    private DateTimeOffset? _now;
    private bool _isEnded;

    public override DateTimeOffset Now => _now ??= time.GetUtcNow();

    /// <summary>No call is allowed from now on: the connection belongs to the next transaction.</summary>
    internal void End() => _isEnded = true;

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

    private SqliteTable Rows(Table table) =>
        _isEnded ? throw new InvalidOperationException("the transaction has ended; a body awaits nothing but its calls") : connection.Of(table);
}
