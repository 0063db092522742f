using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Audit;

/// <summary>
/// Gives the entries that were written before there was a chain their place in it: once, when a server opens its database and before anything writes to a
/// trail. It vouches for what they are now, not for what they were.
/// </summary>
public static class ChainOldEntries
{
    /// <summary>Trails of one read, and entries of one transaction: some 300 kB of changes.</summary>
    private const int RoundMax = 1000;

    /// <summary>Chains what is not chained yet; what was interrupted goes on.</summary>
    /// <returns>How many entries were given a place.</returns>
    public static async Task<long> RunAsync(MetadataStore store, CancellationToken cancellationToken)
    {
        var chained = 0L;
        Key? after = null;
        IReadOnlyList<AuditHead> heads;
        do
        {
            var from = after;
            heads = await store.ReadAsync(read => read.SweepAsync(AuditLog.Heads, from, RoundMax), cancellationToken);
            foreach (var head in heads.Where(head => head.Hash.Length == 0))
                chained += await ChainAsync(store, head, cancellationToken);
            after = heads.Count > 0 ? AuditLog.Heads.KeyOf(heads[^1]) : null;
        }
        while (heads.Count == RoundMax);
        return chained;
    }

    private static async Task<long> ChainAsync(MetadataStore store, AuditHead head, CancellationToken cancellationToken)
    {
        var position = head with { Sequence = 0, Hash = AuditChain.Start };
        for (var chained = 0L; ;)
        {
            (position, var count, var isEnd) = await store.WriteAsync(transaction => RoundAsync(transaction, head, position), cancellationToken);
            chained += count;
            if (isEnd)
                return chained;
        }
    }

    private static async ValueTask<(AuditHead Position, long Count, bool IsEnd)> RoundAsync(WriteTransaction transaction, AuditHead head, AuditHead position)
    {
        var entries = await AuditLog.AfterAsync(transaction, head.ProjectId, position.Sequence, RoundMax);
        var count = 0L;
        foreach (var entry in entries)
        {
            var isNew = entry.Hash.Length == 0;
            var linked = isNew ? AuditChain.Seal(entry, position.Hash) : entry;
            if (isNew)
                await transaction.UpdateAsync(AuditLog.Entries, linked);
            count += isNew ? 1 : 0;
            position = position with { Sequence = entry.Sequence, Hash = linked.Hash };
        }

        // The number stays that of the head: entries that are missing before it are then found by whoever checks the chain.
        var isEnd = entries.Count < RoundMax;
        if (isEnd)
            await transaction.PutAsync(AuditLog.Heads, head with { Hash = position.Hash });
        return (position, count, isEnd);
    }
}
