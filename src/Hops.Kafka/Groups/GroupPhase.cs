namespace Hops.Kafka.Groups;

/// <summary>State of a classic group; the names are what DescribeGroups answers.</summary>
internal enum GroupPhase
{
    /// <summary>No members; offsets may remain.</summary>
    Empty,

    /// <summary>A round of joining is under way.</summary>
    PreparingRebalance,

    /// <summary>The round is over; the leader shares out.</summary>
    CompletingRebalance,

    /// <summary>Everybody has an assignment.</summary>
    Stable,
}
