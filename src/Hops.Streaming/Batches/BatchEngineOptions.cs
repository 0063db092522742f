using Hops.Core.Storage;

namespace Hops.Streaming.Batches;

/// <summary>Where an engine works.</summary>
public sealed record BatchEngineOptions
{
    /// <summary>Local directory for output and state files; must exist. The engine reads and writes nowhere else.</summary>
    public required string StagingDirectory { get; init; }

    /// <summary>Part of the name of each file that no other run of the query uses, so that two runners never write one file.</summary>
    public required string RunToken { get; init; }

    /// <summary>Makes the files durable.</summary>
    public Disk Disk { get; init; } = new RealDisk();

    /// <summary>Local Parquet files of the tables that the query joins, by table name; copied under the staging directory by the caller.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> TableFiles { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Batches between two snapshots of the state; default 20.</summary>
    public int SnapshotInterval { get; init; } = 20;
}
