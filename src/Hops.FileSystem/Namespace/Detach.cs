using Hops.Core.Identity;
using Hops.FileSystem.Quotas;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Namespace;

/// <summary>
/// Takes an inode out of the tree, atomically and in constant time whatever is below it. A file gives its usage back at once. The content of
/// a directory stays charged to the quotas above until the reclaimer takes it apart (ADR 0017).
/// </summary>
internal static class Detach
{
    /// <summary>The most chunks of a body: 1 MiB of 64 KiB each, doubled to be safe.</summary>
    internal const int BodyChunksMax = 32;

    internal static async ValueTask InAsync(Edit edit, Principal who, Lineage lineage)
    {
        var inode = lineage.Required;
        var quotas = lineage.ParentLineage.QuotaIds().ToArray();
        await Watch.RemovedAsync(edit, who, inode, lineage.Path);
        await edit.RemoveAsync(inode);
        if (inode.IsDirectory)
            await DirectoryAsync(edit, inode, quotas);
        else
            await FileAsync(edit, inode, quotas);
    }

    /// <summary>Removes all that hangs on a file but its inode row.</summary>
    internal static async ValueTask FileAsync(Edit edit, Inode inode, IReadOnlyList<long> quotas)
    {
        var transaction = edit.Transaction;
        var reserved = inode.IsUnderConstruction ? await DropLeaseAsync(edit, inode.Id) : 0;
        if (inode.HasBody)
        {
            await transaction.DeletePrefixAsync(BodyChunk.Table, Key.Of(inode.Id), BodyChunksMax);
        }
        else if (inode.LengthBytes > 0)
        {
            await transaction.PutAsync(Detached.Table, new Detached(inode.Id, ""));
            transaction.OnCommitted(edit.Volume.Reclaim.Set);
        }

        await QuotaUsage.ReturnAsync(transaction, quotas, 1, inode.LengthBytes + reserved);
    }

    /// <summary>Removes all that hangs on a directory but its inode row; its children wait for the reclaimer.</summary>
    internal static async ValueTask DirectoryAsync(Edit edit, Inode inode, IReadOnlyList<long> quotas)
    {
        var transaction = edit.Transaction;
        if (inode.HasQuota)
            await transaction.DeleteAsync(Quota.Table, Key.Of(inode.Id));
        await transaction.DeleteAsync(CommitHead.Table, Key.Of(inode.Id));
        await QuotaUsage.ReturnAsync(transaction, quotas, 1, 0);

        // Rows without children are those of a dataset whose trash somebody has removed by hand.
        if (!await Children.AnyAsync(transaction, inode.Id) && (await transaction.ScanAsync(Trashed.Table, Key.Of(inode.Id), null, 1)).Count == 0)
            return;
        await transaction.PutAsync(Detached.Table, new Detached(inode.Id, Detached.Join(quotas)));
        transaction.OnCommitted(edit.Volume.Reclaim.Set);
    }

    private static async ValueTask<long> DropLeaseAsync(Edit edit, long inodeId)
    {
        var lease = await edit.Transaction.GetAsync(Lease.Table, Key.Of(inodeId), LockMode.Destroy);
        if (lease is null)
            return 0;
        await edit.Transaction.DeleteAsync(Lease.Table, Key.Of(inodeId));
        edit.Transaction.OnCommitted(() => edit.Volume.Leases.Forget(inodeId));
        return lease.ReservedBytes;
    }
}
