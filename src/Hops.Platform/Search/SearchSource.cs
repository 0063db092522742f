using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Search;

namespace Hops.Platform.Search;

/// <summary>A table whose rows can be found, and what they are found by.</summary>
/// <param name="number">Its number in the index. Never renumber without another <see cref="SearchIndex.Format"/>.</param>
/// <param name="table">The table.</param>
internal abstract class SearchSource(int number, Table table)
{
    internal int Number => number;

    internal Table Table => table;

    /// <summary>What the row of a key makes: nothing if it is gone.</summary>
    internal abstract ValueTask<RowEntries> AtAsync(ReadTransaction read, Key key);

    /// <summary>What rows make, in the order of their keys.</summary>
    /// <param name="read">The transaction.</param>
    /// <param name="prefix">Leading part of the keys, at least the partition; empty for all.</param>
    /// <param name="after">Key after which it begins; null for the beginning.</param>
    /// <param name="limit">At most so many rows.</param>
    internal abstract ValueTask<IReadOnlyList<(Key Key, RowEntries Made)>> PageAsync(ReadTransaction read, Key prefix, Key? after, int limit);
}

/// <inheritdoc/>
/// <param name="number">Its number in the index.</param>
/// <param name="table">The table.</param>
/// <param name="entriesAsync">What a row is found by.</param>
internal sealed class TableSource<TRow>(int number, Table<TRow> table, Func<ReadTransaction, TRow, ValueTask<IReadOnlyList<Entry>>> entriesAsync)
    : SearchSource(number, table)
    where TRow : class
{
    internal override async ValueTask<RowEntries> AtAsync(ReadTransaction read, Key key)
    {
        var row = await read.GetAsync(table, key);
        return new RowEntries(new RowKey(Number, KeyBytes.Of(key)), row is null ? [] : await entriesAsync(read, row));
    }

    internal override async ValueTask<IReadOnlyList<(Key Key, RowEntries Made)>> PageAsync(ReadTransaction read, Key prefix, Key? after, int limit)
    {
        var rows = prefix.Count == 0 ? await read.SweepAsync(table, after, limit) : await read.ScanAsync(table, prefix, after, limit);
        var page = new List<(Key, RowEntries)>(rows.Count);
        foreach (var row in rows)
        {
            var key = table.KeyOf(row);
            page.Add((key, new RowEntries(new RowKey(Number, KeyBytes.Of(key)), await entriesAsync(read, row))));
        }

        return page;
    }
}
