using System.ComponentModel.DataAnnotations;
using Hops.Core.Health;
using Hops.Core.Storage;

namespace Hops.FileSystem;

/// <summary>Settings of a file system.</summary>
public sealed record FileSystemOptions
{
    /// <summary>Owner of the root directory. Default <c>hops</c>.</summary>
    public string Superuser { get; init; } = "hops";

    /// <summary>Group of the root directory. Default <c>supergroup</c>.</summary>
    public string Supergroup { get; init; } = "supergroup";

    /// <summary>Files up to this length are kept in the metadata database. Default 64 KiB, 0 to 1 MiB.</summary>
    [Range(0, 1 << 20)]
    public int SmallFileMaxBytes { get; init; } = 64 * 1024;

    /// <summary>Length of a block unless the creator asks for another. Default 128 MiB.</summary>
    [Range(1L << 10, 1L << 40)]
    public long BlockSizeBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>Smallest block size that a creator may ask for. Default 1 KiB, because contract tests ask for that.</summary>
    [Range(1L, 1L << 40)]
    public long BlockSizeMinBytes { get; init; } = 1024;

    /// <summary>Largest block size that a creator may ask for. Default 1 GiB.</summary>
    [Range(1L << 10, 1L << 40)]
    public long BlockSizeMaxBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Most inodes in the cache, 0 for none. Default 100,000, about 40 MB. The store must have one writer if it is used.</summary>
    [Range(0, 100_000_000)]
    public int CachedInodesMax { get; init; } = 100_000;

    /// <summary>After so long without a write another client may take a file over. Default 60 s, as HDFS.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LeaseSoftLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so long without a write the file is closed for its writer. Default 20 minutes, as HDFS.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan LeaseHardLimit { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Most files open for writing at one time. Default 20,000.</summary>
    [Range(1, 10_000_000)]
    public int OpenFilesMax { get; init; } = 20_000;

    /// <summary>Most names of a tree that one transaction walks, where it must: a new quota, a move between quotas. Default 200,000.</summary>
    [Range(1, 100_000_000)]
    public int WalkedNamesMax { get; init; } = 200_000;

    /// <summary>Names or blocks that one step of reclaiming deleted trees takes. Default 500.</summary>
    [Range(1, 100_000)]
    public int ReclaimSlice { get; init; } = 500;

    /// <summary>Uploads and downloads of one caller under way at a time, over all protocols. Default 128: each holds a connection and two buffers.</summary>
    [Range(1, 100_000)]
    public int TransfersPerCallerMax { get; init; } = 128;

    /// <summary>Longest silence of a client within an upload. Default 10 minutes: writers of streams pause, dead peers must not hold leases.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UploadIdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Unfinished uploads in parts of one caller, over all of a project. Default 500: each is a name and what has come of it.</summary>
    [Range(1, 5_000)]
    public int UploadsPerCallerMax { get; init; } = 500;

    /// <summary>An upload in parts of which nothing more came for so long is given up. Default a day: over a night, not over a holiday.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan UploadExpiry { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Files and directories of one copy. Default 10,000: some tens of seconds, in which its caller waits.</summary>
    [Range(1, 1_000_000)]
    public int CopiedNamesMax { get; init; } = 10_000;

    /// <summary>Bytes of one copy. Default 16 GiB: a minute or two of a disk, in which its caller waits.</summary>
    [Range(1L, 1L << 50)]
    public long CopiedBytesMax { get; init; } = 16L << 30;

    /// <summary>Copies of one caller under way at a time. Default 2: each reads and writes as fast as the disk does.</summary>
    [Range(1, 1_000)]
    public int CopiesPerCallerMax { get; init; } = 2;

    /// <summary>How long what people delete can be put back; it counts for the quota until then. Default 7 days: a mistake of Friday is seen on Monday.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan TrashInterval { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Called in the transaction that deletes or renames a watched directory; an exception refuses the change.
    /// </summary>
    public DirectoryWatch? Watch { get; init; }

    /// <summary>Room in bytes that is kept back for deletes and starts on a full disk; 0 for none. Default 64 MiB: thousands of deletes.</summary>
    [Range(0L, 1L << 40)]
    public long ReserveBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The room of <see cref="ReserveBytes"/>, taken by the host before it opens the store; null for none.</summary>
    public DiskReserve? Reserve { get; init; }

    /// <summary>Where it says what a person should look at; null to say it nowhere.</summary>
    public HealthBoard? Health { get; init; }

    /// <summary>Called with a sentence for the log when something was found that a person should look at.</summary>
    public Action<string>? Noticed { get; init; }

    /// <summary>Called when background work failed and will be tried again, for the log.</summary>
    public Action<Exception>? BackgroundFailed { get; init; }
}
