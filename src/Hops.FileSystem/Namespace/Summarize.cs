using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Namespace;

/// <summary>Counts a tree on one snapshot. Needs read and execute on every directory of it.</summary>
internal static class Summarize
{
    private const int Page = 1_000;

    internal static ValueTask<ContentSummary> RunAsync(Volume volume, Principal who, FilePath path, CancellationToken cancellationToken) =>
        volume.Store.ReadAsync(transaction => InAsync(transaction, who, path, cancellationToken), cancellationToken);

    private static async ValueTask<ContentSummary> InAsync(
        ReadTransaction transaction, Principal who, FilePath path, CancellationToken cancellationToken)
    {
        var lineage = await Resolve.InAsync(transaction, path);
        Permissions.RequireTraverse(who, lineage);
        var root = lineage.Required;
        if (!root.IsDirectory)
            return new ContentSummary(0, 1, root.LengthBytes, Quota.Unlimited, Quota.Unlimited);

        var quota = root.HasQuota ? await transaction.GetAsync(Quota.Table, Key.Of(root.Id)) : null;
        long directoryCount = 0, fileCount = 0, lengthBytes = 0;
        var directories = new Stack<(Inode Inode, FilePath Path)>([(root, path)]);
        while (directories.TryPop(out var directory))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Permissions.Require(who, directory.Inode, Rights.Read | Rights.Execute, directory.Path);
            directoryCount++;
            await foreach (var child in Children.OfAsync(transaction, directory.Inode.Id, Page))
            {
                if (child.IsDirectory)
                    directories.Push((child, directory.Path.Join(child.Name)));
                else
                    (fileCount, lengthBytes) = (fileCount + 1, lengthBytes + child.LengthBytes);
            }
        }

        return new ContentSummary(
            directoryCount, fileCount, lengthBytes, quota?.NamesLimit ?? Quota.Unlimited, quota?.BytesLimit ?? Quota.Unlimited);
    }
}
