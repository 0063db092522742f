using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Quotas;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Leases;

/// <summary>
/// Closes a file whose writer is gone, with the content that is durable: its committed blocks, or the body that it had. The writer, should it
/// come back, finds its lease gone. Bytes that it had reserved and not used go back to the quotas.
/// </summary>
internal static class RecoverLease
{
    private const int Page = 500;

    /// <summary>Closes a file on request; needs write on it.</summary>
    internal static async ValueTask<bool> InAsync(Edit edit, Principal who, FilePath path)
    {
        var lineage = await edit.ResolveAsync(path);
        Permissions.RequireTraverse(who, lineage);
        var inode = lineage.Required;
        if (inode.IsDirectory)
            throw new PlatformException(ErrorCode.IsADirectory, $"Path is not a file: {path}");
        Permissions.Require(who, inode, Rights.Write, path);
        if (inode.IsUnderConstruction)
            await CloseAsync(edit, lineage);
        return true;
    }

    /// <summary>Closes an open file and fences its writer.</summary>
    /// <returns>The inode, closed.</returns>
    internal static async ValueTask<Inode> CloseAsync(Edit edit, Lineage lineage)
    {
        var inode = lineage.Required;
        var lease = await edit.Transaction.GetAsync(Lease.Table, Key.Of(inode.Id), LockMode.Destroy);
        if (lease is not null)
        {
            await edit.Transaction.DeleteAsync(Lease.Table, Key.Of(inode.Id));
            await QuotaUsage.ReturnAsync(edit.Transaction, lineage.QuotaIds(), 0, lease.ReservedBytes);
        }

        var closed = inode with { Flags = inode.Flags & ~InodeFlags.UnderConstruction };
        await edit.UpdateAsync(closed);
        edit.Transaction.OnCommitted(() => edit.Volume.Leases.Forget(inode.Id));
        return closed;
    }

    /// <summary>Closes the file of an inode, if it is still open and reachable.</summary>
    internal static ValueTask<bool> RunAsync(Volume volume, long inodeId, CancellationToken cancellationToken) =>
        volume.WriteAsync(
            Hints.None,
            async edit =>
            {
                var lineage = await Resolve.ByIdAsync(edit.Transaction, inodeId);
                if (lineage?.Target is { IsUnderConstruction: true })
                    await CloseAsync(edit, lineage);
                else
                    edit.Transaction.OnCommitted(() => volume.Leases.Forget(inodeId));
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Closes every file that was open when the process ended: writers live in the process, so they are gone. Leases of files in deleted
    /// directories are left to the reclaimer.
    /// </summary>
    internal static async ValueTask AllAsync(Volume volume, CancellationToken cancellationToken)
    {
        Key? after = null;
        while (true)
        {
            var from = after;
            var leases = await volume.Store.ReadAsync(transaction => transaction.SweepAsync(Lease.Table, from, Page), cancellationToken);
            await Task.WhenAll(leases.Select(lease => RunAsync(volume, lease.InodeId, cancellationToken).AsTask()));
            if (leases.Count < Page)
                return;
            after = Key.Of(leases[^1].InodeId);
        }
    }
}
