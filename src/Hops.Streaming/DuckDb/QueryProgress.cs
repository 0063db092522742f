namespace Hops.Streaming.DuckDb;

/// <summary>How far a running statement is (<c>duckdb_query_progress_type</c>).</summary>
/// <param name="Percentage">0 to 100; -1 if DuckDB cannot tell.</param>
/// <param name="RowsProcessed">Rows read so far.</param>
/// <param name="RowsTotal">Rows to be read.</param>
public readonly record struct QueryProgress(double Percentage, ulong RowsProcessed, ulong RowsTotal);
