using Hops.Streaming.DuckDb;

namespace Hops.Streaming.Planning;

/// <summary>What <see cref="AdHocQuery.Run"/> runs.</summary>
public sealed record AdHocRequest
{
    /// <summary>One SELECT.</summary>
    public required string Sql { get; init; }

    /// <summary>Local directory that holds the files; the query sees nothing outside.</summary>
    public required string Directory { get; init; }

    /// <summary>Parquet files of each table, by the name that the query uses; files of one table may differ in their columns.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> TableFiles { get; init; }

    /// <summary>Columns of the tables that may be without any file and are empty then; none by default.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SqlColumn>> TableColumns { get; init; } = new Dictionary<string, IReadOnlyList<SqlColumn>>(StringComparer.Ordinal);

    /// <summary>What messages call each of the files, by its path; none by default.</summary>
    public IReadOnlyDictionary<string, string> FileNames { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Most bytes that the statement may spill to disk; default 4 GiB.</summary>
    public long SpillMaxBytes { get; init; } = 4L << 30;

    /// <summary>Told how far the statement is, from another thread, about twice a second; none by default.</summary>
    public Action<QueryProgress>? OnProgress { get; init; }

    /// <summary>Most rows in the answer; default 10,000. More are cut off and the answer says so.</summary>
    public int RowsMax { get; init; } = 10_000;

    /// <summary>Most bytes of rows in the answer, as JSON; default 64 MiB. More are cut off and the answer says so.</summary>
    public int AnswerMaxBytes { get; init; } = 64 << 20;

    /// <summary>Most memory of DuckDB; default 512 MiB.</summary>
    public long MemoryMaxBytes { get; init; } = 512L << 20;

    /// <summary>Threads of DuckDB; default 2.</summary>
    public int Threads { get; init; } = 2;
}
