using System.Text.Json;
using Hops.Core.Errors;
using Hops.Streaming.Checkpoints;

namespace Hops.Streaming.Runner;

/// <summary>One line that a runner reports. It comes from a process that runs user code, so its reader trusts nothing in it.</summary>
public sealed record RunnerReport
{
    /// <summary>What happened.</summary>
    public required RunnerEvent Event { get; init; }

    /// <summary>Progress of a batch (Spark's <c>StreamingQueryProgress</c>), the plan of a query, or columns and rows of an answer.</summary>
    public JsonElement? Body { get; init; }

    /// <summary>What was counted over all batches of a query, for <see cref="RunnerEvent.Started"/> and <see cref="RunnerEvent.Progress"/>.</summary>
    public CommitTotals? Totals { get; init; }

    /// <summary>Slug of the refusal, for <see cref="RunnerEvent.Failed"/>.</summary>
    public string? Error { get; init; }

    /// <summary>Why, for a person.</summary>
    public string? Message { get; init; }

    /// <summary>Facts of the refusal.</summary>
    public Dictionary<string, JsonElement>? Facts { get; init; }

    /// <summary>The report of a refusal.</summary>
    public static RunnerReport Of(PlatformException refusal) => new()
    {
        Event = RunnerEvent.Failed,
        Error = ErrorTable.Row(refusal.Code).Slug,
        Message = refusal.Message,
        Facts = refusal.Facts.ToDictionary(fact => fact.Key, fact => JsonSerializer.SerializeToElement(fact.Value, RunnerJson.Format)),
    };

    /// <summary>The refusal that was reported; an unknown slug is an internal error.</summary>
    public PlatformException ToException()
    {
        var row = ErrorTable.Rows.FirstOrDefault(row => row.Slug == Error) ?? ErrorTable.Row(ErrorCode.Internal);
        var exception = new PlatformException(row.Code, Message ?? row.Title);
        foreach (var (fact, value) in Facts ?? [])
            exception.With(fact, value);
        return exception;
    }

    /// <summary>The report as one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, RunnerJson.Format);

    /// <summary>Reads a line, or returns null if it is not a report.</summary>
    public static RunnerReport? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunnerReport>(line, RunnerJson.Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a <see cref="RunnerReport"/> tells.</summary>
public enum RunnerEvent
{
    /// <summary>The query was planned and its checkpoint read.</summary>
    Started,

    /// <summary>A batch was committed, or a trigger found nothing to do.</summary>
    Progress,

    /// <summary>The plan of a query, or the columns and rows of an answer.</summary>
    Result,

    /// <summary>All there was to do is done, or the runner was told to stop and has.</summary>
    Finished,

    /// <summary>It cannot go on.</summary>
    Failed,
}
