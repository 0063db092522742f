using Hops.Metadata;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Persons;

/// <summary>Changes or deletes rows of a whole table that fit, a page a transaction; each is read again in the transaction that changes it.</summary>
internal static class RowSweep
{
    private const int ReadAtOnce = 500;

    /// <summary>Sweeps a table.</summary>
    /// <param name="store">The database.</param>
    /// <param name="table">The table.</param>
    /// <param name="isWanted">True for a row that is to change.</param>
    /// <param name="change">The row as it becomes; null to delete it.</param>
    /// <param name="cancellationToken">Stops it between two pages.</param>
    /// <returns>How many rows were changed.</returns>
    internal static async Task<long> RunAsync<TRow>(
        MetadataStore store, Table<TRow> table, Func<TRow, bool> isWanted, Func<TRow, TRow?> change, CancellationToken cancellationToken)
        where TRow : class
    {
        var changed = 0L;
        Key? after = null;
        IReadOnlyList<TRow> rows;
        do
        {
            var from = after;
            rows = await store.ReadAsync(read => read.SweepAsync(table, from, ReadAtOnce), cancellationToken);
            var keys = rows.Where(isWanted).Select(table.KeyOf).ToList();
            if (keys.Count > 0)
                changed += await store.WriteAsync(transaction => ChangeAsync(transaction, table, keys, isWanted, change), cancellationToken);
            if (rows.Count > 0)
                after = table.KeyOf(rows[^1]);
        }
        while (rows.Count == ReadAtOnce);
        return changed;
    }

    private static async ValueTask<long> ChangeAsync<TRow>(
        WriteTransaction transaction, Table<TRow> table, IReadOnlyList<Key> keys, Func<TRow, bool> isWanted, Func<TRow, TRow?> change)
        where TRow : class
    {
        var changed = 0L;
        foreach (var key in keys)
        {
            if (await transaction.GetAsync(table, key, LockMode.Write) is not { } row || !isWanted(row))
                continue;
            if (change(row) is { } next)
                await transaction.UpdateAsync(table, next);
            else
                await transaction.DeleteAsync(table, key);
            changed++;
        }

        return changed;
    }
}
