using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Files;

/// <summary>
/// Tells where the blocks of a file begin and end; needs read on it, as in HDFS. Blocks of a file that was appended to are shorter than its
/// block size wherever a writer closed it. The body of a small file counts as one block.
/// </summary>
internal static class LocateBlocks
{
    internal static async ValueTask<FileBlocks> RunAsync(
        Volume volume, Principal who, FilePath path, (long Offset, long LengthBytes) range, CancellationToken cancellationToken)
    {
        var known = await Resolve.PathAsync(volume, path, cancellationToken);
        return await volume.Store.ReadAsync(transaction => InAsync(transaction, who, known, range), cancellationToken);
    }

    private static async ValueTask<FileBlocks> InAsync(
        ReadTransaction transaction, Principal who, Lineage known, (long Offset, long LengthBytes) range)
    {
        var lineage = await Resolve.ConfirmAsync(transaction, known);
        Permissions.RequireTraverse(who, lineage);
        var inode = lineage.Required;
        var status = Statuses.Of(inode);
        if (inode.IsDirectory)
            return new FileBlocks(status, []);
        Permissions.Require(who, inode, Rights.Read, lineage.Path);
        if (inode.HasBody)
            return new FileBlocks(status, Within([new BlockSpan(0, inode.LengthBytes)], range));
        var spans = new List<BlockSpan>();
        long offset = 0;
        foreach (var block in await transaction.ScanAsync(Block.Table, Key.Of(inode.Id), null, FileWriter.BlocksMax))
        {
            spans.Add(new BlockSpan(offset, block.LengthBytes));
            offset += block.LengthBytes;
        }

        return new FileBlocks(status, Within(spans, range));
    }

    private static List<BlockSpan> Within(IEnumerable<BlockSpan> spans, (long Offset, long LengthBytes) range) =>
        [.. spans.Where(span => span.Offset + span.LengthBytes > range.Offset && span.Offset - range.Offset < range.LengthBytes)];
}
