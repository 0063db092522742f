using System.ComponentModel.DataAnnotations;

namespace Hops.Kafka.Log;

/// <summary>When an append counts as done.</summary>
public enum FlushMode
{
    /// <summary>After fdatasync: it survives a power cut.</summary>
    Commit,

    /// <summary>After the write: it survives kill -9 of the process but not a power cut. This is what Apache Kafka does.</summary>
    Os,
}

/// <summary>Settings of the store of partition logs.</summary>
public sealed record LogOptions
{
    /// <summary>Files that segments may hold open however low the limit of the process is.</summary>
    public const int OpenSegmentsLeast = 16;

    /// <summary>When an append is acknowledged and becomes readable. Default <see cref="FlushMode.Commit"/>.</summary>
    public FlushMode Flush { get; init; } = FlushMode.Commit;

    /// <summary>
    /// Bound of the memory that keeps the newest batches of all partitions for readers, bytes. Grows as needed, released when idle. Default 32 MiB:
    /// who is further behind is served from the page cache of the kernel.
    /// </summary>
    [Range(0L, 1L << 40)]
    public long TailCacheMaxBytes { get; init; } = 32L << 20;

    /// <summary>How long a partition without appends keeps its part of the tail cache.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TailCacheIdle { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Bound of the bytes that wait to be appended; beyond it an append is refused with a retriable error.</summary>
    [Range(1L << 20, 1L << 38)]
    public long PendingMaxBytes { get; init; } = 256L << 20;

    /// <summary>Bound of the bytes appended between two syncs.</summary>
    [Range(1 << 10, 1 << 30)]
    public int RoundMaxBytes { get; init; } = 32 << 20;

    /// <summary>Step of preallocation of the active segment, bytes: a full disk is met there and not in the middle of a batch.</summary>
    [Range(4 << 10, 1 << 30)]
    public int AllocationStepBytes { get; init; } = 16 << 20;

    /// <summary>
    /// Files of segments that are held open at once, 16 to 1,000,000; never more than half of what the process may open (RLIMIT_NOFILE).
    /// Default 16,384. Any number of partitions works with any number; one that is far below those in use costs opening and closing.
    /// </summary>
    [Range(OpenSegmentsLeast, 1_000_000)]
    public int OpenSegmentsMax { get; init; } = 16_384;

    /// <summary>
    /// What one compressed batch may open to, bytes; a topic whose <c>max.message.bytes</c> is larger takes that. Default 64 MiB, the most that
    /// every reader of ours opens.
    /// </summary>
    [Range(1 << 20, 1 << 29)]
    public int BatchOpenedMaxBytes { get; init; } = 64 << 20;

    /// <summary>Log bytes after which the state of a partition is saved, so that recovery scans no more than that.</summary>
    [Range(1L, 1L << 40)]
    public long SnapshotBytes { get; init; } = 128L << 20;

    /// <summary>Time after which the state of a changed partition is saved.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often retention is applied, idle memory released and old producers forgotten.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan MaintenanceInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often it is looked for what can be compacted.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan CompactionInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Memory for the keys of a log while it is compacted, bytes; 24 a key and a third more. A log with more keys is compacted in several turns.
    /// </summary>
    [Range(1L << 20, 1L << 36)]
    public long CompactionMemoryMaxBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Bound of the bytes that compaction reads and writes in a second, 1 MiB to 1 TiB; <c>log.cleaner.io.max.bytes.per.second</c> of Apache
    /// Kafka. Default 64 MiB: a fraction of one processor.
    /// </summary>
    [Range(1L << 20, 1L << 40)]
    public long CompactionBytesPerSecondMax { get; init; } = 64L << 20;

    /// <summary>How long a producer that does not write keeps its sequence numbers.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00")]
    public TimeSpan ProducerExpiry { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Idempotent producers remembered per partition; beyond it the longest silent one is forgotten.</summary>
    [Range(1, 10_000_000)]
    public int ProducersMax { get; init; } = 100_000;
}
