using System.ComponentModel.DataAnnotations;

namespace Hops.Metadata.Sqlite;

/// <summary>Settings of <see cref="SqliteStore"/>. The defaults suit a laptop and a server of a few cores.</summary>
public sealed record SqliteOptions
{
    /// <summary>Read connections at most, 1 to 64. Each runs one read transaction at a time; bodies are synchronous, so a few per core are enough.</summary>
    [Range(1, 64)]
    public int ReadConnectionsMax { get; init; } = Math.Clamp(Environment.ProcessorCount * 2, 4, 32);

    /// <summary>Write transactions that may wait for the writer, 1 to 1,000,000; further callers wait without a thread until there is room.</summary>
    [Range(1, 1_000_000)]
    public int WriteQueueMax { get; init; } = 8192;

    /// <summary>Write transactions in one commit at most, 1 to 65,536: bounds what one failed commit refuses.</summary>
    [Range(1, 65_536)]
    public int GroupMax { get; init; } = 2048;

    /// <summary>How long the writer keeps adding transactions to a group before it commits; bounds the latency of the first one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan GroupTimeMax { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Page cache of each connection, bytes.</summary>
    [Range(1 << 16, 1 << 30)]
    public int PageCacheBytes { get; init; } = 16 << 20;

    /// <summary>How much of the database file is mapped into memory for reading, bytes; 0 turns mapping off.</summary>
    [Range(0L, 1L << 46)]
    public long MapBytes { get; init; } = 1L << 30;

    /// <summary>Size of the write-ahead log from which on it is copied into the database in the background, bytes.</summary>
    [Range(1L << 16, 1L << 36)]
    public long WalTargetBytes { get; init; } = 16 << 20;

    /// <summary>Size of the write-ahead log at which the writer itself stops to empty it, bytes. Bounds the file and the time to open it.</summary>
    [Range(1L << 16, 1L << 38)]
    public long WalMaxBytes { get; init; } = 128 << 20;

    /// <summary>
    /// How long what was deleted may lie in the write-ahead log: it is emptied, and its file cut to nothing, each time so much has passed since
    /// then and something was written. Default ten minutes.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.0100000", "1.00:00:00")]
    public TimeSpan WalAgeMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Pages of 8 KiB that the database may have at most; the next one is refused as a full disk.</summary>
    [Range(16, int.MaxValue - 1)]
    public int PagesMax { get; init; } = int.MaxValue - 1;

    /// <summary>Ids that one durable reservation of a sequence covers, 1 to 1,000,000. At most so many are skipped by a restart.</summary>
    [Range(1, 1_000_000)]
    public int IdRangeLength { get; init; } = 4096;

    /// <summary>
    /// How long the examination after the start may take; 0 for none. Default one minute, some gigabytes. Meanwhile the write-ahead log
    /// cannot be emptied.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ExaminationTimeMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Called by the thread of the examination when that is through, or out of time; null for no examination.</summary>
    public Action<ExaminationReport>? Examined { get; init; }

    /// <summary>
    /// Called with the path and the cause when a commit failed in a way that leaves its durability unknown. Nothing is acknowledged from
    /// then on. The default ends the process (reference 08 section 4.2, rule D2); a test replaces it.
    /// </summary>
    public Action<string, Exception> CommitFailed { get; init; } =
        (path, cause) => Environment.FailFast($"hops: a commit to {path} failed; stopping so that nothing lost is acknowledged", cause);
}
