using System.Text.Json.Serialization;
using Hops.FileSystem;

namespace Hops.Hadoop.WebHdfs.Replies;

/// <summary><c>{"FileStatus":{...}}</c>.</summary>
internal sealed record FileStatusReply([property: JsonPropertyName("FileStatus")] FileStatusEntry FileStatus);

/// <summary><c>{"DirectoryListing":{"partialListing":{"FileStatuses":{"FileStatus":[...]}},"remainingEntries":n}}</c>.</summary>
internal sealed record DirectoryListingReply([property: JsonPropertyName("DirectoryListing")] DirectoryListing DirectoryListing);

/// <summary>One page of a directory.</summary>
/// <param name="PartialListing">The page.</param>
/// <param name="RemainingEntries">Clients take it for yes or no, and only that is known: 1 or 0.</param>
internal sealed record DirectoryListing(PartialListing PartialListing, int RemainingEntries);

/// <summary>The page of a directory.</summary>
internal sealed record PartialListing([property: JsonPropertyName("FileStatuses")] FileStatuses FileStatuses);

/// <summary>The entries of a page.</summary>
internal sealed record FileStatuses([property: JsonPropertyName("FileStatus")] IReadOnlyList<FileStatusEntry> FileStatus);

/// <summary>The <c>FileStatus</c> object of WebHDFS. Times are in ms since 1970, the permission is octal text without a leading zero.</summary>
internal sealed record FileStatusEntry
{
    public required long AccessTime { get; init; }

    public required long BlockSize { get; init; }

    /// <summary>Counting children would read all of them; clients use the number for display only.</summary>
    public int ChildrenNum { get; init; }

    public required long FileId { get; init; }

    public required string Group { get; init; }

    public required long Length { get; init; }

    public required long ModificationTime { get; init; }

    public required string Owner { get; init; }

    public required string PathSuffix { get; init; }

    public required string Permission { get; init; }

    public required int Replication { get; init; }

    public int StoragePolicy { get; init; }

    public required string Type { get; init; }

    /// <summary>The object of a file.</summary>
    /// <param name="status">The file.</param>
    /// <param name="pathSuffix">Its name within a listing; empty if it is the path of the request itself.</param>
    public static FileStatusEntry Of(FileStatus status, string pathSuffix) => new()
    {
        AccessTime = status.AccessTime.ToUnixTimeMilliseconds(),
        BlockSize = status.BlockSizeBytes,
        FileId = status.InodeId,
        Group = status.Group,
        Length = status.LengthBytes,
        ModificationTime = status.ModificationTime.ToUnixTimeMilliseconds(),
        Owner = status.Owner,
        PathSuffix = pathSuffix,
        Permission = Convert.ToString(status.Mode, 8),
        Replication = status.Replication,
        Type = status.IsDirectory ? "DIRECTORY" : "FILE",
    };
}
