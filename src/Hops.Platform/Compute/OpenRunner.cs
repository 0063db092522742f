using Hops.Metadata.Tables;

namespace Hops.Platform.Compute;

/// <summary>A runner whose entry in the ledger is not closed: what a server that starts has to close for one that died.</summary>
/// <param name="ProjectId">The project that pays.</param>
/// <param name="Number">Number of the entry.</param>
/// <param name="RunnerId">Id of the runner, never used again: the name of its control group.</param>
/// <param name="ServerRun">Which run of a server has started it.</param>
public sealed record OpenRunner(long ProjectId, long Number, long RunnerId, long ServerRun)
{
    /// <summary>Name of its control group and of its staging directory.</summary>
    public static string NameOf(long runnerId) => runnerId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal static readonly Table<OpenRunner> Table = new(
        "compute_open",
        [new("project_id", ColumnType.Int64), new("number", ColumnType.Int64), new("runner_id", ColumnType.Int64), new("server_run", ColumnType.Int64)],
        keyLength: 2,
        partitionLength: 1,
        read => new OpenRunner(read.Int64(), read.Int64(), read.Int64(), read.Int64()),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.Number);
            write.Int64(row.RunnerId);
            write.Int64(row.ServerRun);
        });
}
