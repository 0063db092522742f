using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Leases;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Files;

/// <summary>
/// Opens a file to write on at its end; needs write on it. What is there stays untouched: new bytes go to new blocks, and the body of a small
/// file is replaced, or gives way to a block, in the transaction that makes the new content visible.
/// </summary>
internal static class AppendFile
{
    internal static async ValueTask<FileWriter> OpenAsync(
        Volume volume, Principal who, FilePath path, string holder, CancellationToken cancellationToken)
    {
        volume.Leases.RequireRoom();
        volume.Options.Reserve?.RequireRoom();
        var writerId = await volume.Store.NextIdAsync("file_writer", cancellationToken);
        var opened = await volume.WriteAsync([path], edit => InAsync(edit, who, path, writerId, holder), cancellationToken);
        return new FileWriter(volume, opened);
    }

    private static async ValueTask<OpenedFile> InAsync(Edit edit, Principal who, FilePath path, long writerId, string holder)
    {
        var lineage = await edit.ResolveAsync(path);
        Permissions.RequireTraverse(who, lineage);
        var inode = lineage.Required;
        if (inode.IsDirectory)
            throw new PlatformException(ErrorCode.AlreadyExists, $"Cannot append to directory {path}; already exists as a directory.");
        Permissions.Require(who, inode, Rights.Write, path);
        if (inode.IsUnderConstruction && !edit.Volume.Leases.IsSoftExpired(inode.Id))
            throw new PlatformException(ErrorCode.LeaseConflict, $"{path} is being written by another client.");
        if (inode.IsUnderConstruction)
            inode = await RecoverLease.CloseAsync(edit, lineage);

        var opened = inode with { Flags = inode.Flags | InodeFlags.UnderConstruction };
        await edit.UpdateAsync(opened);
        await edit.Transaction.PutAsync(Lease.Table, new Lease(inode.Id, writerId, holder.Length > 0 ? holder : who.Name, 0));
        edit.Transaction.OnCommitted(() => edit.Volume.Leases.Begin(inode.Id));
        var blocks = inode.HasBody
            ? []
            : await edit.Transaction.ScanAsync(Block.Table, Key.Of(inode.Id), null, FileWriter.BlocksMax);
        return new OpenedFile(opened, writerId, null)
        {
            HasQuota = lineage.QuotaIds().Any(),
            BlockCount = blocks.Count,
            Body = inode.HasBody ? await Body.ReadAsync(edit.Transaction, inode) : [],
        };
    }
}
