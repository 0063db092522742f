using Hops.Metadata.Tables;

namespace Hops.Metadata.Transactions;

/// <summary>
/// Reads and changes that become durable and visible together, or not at all. The body may be run again after a conflict, so it has no
/// effects but those on the transaction: no input or output, clock or randomness except <see cref="ReadTransaction.Now"/> and ids
/// allocated before.
/// </summary>
public abstract class WriteTransaction : ReadTransaction
{
    /// <summary>Adds a row.</summary>
    /// <returns>False if its primary key or one of its look-ups exists already; nothing is changed then.</returns>
    public abstract ValueTask<bool> InsertAsync<TRow>(Table<TRow> table, TRow row)
        where TRow : class;

    /// <summary>Replaces the row of the same primary key.</summary>
    /// <returns>False if there is none.</returns>
    public abstract ValueTask<bool> UpdateAsync<TRow>(Table<TRow> table, TRow row)
        where TRow : class;

    /// <summary>Adds a row or replaces the one of the same primary key.</summary>
    public abstract ValueTask PutAsync<TRow>(Table<TRow> table, TRow row)
        where TRow : class;

    /// <summary>Removes the row of a primary key.</summary>
    /// <returns>False if there was none.</returns>
    public abstract ValueTask<bool> DeleteAsync<TRow>(Table<TRow> table, Key key)
        where TRow : class;

    /// <summary>
    /// Removes up to <paramref name="limit"/> rows of a partition, first in key order.
    /// </summary>
    /// <returns>How many were removed.</returns>
    public abstract ValueTask<int> DeletePrefixAsync<TRow>(Table<TRow> table, Key prefix, int limit)
        where TRow : class;

    /// <summary>
    /// Calls <paramref name="action"/> once, right after this transaction became durable and before its caller is answered, in commit
    /// order: for caches and snapshots in memory that follow the database. It must not throw or block.
    /// </summary>
    public abstract void OnCommitted(Action action);
}
