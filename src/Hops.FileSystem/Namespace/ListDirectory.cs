using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Namespace;

/// <summary>Lists a directory page by page in byte order of the names. Needs read and execute on it; a file lists as itself.</summary>
internal static class ListDirectory
{
    internal const int LimitMax = 5_000;

    internal static async ValueTask<FileListing> RunAsync(
        Volume volume, Principal who, FilePath path, string startAfter, int limit, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > LimitMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"A page has 1 to {LimitMax} entries, not {limit}.");
        if (startAfter.Length > FilePath.NameLengthMaxBytes)
            throw new PlatformException(ErrorCode.InvalidArgument, "A page starts after a name, which has at most 255 bytes.");
        var known = await Resolve.PathAsync(volume, path, cancellationToken);
        return await volume.Store.ReadAsync(transaction => InAsync(transaction, who, known, startAfter, limit), cancellationToken);
    }

    private static async ValueTask<FileListing> InAsync(
        ReadTransaction transaction, Principal who, Lineage known, string startAfter, int limit)
    {
        var lineage = await Resolve.ConfirmAsync(transaction, known);
        Permissions.RequireTraverse(who, lineage);
        var inode = lineage.Required;
        if (!inode.IsDirectory)
            return new FileListing([Statuses.Of(inode) with { Name = "" }], false);

        Permissions.Require(who, inode, Rights.Read | Rights.Execute, lineage.Path);
        Key? after = startAfter.Length == 0 ? null : Inode.KeyOf(inode.Id, startAfter);
        var children = await transaction.ScanAsync(Inode.Table, Key.Of(inode.Id), after, limit + 1);
        return new FileListing([.. children.Take(limit).Select(Statuses.Of)], children.Count > limit);
    }
}
