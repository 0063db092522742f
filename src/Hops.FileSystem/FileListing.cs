namespace Hops.FileSystem;

/// <summary>One page of a directory.</summary>
/// <param name="Entries">In byte order of the names in UTF-8; for a file itself, alone, with an empty name.</param>
/// <param name="HasMore">True if a page after the last entry is not empty.</param>
public sealed record FileListing(IReadOnlyList<FileStatus> Entries, bool HasMore);
