using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Storage;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Blocks;

/// <summary>
/// Blocks as files: <c>xx/id_generation</c> and its <c>.meta</c>. A block becomes part of a file by its row in the metadata store, which is
/// written only after <see cref="BlockWriter.Finish"/>. A file of which no row knows is never deleted: it is put aside in
/// <see cref="UnknownDirectory"/>. Thread safe.
/// </summary>
internal sealed class BlockStore
{
    /// <summary>Directory, beside those of the blocks, of block files that no metadata knows.</summary>
    internal const string UnknownDirectory = "unknown";

    private readonly Disk _disk;
    private readonly string _root;
    private readonly Lock _lock = new();
    private readonly Lock _asideLock = new();
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

    /// <summary>Begins a block. A file that has its name already is of a database that knew more than ours: it is put aside first.</summary>
    internal BlockWriter Create(long blockId, long generation)
    {
        var directory = PrepareDirectory(blockId);
        if (_disk.FileExists(Path.Combine(directory, BlockFormat.DataName(blockId, generation))))
            PutAside(BlockFormat.DirectoryOf(blockId), [(blockId, generation)]);
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

    /// <summary>Removes a block; nothing happens if there is none. Durable after <see cref="SyncDirectories"/>.</summary>
    internal void Delete(long blockId, long generation)
    {
        var directory = Path.Combine(_root, BlockFormat.DirectoryOf(blockId));
        _disk.Delete(Path.Combine(directory, BlockFormat.DataName(blockId, generation)));
        _disk.Delete(Path.Combine(directory, BlockFormat.MetaName(blockId, generation)));
    }

    /// <summary>Makes removals of these blocks durable.</summary>
    internal void SyncDirectories(IEnumerable<long> blockIds)
    {
        foreach (var directory in blockIds.Select(BlockFormat.DirectoryOf).Distinct(StringComparer.Ordinal))
        {
            var path = Path.Combine(_root, directory);
            if (_disk.DirectoryExists(path))
                _disk.SyncDirectory(path);
        }
    }

    /// <summary>
    /// Moves the files of blocks of one directory into <see cref="UnknownDirectory"/>, under their names; one at a time, and durably when it
    /// returns. Nothing happens to blocks that have none.
    /// </summary>
    internal void PutAside(string directory, IReadOnlyList<(long BlockId, long Generation)> blocks)
    {
        var unknown = Path.Combine(_root, UnknownDirectory);
        var home = Path.Combine(_root, directory);
        lock (_asideLock)
        {
            if (!_disk.DirectoryExists(unknown))
            {
                _disk.CreateDirectory(unknown);
                _disk.SyncDirectory(_root);
            }

            foreach (var (blockId, generation) in blocks)
            {
                MoveAside_NeedsLock(home, unknown, BlockFormat.DataName(blockId, generation));
                MoveAside_NeedsLock(home, unknown, BlockFormat.MetaName(blockId, generation));
            }

            _disk.SyncDirectory(home);
            _disk.SyncDirectory(unknown);
        }
    }

    /// <summary>True if all of a block is on disk with its checksums: its writer had finished it.</summary>
    internal bool IsFinished(LooseBlock block)
    {
        var directory = Path.Combine(_root, BlockFormat.DirectoryOf(block.BlockId));
        var data = Path.Combine(directory, BlockFormat.DataName(block.BlockId, block.Generation));
        var checksums = Path.Combine(directory, BlockFormat.MetaName(block.BlockId, block.Generation));
        if (!_disk.FileExists(data) || !_disk.FileExists(checksums))
            return false;
        using var file = _disk.Open(data, DiskMode.Read);
        var meta = _disk.ReadAll(checksums, BlockFormat.MetaLengthMaxBytes);
        return BlockFormat.IsMetaOf(meta, block.BlockId, block.Generation, file.LengthBytes);
    }

    /// <summary>Names of the block files that were put aside, now and earlier, without their checksum files.</summary>
    internal IReadOnlyList<string> PutAsideNames() =>
        [.. _disk.List(Path.Combine(_root, UnknownDirectory)).Where(name => !name.Contains(".meta", StringComparison.Ordinal))];

    /// <summary>The directories that hold blocks.</summary>
    internal IReadOnlyList<string> Directories() =>
        [.. _disk.List(_root).Where(name => !string.Equals(name, UnknownDirectory, StringComparison.Ordinal))];

    /// <summary>The blocks of which any file is in a directory.</summary>
    internal IReadOnlyList<(long BlockId, long Generation)> List(string directory) =>
        [.. _disk.List(Path.Combine(_root, directory)).Select(BlockFormat.ParseName).OfType<(long, long)>().Distinct()];

    private void MoveAside_NeedsLock(string home, string unknown, string name)
    {
        var from = Path.Combine(home, name);
        if (_disk.FileExists(from))
            _disk.Rename(from, FreeName(Path.Combine(unknown, name)));
    }

    /// <summary>What was put aside before under the same name stays.</summary>
    private string FreeName(string path)
    {
        var free = path;
        for (var copy = 2; _disk.FileExists(free); copy++)
            free = string.Create(CultureInfo.InvariantCulture, $"{path}.{copy}");
        return free;
    }

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
