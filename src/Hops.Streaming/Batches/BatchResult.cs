using Hops.Streaming.Decoding;

namespace Hops.Streaming.Batches;

/// <summary>A file that a batch wrote into the staging directory, durable before it is reported.</summary>
/// <param name="Path">Its path in the staging directory.</param>
/// <param name="RowCount">Rows in it.</param>
/// <param name="LengthBytes">Its length.</param>
public sealed record StagedFile(string Path, long RowCount, long LengthBytes);

/// <summary>Which state files make up the state after a batch, by name; the commit record names them.</summary>
/// <param name="Snapshot">Whole state after some batch; null before the first one.</param>
/// <param name="Deltas">What each batch since then added, in order.</param>
public sealed record StateManifest(string? Snapshot, IReadOnlyList<string> Deltas)
{
    /// <summary>No state.</summary>
    public static StateManifest Empty { get; } = new(null, []);

    /// <summary>All names.</summary>
    public IEnumerable<string> Names => Snapshot is null ? Deltas : Deltas.Prepend(Snapshot);
}

/// <summary>Event times of one batch, milliseconds since the Unix epoch.</summary>
/// <param name="MinMs">Earliest.</param>
/// <param name="MaxMs">Latest.</param>
/// <param name="AverageMs">Mean.</param>
public sealed record EventTimes(long MinMs, long MaxMs, long AverageMs);

/// <summary>
/// What a batch did. Nothing of it counts until <see cref="BatchEngine.Accept"/>: the runner first makes files and numbers durable in one
/// commit, or throws the batch away with <see cref="BatchEngine.Discard"/>.
/// </summary>
public sealed record BatchResult
{
    /// <summary>Number of the batch.</summary>
    public required long Sequence { get; init; }

    /// <summary>Output: Parquet files for the sink; none if the batch had no rows to write.</summary>
    public required IReadOnlyList<StagedFile> Files { get; init; }

    /// <summary>True in complete mode: the files replace everything that the sink held.</summary>
    public required bool ReplacesSink { get; init; }

    /// <summary>State: new files for the checkpoint.</summary>
    public required IReadOnlyList<StagedFile> StateFiles { get; init; }

    /// <summary>State: all files that make it up after this batch, by file name.</summary>
    public required StateManifest State { get; init; }

    /// <summary>Watermark for the next batch, milliseconds since the Unix epoch; 0 without one.</summary>
    public required long WatermarkMs { get; init; }

    /// <summary>
    /// Latest event time of each partition so far, by number, milliseconds since the Unix epoch; null for a partition that has shown none,
    /// and for a query without a watermark.
    /// </summary>
    public IReadOnlyList<long?>? LatestMs { get; init; }

    /// <summary>Records that were read and decoded.</summary>
    public required long RowsIn { get; init; }

    /// <summary>Rows written to the sink.</summary>
    public required long RowsOut { get; init; }

    /// <summary>Rows left out because every window of theirs had been closed by an earlier batch; counted before aggregation.</summary>
    public required long LateRows { get; init; }

    /// <summary>How long before the rows of <see cref="LateRows"/> came their windows had been closed at most, in milliseconds of event time.</summary>
    public long LateMaxMs { get; init; }

    /// <summary>Rows left out because they have no event time and so belong to no window; counted before aggregation.</summary>
    public long RowsWithoutTime { get; init; }

    /// <summary>Records that did not decode and were left out.</summary>
    public required long BadRecordCount { get; init; }

    /// <summary>Those of them that go to the dead-letter topic.</summary>
    public required IReadOnlyList<BadRecord> DeadLetters { get; init; }

    /// <summary>Event times of the rows; null without a watermark or without rows.</summary>
    public EventTimes? EventTimes { get; init; }

    /// <summary>Numbers of the state; null for a query without one.</summary>
    public StateNumbers? StateNumbers { get; init; }
}

/// <summary>Rows of a batch that belong to no window, or to none that is open.</summary>
/// <param name="Late">Rows whose windows had all been closed.</param>
/// <param name="WithoutTime">Rows without event time.</param>
/// <param name="LateMaxMs">How long the last window of a late row had been closed at most, in milliseconds of event time.</param>
internal readonly record struct LeftOutRows(long Late, long WithoutTime, long LateMaxMs);

/// <summary>Numbers of the state of an aggregation.</summary>
/// <param name="RowsTotal">Partial rows kept after the batch; a group has up to one for each batch since the last compaction.</param>
/// <param name="RowsUpdated">Partial rows that the batch added.</param>
/// <param name="RowsRemoved">Partial rows that the watermark closed.</param>
/// <param name="MemoryUsedBytes">What DuckDB holds in memory, mostly state.</param>
public sealed record StateNumbers(long RowsTotal, long RowsUpdated, long RowsRemoved, long MemoryUsedBytes);
