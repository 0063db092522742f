using Hops.Metadata.Tables;

namespace Hops.Metadata.Transactions;

/// <summary>
/// Keyed reads over one consistent snapshot. Every task completes before the body of the transaction ends; a body awaits nothing but
/// the calls of its transaction.
/// </summary>
public abstract class ReadTransaction
{
    /// <summary>Time of the transaction, constant within it.</summary>
    public abstract DateTimeOffset Now { get; }

    /// <summary>The row of a primary key, or null.</summary>
    public abstract ValueTask<TRow?> GetAsync<TRow>(Table<TRow> table, Key key, LockMode lockMode = LockMode.None)
        where TRow : class;

    /// <summary>The rows of several primary keys, null where there is none, in the order of the keys; one round trip.</summary>
    public abstract ValueTask<TRow?[]> GetManyAsync<TRow>(Table<TRow> table, IReadOnlyList<Key> keys, LockMode lockMode = LockMode.None)
        where TRow : class;

    /// <summary>
    /// Rows of one partition in key order: those whose leading key columns equal <paramref name="prefix"/> (at least the partition
    /// columns of the table) and whose whole key is greater than <paramref name="startAfter"/>.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="prefix">Values of the leading key columns.</param>
    /// <param name="startAfter">Whole key of the last row of the page before; null to begin.</param>
    /// <param name="limit">At most so many rows, 1 to 10,000.</param>
    public abstract ValueTask<IReadOnlyList<TRow>> ScanAsync<TRow>(Table<TRow> table, Key prefix, Key? startAfter, int limit)
        where TRow : class;

    /// <summary>
    /// All rows in key order, for loading a snapshot at start and for maintenance; never on a request path.
    /// </summary>
    public abstract ValueTask<IReadOnlyList<TRow>> SweepAsync<TRow>(Table<TRow> table, Key? startAfter, int limit)
        where TRow : class;

    /// <summary>All rows in key order, page after page, where <see cref="SweepAsync"/> may be used.</summary>
    public async IAsyncEnumerable<TRow> SweepAllAsync<TRow>(Table<TRow> table)
        where TRow : class
    {
        const int PageRows = 5000;
        Key? last = null;
        while (true)
        {
            var page = await SweepAsync(table, last, PageRows);
            foreach (var row in page)
                yield return row;
            if (page.Count < PageRows)
                yield break;
            last = table.KeyOf(page[^1]);
        }
    }

    /// <summary>The row that a declared unique look-up finds, or null.</summary>
    public abstract ValueTask<TRow?> LookupAsync<TRow>(Table<TRow> table, Lookup lookup, Key key, LockMode lockMode = LockMode.None)
        where TRow : class;
}
