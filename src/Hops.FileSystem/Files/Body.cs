using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.FileSystem.Blocks;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Files;

/// <summary>The content of small files, in chunks in the database with a checksum each.</summary>
internal static class Body
{
    /// <summary>No body is longer, whatever the options say.</summary>
    internal const int LengthMaxBytes = 1024 * 1024;

    internal static async ValueTask WriteAsync(WriteTransaction transaction, long inodeId, ReadOnlyMemory<byte> content)
    {
        for (var index = 0; !content.IsEmpty; index++)
        {
            var chunk = content[..Math.Min(content.Length, BodyChunk.LengthMaxBytes)].ToArray();
            await transaction.PutAsync(BodyChunk.Table, new BodyChunk(inodeId, index, Crc32C.Of(chunk), chunk));
            content = content[chunk.Length..];
        }
    }

    /// <summary>Reads and checks the whole body.</summary>
    /// <exception cref="PlatformException"><c>CorruptData</c>.</exception>
    internal static async ValueTask<byte[]> ReadAsync(ReadTransaction transaction, Inode inode)
    {
        var chunks = await transaction.ScanAsync(BodyChunk.Table, Key.Of(inode.Id), null, Namespace.Detach.BodyChunksMax);
        var content = new byte[inode.LengthBytes];
        var filled = 0;
        foreach (var chunk in chunks)
        {
            if (Crc32C.Of(chunk.Content) != chunk.Crc32C || chunk.Content.Length > content.Length - filled)
                throw Damaged(inode.Id);
            chunk.Content.CopyTo(content, filled);
            filled += chunk.Content.Length;
        }

        return filled == content.Length ? content : throw Damaged(inode.Id);
    }

    private static PlatformException Damaged(long inodeId) =>
        new(ErrorCode.CorruptData, $"The content of file {inodeId} is damaged; it is not served.");
}
