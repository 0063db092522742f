using System.Text.Json.Serialization;
using Hops.FileSystem;

namespace Hops.Hadoop.WebHdfs.Replies;

/// <summary><c>{"AclStatus":{entries, group, owner, permission, stickyBit}}</c>.</summary>
internal sealed record AclStatusReply([property: JsonPropertyName("AclStatus")] AclStatus AclStatus);

/// <summary>Owner, group and permission bits; there are no entries besides.</summary>
internal sealed record AclStatus(IReadOnlyList<string> Entries, string Group, string Owner, string Permission, bool StickyBit);

/// <summary><c>{"FileChecksum":{algorithm, bytes, length}}</c>.</summary>
internal sealed record FileChecksumReply([property: JsonPropertyName("FileChecksum")] FileChecksum FileChecksum);

/// <summary>A checksum in hexadecimal, with its length in bytes.</summary>
internal sealed record FileChecksum(string Algorithm, string Bytes, int Length);

/// <summary><c>{"BlockLocations":{"BlockLocation":[...]}}</c>.</summary>
internal sealed record BlockLocationsReply([property: JsonPropertyName("BlockLocations")] BlockLocations BlockLocations);

/// <summary>The blocks of a range.</summary>
internal sealed record BlockLocations([property: JsonPropertyName("BlockLocation")] IReadOnlyList<BlockLocation> BlockLocation);

/// <summary>Where one block is kept.</summary>
internal sealed record BlockLocation(
    long Length,
    long Offset,
    bool Corrupt,
    IReadOnlyList<string> StorageTypes,
    IReadOnlyList<string> CachedHosts,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<string> Names,
    IReadOnlyList<string> TopologyPaths);

/// <summary><c>{"ContentSummary":{...}}</c>.</summary>
internal sealed record ContentSummaryReply([property: JsonPropertyName("ContentSummary")] ContentSummaryObject ContentSummary);

/// <summary>What a tree holds. There are no snapshots and one copy.</summary>
internal sealed record ContentSummaryObject(
    long DirectoryCount,
    string EcPolicy,
    long FileCount,
    long Length,
    long Quota,
    long SpaceConsumed,
    long SpaceQuota,
    NoTypes TypeQuota,
    long SnapshotLength,
    long SnapshotFileCount,
    long SnapshotDirectoryCount,
    long SnapshotSpaceConsumed)
{
    /// <summary>The object of a summary.</summary>
    public static ContentSummaryObject Of(ContentSummary summary) => new(
        summary.DirectoryCount, "", summary.FileCount, summary.LengthBytes, summary.NamesLimit, summary.LengthBytes, summary.BytesLimit, new(), 0, 0, 0, 0);
}

/// <summary><c>{"QuotaUsage":{...}}</c>.</summary>
internal sealed record QuotaUsageReply([property: JsonPropertyName("QuotaUsage")] QuotaUsageObject QuotaUsage);

/// <summary>The limits of a tree and what of them is used.</summary>
internal sealed record QuotaUsageObject(long FileAndDirectoryCount, long Quota, long SpaceConsumed, long SpaceQuota, NoTypes TypeQuota)
{
    /// <summary>The object of a summary.</summary>
    public static QuotaUsageObject Of(ContentSummary summary) => new(
        summary.DirectoryCount + summary.FileCount, summary.NamesLimit, summary.LengthBytes, summary.BytesLimit, new());
}

/// <summary>Quotas by type of storage, of which there are none: <c>{}</c>.</summary>
internal sealed record NoTypes;
