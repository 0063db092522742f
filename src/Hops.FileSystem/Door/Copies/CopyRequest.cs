using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Door.Copies;

/// <summary>A copy that is asked for.</summary>
/// <param name="From">A file or directory.</param>
/// <param name="To">The path that the copy is to have; the directory above it exists.</param>
/// <param name="Overwrite">True to replace a file or an empty directory there.</param>
public readonly record struct CopyRequest(FilePath From, FilePath To, bool Overwrite);

/// <summary>A copy that was made.</summary>
/// <param name="Status">It, in its place.</param>
/// <param name="DirectoryCount">Directories of it.</param>
/// <param name="FileCount">Files of it.</param>
/// <param name="LengthBytes">Bytes of its files.</param>
/// <param name="LeftOutCount">Files that were being written, which are not in it.</param>
public sealed record CopyReport(FileStatus Status, int DirectoryCount, int FileCount, long LengthBytes, int LeftOutCount);
