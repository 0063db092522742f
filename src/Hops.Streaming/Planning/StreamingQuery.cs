using System.Text.Json;
using System.Text.Json.Serialization;
using Hops.Core.Errors;

namespace Hops.Streaming.Planning;

/// <summary>Definition of a streaming query, as users write it and as <c>query.json</c> of a checkpoint keeps it.</summary>
public sealed record StreamingQuery
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        MaxDepth = 16,
    };

    /// <summary>Name, unique in its project.</summary>
    public required string Name { get; init; }

    /// <summary>Source topic; SQL reads it as a table of this name.</summary>
    public required string Topic { get; init; }

    /// <summary>One SELECT over the source.</summary>
    public required string Sql { get; init; }

    /// <summary>Directory of the sink.</summary>
    public required string Sink { get; init; }

    /// <summary>Which rows a batch writes; default append.</summary>
    public OutputMode OutputMode { get; init; }

    /// <summary>When batches run; default back to back.</summary>
    public QueryTrigger Trigger { get; init; } = new();

    /// <summary>Event time and how late it may be; null for none.</summary>
    public QueryWatermark? Watermark { get; init; }

    /// <summary>What becomes of records that do not decode; default fail.</summary>
    public BadRecordPolicy BadRecords { get; init; }

    /// <summary>Topic for <see cref="BadRecordPolicy.DeadLetter"/>.</summary>
    public string? DeadLetterTopic { get; init; }

    /// <summary>Where a new query begins; default latest, as Spark's.</summary>
    public StartingOffsets StartingOffsets { get; init; }

    /// <summary>Tables that SQL may join, by name: directories of Parquet files.</summary>
    public IReadOnlyDictionary<string, string> Tables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Limits of a batch and of the engine.</summary>
    public QueryLimits Limits { get; init; } = new();

    /// <summary>Reads a definition.</summary>
    /// <exception cref="PlatformException"><c>InvalidQuery</c>: the text is not JSON of this form.</exception>
    public static StreamingQuery Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<StreamingQuery>(json, Json)
                ?? throw new PlatformException(ErrorCode.InvalidQuery, "The definition of the query is null.");
        }
        catch (JsonException exception)
        {
            throw new PlatformException(ErrorCode.InvalidQuery, "The definition of the query is malformed: " + exception.Message, exception)
                .With("line", exception.LineNumber + 1)
                .With("column", exception.BytePositionInLine + 1);
        }
    }

    /// <summary>Writes the definition.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>Which rows a batch writes (Spark's output modes).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutputMode>))]
public enum OutputMode
{
    /// <summary>Each row once, when it can no longer change.</summary>
    [JsonStringEnumMemberName("append")]
    Append,

    /// <summary>The groups that changed, each batch, with the number of the batch in <c>_batch</c>.</summary>
    [JsonStringEnumMemberName("update")]
    Update,

    /// <summary>All groups, each batch, in place of what was there.</summary>
    [JsonStringEnumMemberName("complete")]
    Complete,
}

/// <summary>Where a new query begins to read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StartingOffsets>))]
public enum StartingOffsets
{
    /// <summary>With what arrives from now on.</summary>
    [JsonStringEnumMemberName("latest")]
    Latest,

    /// <summary>With the oldest record that is kept.</summary>
    [JsonStringEnumMemberName("earliest")]
    Earliest,
}

/// <summary>When batches run.</summary>
/// <param name="IntervalMs">Milliseconds between starts of batches; 0 for back to back.</param>
/// <param name="AvailableNow">True to read what is there at the start, in several batches, and stop.</param>
public sealed record QueryTrigger(int IntervalMs = 0, bool AvailableNow = false);

/// <summary>Event time.</summary>
/// <param name="Column">A column of the source: TIMESTAMP, with or without time zone.</param>
/// <param name="DelayMs">How long after the latest event time seen a row may still come, in milliseconds.</param>
public sealed record QueryWatermark(string Column, long DelayMs);

/// <summary>Limits of a query.</summary>
public sealed record QueryLimits
{
    /// <summary>Most records in a batch; default 1,000,000.</summary>
    public int RecordsPerBatchMax { get; init; } = 1_000_000;

    /// <summary>Most memory of DuckDB in MiB; default 1,024.</summary>
    public int MemoryMaxMiB { get; init; } = 1_024;

    /// <summary>Threads of DuckDB; default 2.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Most groups in the state; beyond it the query stops. Default 10,000,000.</summary>
    public long StateRowsMax { get; init; } = 10_000_000;
}
