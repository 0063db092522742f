using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Guards;

/// <summary>A read transaction that counts, and takes no locks.</summary>
internal sealed class GuardedReadTransaction(ReadTransaction transaction, StoreCost cost) : ReadTransaction
{
    public override DateTimeOffset Now => transaction.Now;

    public override ValueTask<TRow?> GetAsync<TRow>(Table<TRow> table, Key key, LockMode lockMode = LockMode.None)
        where TRow : class
    {
        Count(lockMode);
        return transaction.GetAsync(table, key);
    }

    public override ValueTask<TRow?[]> GetManyAsync<TRow>(Table<TRow> table, IReadOnlyList<Key> keys, LockMode lockMode = LockMode.None)
        where TRow : class
    {
        Count(lockMode);
        return transaction.GetManyAsync(table, keys);
    }

    public override ValueTask<IReadOnlyList<TRow>> ScanAsync<TRow>(Table<TRow> table, Key prefix, Key? startAfter, int limit)
    {
        Count(LockMode.None);
        return transaction.ScanAsync(table, prefix, startAfter, limit);
    }

    public override ValueTask<IReadOnlyList<TRow>> SweepAsync<TRow>(Table<TRow> table, Key? startAfter, int limit)
    {
        Count(LockMode.None);
        return transaction.SweepAsync(table, startAfter, limit);
    }

    public override ValueTask<TRow?> LookupAsync<TRow>(Table<TRow> table, Lookup lookup, Key key, LockMode lockMode = LockMode.None)
        where TRow : class
    {
        Count(lockMode);
        return transaction.LookupAsync(table, lookup, key);
    }

    private void Count(LockMode lockMode)
    {
        if (lockMode != LockMode.None)
            throw LockLedger.Broken($"a read transaction asks for a lock ({lockMode}): reads are of a snapshot");
        cost.AddRead();
    }
}
