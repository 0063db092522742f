using Hops.Core.Errors;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Quotas;

/// <summary>What a tree counts for in a quota: its names, its bytes and the reservations of its open files.</summary>
internal static class TreeUsage
{
    private const int Page = 1_000;

    /// <summary>Counts a file at once and a directory by a walk within the transaction.</summary>
    /// <exception cref="PlatformException"><c>LimitExceeded</c> if the tree has more names than a transaction may walk.</exception>
    internal static async ValueTask<(long Names, long Bytes)> OfAsync(ReadTransaction transaction, Inode root, int namesMax)
    {
        long names = 1;
        var bytes = await BytesOfAsync(transaction, root);
        var directories = new Stack<long>();
        if (root.IsDirectory)
            directories.Push(root.Id);
        while (directories.TryPop(out var directory))
        {
            await foreach (var child in Children.OfAsync(transaction, directory, Page))
            {
                names++;
                bytes += await BytesOfAsync(transaction, child);
                if (child.IsDirectory)
                    directories.Push(child.Id);
                if (names > namesMax)
                {
                    throw new PlatformException(
                        ErrorCode.LimitExceeded, $"The tree has more than {namesMax} names; do this for its parts one after the other.");
                }
            }
        }

        return (names, bytes);
    }

    private static async ValueTask<long> BytesOfAsync(ReadTransaction transaction, Inode inode)
    {
        if (!inode.IsUnderConstruction)
            return inode.LengthBytes;
        var lease = await transaction.GetAsync(Lease.Table, Key.Of(inode.Id));
        return inode.LengthBytes + (lease?.ReservedBytes ?? 0);
    }
}
