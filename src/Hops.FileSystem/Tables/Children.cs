using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Tables;

/// <summary>All children of a directory, read page by page.</summary>
internal static class Children
{
    internal static async IAsyncEnumerable<Inode> OfAsync(ReadTransaction transaction, long directoryId, int page)
    {
        Key? after = null;
        while (true)
        {
            var children = await transaction.ScanAsync(Inode.Table, Key.Of(directoryId), after, page);
            foreach (var child in children)
                yield return child;
            if (children.Count < page)
                yield break;
            after = children[^1].Key;
        }
    }

    internal static async ValueTask<bool> AnyAsync(ReadTransaction transaction, long directoryId) =>
        (await transaction.ScanAsync(Inode.Table, Key.Of(directoryId), null, 1)).Count > 0;
}
