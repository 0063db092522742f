using System.Text.Json;
using Hops.Streaming.Checkpoints;

namespace Hops.Streaming.Supervision;

/// <summary>What a streaming query is at, as its supervisor sees it.</summary>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when.</param>
/// <param name="Restarts">How often its runner was started again since the query was started.</param>
/// <param name="ProcessId">Its runner, while it has one.</param>
/// <param name="Error">Slug of the error that ended it; null if none did.</param>
/// <param name="Message">That error, for a person.</param>
/// <param name="Facts">Facts of that error.</param>
/// <param name="Totals">What was counted over all batches; null before the runner has said so.</param>
/// <param name="Warning">What a person should know of rows that were left out, and do about it; null if there is nothing.</param>
public sealed record QueryStatus(
    QueryPhase State,
    DateTimeOffset Since,
    int Restarts = 0,
    int? ProcessId = null,
    string? Error = null,
    string? Message = null,
    IReadOnlyDictionary<string, JsonElement>? Facts = null,
    CommitTotals? Totals = null,
    string? Warning = null)
{
    /// <summary>Why it does not run, or what should be known of it while it does: the error, else the warning; null if all is well.</summary>
    public string? Note => Message ?? Warning;
}

/// <summary>State of a streaming query.</summary>
public enum QueryPhase
{
    /// <summary>Nobody wants it to run.</summary>
    Stopped,

    /// <summary>It is wanted to run and may not yet: the quota of its project is used up, or compute costs more than it is to start at.</summary>
    Waiting,

    /// <summary>Its runner starts.</summary>
    Starting,

    /// <summary>Its runner works.</summary>
    Running,

    /// <summary>Its runner died; it is started again after a pause.</summary>
    Restarting,

    /// <summary>It was to process what was there and has.</summary>
    Finished,

    /// <summary>It cannot go on; a person has to do something and start it again.</summary>
    Failed,
}
