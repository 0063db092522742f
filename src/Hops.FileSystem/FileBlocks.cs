namespace Hops.FileSystem;

/// <summary>The blocks of a file, or of a range of it, in order.</summary>
/// <param name="Status">The file.</param>
/// <param name="Blocks">Whole blocks that hold any byte of the range.</param>
public sealed record FileBlocks(FileStatus Status, IReadOnlyList<BlockSpan> Blocks);

/// <summary>Where a block lies in its file.</summary>
/// <param name="Offset">Its first byte.</param>
/// <param name="LengthBytes">Its length in bytes.</param>
public readonly record struct BlockSpan(long Offset, long LengthBytes);
