using System.ComponentModel.DataAnnotations;
using Hops.Jobs.Supervision;

namespace Hops.Streaming.Supervision;

/// <summary>How runners are started and watched.</summary>
public sealed record SupervisorOptions
{
    /// <summary>How to start a runner.</summary>
    public required RunnerProgram Program { get; init; }

    /// <summary>Directory under which each runner gets one of its own to write to.</summary>
    public required string StagingRoot { get; init; }

    /// <summary>Runners at a time, queries and statements together; default 32, each is a process of at least 60 MB.</summary>
    [Range(1, 10_000)]
    public int RunnersMax { get; init; } = 32;

    /// <summary>Runners of one project at a time; default 16.</summary>
    [Range(1, 10_000)]
    public int RunnersPerProjectMax { get; init; } = 16;

    /// <summary>Runners of one user at a time, in all projects; default 16.</summary>
    [Range(1, 10_000)]
    public int RunnersPerUserMax { get; init; } = 16;

    /// <summary>Runners that are kept for streaming queries: statements take none of them; default 8.</summary>
    [Range(0, 10_000)]
    public int RunnersForQueries { get; init; } = 8;

    /// <summary>Statements of one user at a time, in all projects; default 8. More wait.</summary>
    [Range(1, 10_000)]
    public int StatementsPerUserMax { get; init; } = 8;

    /// <summary>Statements of one user that may wait for a runner; default 16. More are refused.</summary>
    [Range(0, 10_000)]
    public int StatementsWaitingPerUserMax { get; init; } = 16;

    /// <summary>How long a statement waits for a free runner before it is refused; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan StatementWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Memory of the query engine of one runner, in bytes; default 512 MiB. Beyond it the engine spills to disk.</summary>
    [Range(64L << 20, 1L << 40)]
    public long MemoryMaxBytes { get; init; } = 512L * 1024 * 1024;

    /// <summary>Memory of the whole process of one runner, in bytes; default 1 GiB. A runner that holds more is ended. More than <see cref="MemoryMaxBytes"/>.</summary>
    [Range(256L << 20, 1L << 40)]
    public long RunnerMemoryMaxBytes { get; init; } = 1L << 30;

    /// <summary>
    /// Share of the processors of all runners together against 100 of the server, where both want them and the server may make control groups;
    /// default 100.
    /// </summary>
    [Range(1, 10_000)]
    public int RunnersCpuWeight { get; init; } = 100;

    /// <summary>Records of a topic that an SQL statement reads, the newest of it; default 1,000,000. An answer from fewer than all says so.</summary>
    [Range(1, 100_000_000)]
    public int StatementTopicRecordsMax { get; init; } = 1_000_000;

    /// <summary>Bytes on disk of one runner: copies of what it reads, spilled rows, files not yet committed; default 8 GiB. A runner with more is ended.</summary>
    [Range(1L << 20, 1L << 50)]
    public long ScratchMaxBytes { get; init; } = 8L << 30;

    /// <summary>Bytes on disk of all runners together; default 32 GiB. When there are more, the runner with most is ended.</summary>
    [Range(1L << 20, 1L << 50)]
    public long ScratchOfAllMaxBytes { get; init; } = 32L << 30;

    /// <summary>
    /// Directory on a file system of its own for what runners write, so that they cannot fill that of the data; default null: below the data
    /// directory. In it a directory <c>hops-runners</c> is made, which is emptied at each start.
    /// </summary>
    public string? ScratchDirectory { get; init; }

    /// <summary>Threads of the query engine of one runner; default the cores of the machine, at most 4.</summary>
    [Range(1, 1_024)]
    public int Threads { get; init; } = Math.Min(4, Environment.ProcessorCount);

    /// <summary>Longest time of one SQL statement; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a runner may take to finish its batch when told to stop; default 20 s. After it, it is killed, which loses nothing.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>First pause before a runner that died is started again; doubled up to <see cref="RestartPauseMax"/>; default 0.5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan RestartPause { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause before a restart; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RestartPauseMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often in a row a runner may die without a reason and without having committed a batch, before its query has failed; default 8,
    /// which the pauses between them make about two minutes.
    /// </summary>
    [Range(1, 1_000)]
    public int CrashesMax { get; init; } = 8;

    /// <summary>Progress reports kept in memory for each query; default 100, as Spark keeps.</summary>
    [Range(1, 100_000)]
    public int ProgressKept { get; init; } = 100;

    /// <summary>Life of the credential of a query's runner; default a year, for it ends with the runner.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromDays(365);
}
