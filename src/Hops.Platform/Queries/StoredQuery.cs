using System.Text.Json;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Projects;

namespace Hops.Platform.Queries;

/// <summary>A streaming query as the platform knows it: what it is and whether it should run. Whether it does is its supervisor's to say.</summary>
public sealed record StoredQuery
{
    /// <summary>Project that it belongs to.</summary>
    public required long ProjectId { get; init; }

    /// <summary>Name, unique in the project.</summary>
    public required string Name { get; init; }

    /// <summary>Its id, never used again: it names checkpoints, runners and their tokens.</summary>
    public required long Id { get; init; }

    /// <summary>User as whom it runs.</summary>
    public required long OwnerId { get; init; }

    /// <summary>Definition as JSON; its schema is that of <c>Hops.Streaming</c>.</summary>
    public required string Definition { get; init; }

    /// <summary>What its users want of it.</summary>
    public required QueryState Desired { get; init; }

    /// <summary>Last thing that its supervisor reported, as JSON; empty if nothing yet.</summary>
    public string Status { get; init; } = "";

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Counts changes by users, from 1: the ETag.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>Field of the topic to which bad records go.</summary>
    internal const string DeadLetterField = "deadLetterTopic";

    /// <summary>Fields of a definition that name a topic: the one that it reads, and the one for bad records.</summary>
    internal static readonly string[] TopicFields = ["topic", DeadLetterField];

    /// <summary>Longest definition, in characters.</summary>
    public const int DefinitionLengthMax = 256 * 1024;

    /// <summary>
    /// Where it writes, as an absolute path; null if the definition does not say. Two queries with one sink would take turns at one
    /// checkpoint, and each would leave out what the other has read.
    /// </summary>
    /// <param name="project">Name of its project.</param>
    internal string? SinkIn(string project) => TextOf("sink")?.TrimEnd('/') is { } path
        ? path.StartsWith('/') ? path : Names.PathIn(project, path)
        : null;

    /// <summary>True if it reads a topic, or sends its dead letters there.</summary>
    internal bool UsesTopic(string topic) => TopicFields.Any(field => TextOf(field) == topic);

    /// <summary>True if it writes into a directory or below it.</summary>
    /// <param name="project">Name of its project.</param>
    /// <param name="path">The directory, as an absolute path.</param>
    internal bool WritesInto(string project, string path) =>
        SinkIn(project) is { } sink && (sink == path || sink.StartsWith(path + "/", StringComparison.Ordinal));

    /// <summary>A field of the definition that is a text; null if it is none.</summary>
    internal string? TextOf(string field) => TextOf(Definition, field);

    /// <inheritdoc cref="TextOf(string)"/>
    internal static string? TextOf(string text, string field)
    {
        using var definition = JsonDocument.Parse(text);
        var found = definition.RootElement.ValueKind != JsonValueKind.Object
            ? default
            : definition.RootElement.EnumerateObject().LastOrDefault(member => member.Name.Equals(field, StringComparison.OrdinalIgnoreCase)).Value;
        return found.ValueKind == JsonValueKind.String ? found.GetString() : null;
    }

    internal static readonly Lookup ById = new("queries_by_id", "id");

    internal static readonly Table<StoredQuery> Table = new(
        "queries",
        [
            new("project_id", ColumnType.Int64),
            new("name", ColumnType.Text),
            new("id", ColumnType.Int64),
            new("owner_id", ColumnType.Int64),
            new("definition", ColumnType.Text),
            new("desired", ColumnType.Int64),
            new("status", ColumnType.Text),
            new("created_ms", ColumnType.Int64),
            new("revision", ColumnType.Int64),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new StoredQuery
        {
            ProjectId = read.Int64(),
            Name = read.Text(),
            Id = read.Int64(),
            OwnerId = read.Int64(),
            Definition = read.Text(),
            Desired = (QueryState)read.Int64(),
            Status = read.Text(),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(read.Int64()),
            Revision = read.Int64(),
        },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Name);
            write.Int64(row.Id);
            write.Int64(row.OwnerId);
            write.Text(row.Definition);
            write.Int64((long)row.Desired);
            write.Text(row.Status);
            write.Int64(row.Created.ToUnixTimeMilliseconds());
            write.Int64(row.Revision);
        },
        ById);
}

/// <summary>What the users of a query want of it. Stored as a number: never renumber.</summary>
public enum QueryState
{
    /// <summary>It must not run.</summary>
    Stopped = 1,

    /// <summary>It must run, and be started again when its runner dies.</summary>
    Running = 2,
}
