namespace Hops.Streaming.DuckDb;

/// <summary>What a <see cref="Database"/> may use and see.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Worker threads; default: one for each processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Most memory of DuckDB's buffers and operators; default 1 GiB. Beyond it statements spill or are refused, the process lives on.</summary>
    public long MemoryMaxBytes { get; init; } = 1L << 30;

    /// <summary>Directories that statements may read and write; default none. Everything outside is refused, symbolic links included.</summary>
    public IReadOnlyList<string> AllowedDirectories { get; init; } = [];

    /// <summary>True to keep the order of rows where SQL leaves it open; default false, which is faster and needs less memory.</summary>
    public bool KeepsOrder { get; init; }

    /// <summary>Directory for spilled data; default none, then nothing spills.</summary>
    public string? SpillDirectory { get; init; }

    /// <summary>Most spilled bytes; default 4 GiB.</summary>
    public long SpillMaxBytes { get; init; } = 4L << 30;

    /// <summary>
    /// What messages call a file, by its local path; asked when a statement fails. Default null: messages then speak of a file below an allowed
    /// directory as of a temporary file.
    /// </summary>
    public Func<string, string?>? NameOfFile { get; init; }
}
