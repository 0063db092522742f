namespace Hops.Api.Events;

/// <summary>Lets somebody look at something every so often, the first time at once. For one caller at a time.</summary>
/// <param name="time">The clock.</param>
internal struct Pace(TimeProvider time)
{
    private long? _lookedAt;

    /// <summary>True if it was looked at before.</summary>
    public readonly bool IsBegun => _lookedAt is not null;

    /// <summary>True if it is time to look.</summary>
    public readonly bool IsDue(TimeSpan interval) => _lookedAt is not { } before || time.GetElapsedTime(before) >= interval;

    /// <summary>Notes that it is looked at now.</summary>
    public void Look() => _lookedAt = time.GetTimestamp();
}
