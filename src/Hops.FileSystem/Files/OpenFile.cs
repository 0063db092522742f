using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Files;

/// <summary>Opens a file for reading; needs read on it. Length and blocks are those of one snapshot; a file that is being written shows its complete blocks.</summary>
internal static class OpenFile
{
    internal static async ValueTask<FileReader> RunAsync(Volume volume, Principal who, FilePath path, CancellationToken cancellationToken)
    {
        var known = await Resolve.PathAsync(volume, path, cancellationToken);
        return await volume.Store.ReadAsync(transaction => InAsync(volume, transaction, who, known), cancellationToken);
    }

    private static async ValueTask<FileReader> InAsync(Volume volume, ReadTransaction transaction, Principal who, Lineage known)
    {
        var lineage = await Resolve.ConfirmAsync(transaction, known);
        Permissions.RequireTraverse(who, lineage);
        var inode = lineage.Required;
        if (inode.IsDirectory)
            throw new PlatformException(ErrorCode.IsADirectory, $"Path is not a file: {lineage.Path}");
        Permissions.Require(who, inode, Rights.Read, lineage.Path);
        if (inode.HasBody || inode.LengthBytes == 0)
            return new FileReader(volume.Blocks, Statuses.Of(inode), [], inode.HasBody ? await Body.ReadAsync(transaction, inode) : []);
        var blocks = await transaction.ScanAsync(Block.Table, Key.Of(inode.Id), null, FileWriter.BlocksMax);
        return new FileReader(volume.Blocks, Statuses.Of(inode), [.. blocks], null);
    }
}
