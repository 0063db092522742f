using System.Text.Json;
using Hops.Platform.Topics;

namespace Hops.Streaming.Runner;

/// <summary>
/// What a runner is told on the first line of its standard input: what to do, as whom, and where the server's protocols are. It holds the
/// credential of the runner, so it is never logged.
/// </summary>
public sealed record RunnerAssignment
{
    /// <summary>What to do.</summary>
    public required RunnerTask Task { get; init; }

    /// <summary>Name of the project-user as whom it acts, such as <c>airports__alice</c>.</summary>
    public required string Principal { get; init; }

    /// <summary>Its credential for all three protocols; it ends with the runner.</summary>
    public required string Token { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Address of WebHDFS, such as <c>http://127.0.0.1:9480</c>.</summary>
    public required Uri Files { get; init; }

    /// <summary>Address of the embedded broker as <c>host:port</c>; null if the topics are in a cluster.</summary>
    public string? Broker { get; init; }

    /// <summary>The Kafka cluster in which the topics are; null if they are in the embedded broker.</summary>
    public ClusterAccess? Cluster { get; init; }

    /// <summary>Address of the schema registry.</summary>
    public required Uri Registry { get; init; }

    /// <summary>Id of what it runs: of a query, the same over all its executions, or of a statement.</summary>
    public required string WorkId { get; init; }

    /// <summary>Id of this execution.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>Memory that the query engine may use, in bytes.</summary>
    public long MemoryMaxBytes { get; init; } = 1024L * 1024 * 1024;

    /// <summary>Threads that the query engine may use.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Definition of a streaming query, for <see cref="RunnerTask.Plan"/>, <see cref="RunnerTask.Query"/> and <see cref="RunnerTask.Preview"/>.</summary>
    public JsonElement? Definition { get; init; }

    /// <summary>Statement, for <see cref="RunnerTask.Sql"/>.</summary>
    public string? Sql { get; init; }

    /// <summary>Most rows of the answer, for <see cref="RunnerTask.Sql"/> and <see cref="RunnerTask.Preview"/>.</summary>
    public int RowsMax { get; init; } = 1000;

    /// <summary>Most bytes of the rows of the answer, as JSON, for the same.</summary>
    public int AnswerMaxBytes { get; init; } = 12 * 1024 * 1024;

    /// <summary>Most records of a topic that a statement reads, the newest of it.</summary>
    public int TopicRecordsMax { get; init; } = 1_000_000;

    /// <summary>Most bytes in the staging directory.</summary>
    public long ScratchMaxBytes { get; init; } = 8L << 30;

    /// <summary>The assignment as one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, RunnerJson.Format);

    /// <summary>Reads the line.</summary>
    public static RunnerAssignment Parse(string line) =>
        JsonSerializer.Deserialize<RunnerAssignment>(line, RunnerJson.Format) ?? throw new JsonException("the assignment is null");

    /// <inheritdoc/>
    public override string ToString() => $"{Task} {ExecutionId} as {Principal}";
}

/// <summary>What a runner does.</summary>
public enum RunnerTask
{
    /// <summary>Checks a streaming query and says what is wrong with it.</summary>
    Plan,

    /// <summary>Runs a streaming query until it is told to stop.</summary>
    Query,

    /// <summary>Answers one SQL statement over datasets and topics.</summary>
    Sql,

    /// <summary>Answers what a streaming query makes of the newest records of its topic.</summary>
    Preview,
}
