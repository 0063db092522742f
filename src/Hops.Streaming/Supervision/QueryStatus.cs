using System.Text.Json;

namespace Hops.Streaming.Supervision;

/// <summary>What a streaming query is at, as its supervisor sees it.</summary>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when.</param>
/// <param name="Restarts">How often its runner was started again since the query was started.</param>
/// <param name="ProcessId">Its runner, while it has one.</param>
/// <param name="Error">Slug of the error that ended it; null if none did.</param>
/// <param name="Message">That error, for a person.</param>
/// <param name="Facts">Facts of that error.</param>
public sealed record QueryStatus(
    QueryPhase State,
    DateTimeOffset Since,
    int Restarts = 0,
    int? ProcessId = null,
    string? Error = null,
    string? Message = null,
    IReadOnlyDictionary<string, JsonElement>? Facts = null);

/// <summary>State of a streaming query.</summary>
public enum QueryPhase
{
    /// <summary>Nobody wants it to run.</summary>
    Stopped,

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
