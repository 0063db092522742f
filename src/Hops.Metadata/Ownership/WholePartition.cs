using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Ownership;

/// <summary>All rows of a partition, page after page, in the transaction that removes them. The limits on projects bound the loops.</summary>
public static class WholePartition
{
    private const int PageRows = 1000;

    /// <summary>Removes every row below a prefix.</summary>
    public static async Task RemoveAsync<TRow>(WriteTransaction transaction, Table<TRow> table, Key prefix)
        where TRow : class
    {
        var removed = PageRows;
        while (removed == PageRows)
            removed = await transaction.DeletePrefixAsync(table, prefix, PageRows);
    }

    /// <summary>Calls an action, which removes the row, for every row below a prefix.</summary>
    public static async Task DrainAsync<TRow>(WriteTransaction transaction, Table<TRow> table, Key prefix, Func<TRow, Task> remove)
        where TRow : class
    {
        IReadOnlyList<TRow> page;
        do
        {
            page = await transaction.ScanAsync(table, prefix, null, PageRows);
            foreach (var row in page)
                await remove(row);
        }
        while (page.Count == PageRows);
    }
}
