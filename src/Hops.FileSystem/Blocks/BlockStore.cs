using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Blocks;

/// <summary>
/// Blocks as files: <c>xx/id_generation</c> and its <c>.meta</c>. A block becomes part of a file by its row in the metadata store, which is
/// written only after <see cref="BlockWriter.Finish"/>; a file without a row is an orphan and is collected after a restart. Thread safe.
/// </summary>
internal sealed class BlockStore
{
    private readonly Disk _disk;
    private readonly string _root;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);

    internal BlockStore(Disk disk, string root)
    {
        _disk = disk;
        _root = root;
        if (!disk.DirectoryExists(root))
            disk.CreateDirectory(root);

        // That a directory is there does not say that it is durable: an earlier process may have been killed before it synced it.
        disk.SyncDirectory(Path.GetDirectoryName(root)!);
        disk.SyncDirectory(root);
        _directories.UnionWith(disk.List(root));
    }

    /// <summary>Begins a block.</summary>
    internal BlockWriter Create(long blockId, long generation)
    {
        var directory = PrepareDirectory(blockId);
        var file = _disk.Open(Path.Combine(directory, BlockFormat.DataName(blockId, generation)), DiskMode.CreateNew);
        return new BlockWriter(_disk, file, directory, blockId, generation);
    }

    /// <summary>Opens a finished block for reading.</summary>
    /// <exception cref="PlatformException"><c>CorruptData</c> if the block is missing, shorter than it was, or its checksums are damaged.</exception>
    internal BlockReader Open(Block block)
    {
        var directory = Path.Combine(_root, BlockFormat.DirectoryOf(block.BlockId));
        try
        {
            var meta = _disk.ReadAll(
                Path.Combine(directory, BlockFormat.MetaName(block.BlockId, block.Generation)), BlockFormat.MetaLengthMaxBytes);
            var checksums = BlockFormat.ReadMeta(meta, block.BlockId, block.Generation, block.LengthBytes);
            var file = _disk.Open(Path.Combine(directory, BlockFormat.DataName(block.BlockId, block.Generation)), DiskMode.Read);
            return new BlockReader(file, block, checksums);
        }
        catch (FileNotFoundException e)
        {
            throw new PlatformException(ErrorCode.CorruptData, $"Block {block.BlockId} of file {block.InodeId} is missing.", e);
        }
    }

    /// <summary>Removes a block; nothing happens if there is none. Need not be durable: what comes back is an orphan.</summary>
    internal void Delete(long blockId, long generation)
    {
        var directory = Path.Combine(_root, BlockFormat.DirectoryOf(blockId));
        _disk.Delete(Path.Combine(directory, BlockFormat.DataName(blockId, generation)));
        _disk.Delete(Path.Combine(directory, BlockFormat.MetaName(blockId, generation)));
    }

    /// <summary>The directories that hold blocks.</summary>
    internal IReadOnlyList<string> Directories() => _disk.List(_root);

    /// <summary>The blocks of which any file is in a directory.</summary>
    internal IReadOnlyList<(long BlockId, long Generation)> List(string directory) =>
        [.. _disk.List(Path.Combine(_root, directory)).Select(BlockFormat.ParseName).OfType<(long, long)>().Distinct()];

    private string PrepareDirectory(long blockId)
    {
        var name = BlockFormat.DirectoryOf(blockId);
        var path = Path.Combine(_root, name);
        lock (_lock)
        {
            if (!_directories.Contains(name))
            {
                _disk.CreateDirectory(path);
                _disk.SyncDirectory(_root);
                _directories.Add(name);
            }
        }

        return path;
    }
}
