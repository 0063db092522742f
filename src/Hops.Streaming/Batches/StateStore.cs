using System.Globalization;
using Hops.Core.Errors;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Batches;

/// <summary>
/// State of an aggregation: partial rows in memory, as deltas and snapshots in files. A batch first computes its delta beside the state;
/// only <see cref="Accept"/> merges it, so that a batch can be thrown away.
/// </summary>
internal sealed class StateStore
{
    private const int CompactionSlackRows = 100_000;

    private readonly Connection _connection;
    private readonly StagingArea _staging;
    private readonly QueryPlan _plan;
    private readonly int _snapshotInterval;
    private readonly string _columns;
    private long _rowsCompacted;

    public StateStore(Connection connection, StagingArea staging, QueryPlan plan, int snapshotInterval)
    {
        (_connection, _staging, _plan, _snapshotInterval) = (connection, staging, plan, snapshotInterval);
        _columns = string.Join(", ", Aggregation.StateColumns.Select(column => column.Name));
        var definitions = string.Join(", ", Aggregation.StateColumns.Select(column => $"{column.Name} {column.Type.ToSql()}"));
        _connection.Execute($"CREATE TABLE _state ({definitions}); CREATE TABLE _delta ({definitions})");
    }

    /// <summary>State rows in memory, those of the batch at hand not counted.</summary>
    public long RowCount { get; private set; }

    /// <summary>Files that make up the state in memory.</summary>
    public StateManifest Manifest { get; private set; } = StateManifest.Empty;

    /// <summary>SELECT of all rows, those of the batch at hand included.</summary>
    public const string AllSql = "SELECT * FROM _state UNION ALL SELECT * FROM _delta";

    private AggregationPlan Aggregation => _plan.Aggregation!;

    /// <summary>True if the watermark drops rows and closes panes: not in complete mode, which keeps everything.</summary>
    private bool Closes => Aggregation.Window is not null && _plan.Definition.Watermark is not null && _plan.Definition.OutputMode != OutputMode.Complete;

    /// <summary>Loads the files of a manifest, without the panes that were closed already.</summary>
    public void Restore(StateManifest manifest, long watermarkMs)
    {
        _connection.Execute("DELETE FROM _state");
        var paths = manifest.Names.Select(_staging.PathOf).ToArray();
        if (paths.Length > 0)
            _connection.Execute($"INSERT INTO _state SELECT {_columns} FROM read_parquet({SqlText.List(paths)}) WHERE {OpenSql(watermarkMs)}");
        Manifest = manifest;
        RowCount = Count("_state");
    }

    /// <summary>Computes the partial rows of the batch at hand and leaves the late ones out.</summary>
    /// <returns>Rows of the source that were left out.</returns>
    public LeftOutRows ComputeDelta(long watermarkMs)
    {
        _connection.Execute($"CREATE OR REPLACE TABLE _delta AS {Aggregation.PartialSql}");
        if (Aggregation.Window is null)
            return default;
        // A row without event time belongs to no window.
        var closed = Closes ? Aggregation.Window.IsClosedSql(watermarkMs) : "false";
        using var result = _connection.Query(
            $"""
            SELECT CAST(coalesce(sum(_n) FILTER (WHERE {closed}), 0) AS BIGINT), CAST(coalesce(sum(_n) FILTER (WHERE _pane IS NULL), 0) AS BIGINT),
              CAST(coalesce(max({Aggregation.Window.ClosedForSql(watermarkMs)}) FILTER (WHERE {closed}), 0) AS BIGINT) FROM _delta
            """);
        var row = result.SingleRow();
        var leftOut = new LeftOutRows(row[0] ?? 0, row[1] ?? 0, (row[2] ?? 0) / 1000);
        if (leftOut.Late > 0 || leftOut.WithoutTime > 0)
            _connection.Execute($"DELETE FROM _delta WHERE _pane IS NULL OR {closed}");
        return leftOut;
    }

    /// <summary>When the last window ends that has rows, those of the batch at hand included, in milliseconds; the least number if none has.</summary>
    public long LastEndMs()
    {
        if (Aggregation.Window is null)
            return long.MinValue;
        using var result = _connection.Query($"SELECT CAST(max(_we) AS BIGINT) FROM ({Aggregation.ExpandSql(AllSql)})");
        return result.SingleRow()[0] is { } micros ? (micros + 999) / 1000 : long.MinValue;
    }

    /// <summary>Writes what the batch adds to the state: a delta, or a snapshot of everything when enough deltas have gathered.</summary>
    public (IReadOnlyList<StagedFile> Files, StateManifest Manifest) Write(long sequence, long watermarkMs)
    {
        if (Manifest.Deltas.Count >= _snapshotInterval)
        {
            var compact = Aggregation.CompactSql($"({AllSql}) WHERE {OpenSql(watermarkMs)}");
            var snapshot = _staging.Write("state-snapshot", sequence, compact, "lz4_raw");
            return snapshot is null ? ([], StateManifest.Empty) : ([snapshot], new StateManifest(Path.GetFileName(snapshot.Path), []));
        }
        var delta = _staging.Write("state-delta", sequence, $"SELECT * FROM _delta WHERE {OpenSql(watermarkMs)}", "lz4_raw");
        return delta is null ? ([], Manifest) : ([delta], Manifest with { Deltas = [.. Manifest.Deltas, Path.GetFileName(delta.Path)] });
    }

    /// <summary>Numbers of the state as it will be after the batch at hand.</summary>
    public StateNumbers Numbers(long watermarkMs)
    {
        using var result = _connection.Query(
            $"SELECT (SELECT count(*) FROM _delta), (SELECT count(*) FROM ({AllSql}) WHERE NOT {OpenSql(watermarkMs)}), "
            + "(SELECT CAST(coalesce(sum(memory_usage_bytes), 0) AS BIGINT) FROM duckdb_memory())");
        var row = result.SingleRow();
        var (added, removed) = (row[0] ?? 0, row[1] ?? 0);
        return new StateNumbers(RowCount + added - removed, added, removed, row[2] ?? 0);
    }

    /// <summary>Merges the batch at hand into the state, drops closed panes, compacts when it pays.</summary>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>: the state has more groups than the query allows.</exception>
    public void Accept(StateManifest manifest, long watermarkMs)
    {
        _connection.Execute($"INSERT INTO _state SELECT * FROM _delta WHERE {OpenSql(watermarkMs)}; DELETE FROM _delta");
        if (Closes)
            _connection.Execute($"DELETE FROM _state WHERE NOT {OpenSql(watermarkMs)}");
        Manifest = manifest;
        RowCount = Count("_state");
        if (RowCount > (2 * _rowsCompacted) + CompactionSlackRows)
            Compact();
    }

    /// <summary>Forgets the batch at hand.</summary>
    public void Discard() => _connection.Execute("DELETE FROM _delta");

    private void Compact()
    {
        _connection.Execute($"CREATE OR REPLACE TABLE _state AS {Aggregation.CompactSql("_state")}");
        _rowsCompacted = RowCount = Count("_state");
        if (RowCount > _plan.Definition.Limits.StateRowsMax)
        {
            throw new PlatformException(
                ErrorCode.LimitExceeded,
                $"The state has {RowCount} groups, more than limits.stateRowsMax allows; add a watermark, group by fewer keys or raise the limit.");
        }
    }

    private string OpenSql(long watermarkMs) => Closes ? "NOT " + Aggregation.Window!.IsClosedSql(watermarkMs) : "true";

    private long Count(string table)
    {
        using var result = _connection.Query(string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM {table}"));
        return result.SingleRow()[0] ?? 0;
    }
}
