using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Guards;

/// <summary>A write transaction that counts and checks its locks.</summary>
internal sealed class GuardedWriteTransaction(WriteTransaction transaction, GuardRules rules, StoreCost cost) : WriteTransaction
{
    private readonly LockLedger _locks = new(rules);
    private bool _isInRunOfChanges;

    public override DateTimeOffset Now => transaction.Now;

    public override ValueTask<TRow?> GetAsync<TRow>(Table<TRow> table, Key key, LockMode lockMode = LockMode.None)
        where TRow : class
    {
        CountRead();
        _locks.Lock(table, [key], lockMode);
        return transaction.GetAsync(table, key, lockMode);
    }

    public override ValueTask<TRow?[]> GetManyAsync<TRow>(Table<TRow> table, IReadOnlyList<Key> keys, LockMode lockMode = LockMode.None)
        where TRow : class
    {
        CountRead();
        _locks.Lock(table, keys, lockMode);
        return transaction.GetManyAsync(table, keys, lockMode);
    }

    public override ValueTask<IReadOnlyList<TRow>> ScanAsync<TRow>(Table<TRow> table, Key prefix, Key? startAfter, int limit)
    {
        CountRead();
        return transaction.ScanAsync(table, prefix, startAfter, limit);
    }

    public override ValueTask<IReadOnlyList<TRow>> SweepAsync<TRow>(Table<TRow> table, Key? startAfter, int limit)
    {
        CountRead();
        return transaction.SweepAsync(table, startAfter, limit);
    }

    public override async ValueTask<TRow?> LookupAsync<TRow>(Table<TRow> table, Lookup lookup, Key key, LockMode lockMode = LockMode.None)
        where TRow : class
    {
        CountRead();
        var row = await transaction.LookupAsync(table, lookup, key, lockMode);
        if (row is not null)
            _locks.Lock(table, [table.KeyOf(row)], lockMode);
        return row;
    }

    public override async ValueTask<bool> InsertAsync<TRow>(Table<TRow> table, TRow row)
    {
        CountChange();
        var isInserted = await transaction.InsertAsync(table, row);
        if (isInserted)
            _locks.Own(table, table.KeyOf(row));
        return isInserted;
    }

    public override ValueTask<bool> UpdateAsync<TRow>(Table<TRow> table, TRow row)
    {
        CountChange();
        _locks.CheckChange(table, table.KeyOf(row), LockMode.Write);
        return transaction.UpdateAsync(table, row);
    }

    public override ValueTask PutAsync<TRow>(Table<TRow> table, TRow row)
    {
        CountChange();
        _locks.CheckChange(table, table.KeyOf(row), LockMode.Write);
        return transaction.PutAsync(table, row);
    }

    public override ValueTask<bool> DeleteAsync<TRow>(Table<TRow> table, Key key)
    {
        CountChange();
        _locks.CheckChange(table, key, LockMode.Destroy);
        return transaction.DeleteAsync(table, key);
    }

    public override ValueTask<int> DeletePrefixAsync<TRow>(Table<TRow> table, Key prefix, int limit)
    {
        CountChange();
        _locks.CheckDeletePrefix(table);
        return transaction.DeletePrefixAsync(table, prefix, limit);
    }

    public override void OnCommitted(Action action) => transaction.OnCommitted(action);

    private void CountRead()
    {
        _isInRunOfChanges = false;
        cost.AddRead();
    }

    private void CountChange()
    {
        cost.AddChange(startsRun: !_isInRunOfChanges);
        _isInRunOfChanges = true;
    }
}
