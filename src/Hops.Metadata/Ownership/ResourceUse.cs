namespace Hops.Metadata.Ownership;

/// <summary>How much of one kind a project uses.</summary>
/// <param name="Name">What it is, in the plural and in lower case with underscores: <c>topics</c>, <c>schema_bytes</c>. No two modules use the same.</param>
/// <param name="Unit">In what it is counted.</param>
/// <param name="Used">How much, at this moment.</param>
/// <param name="Limit">The most that there may be; null if there is no limit.</param>
public sealed record ResourceUse(string Name, UseUnit Unit, long Used, long? Limit)
{
    /// <summary>True if a limit can be set for the project and is not: that of the settings is in force, also where that is none.</summary>
    public bool IsOfSettings { get; init; }

    /// <summary>What members should know of it, in words; null if all is well.</summary>
    public string? Warning { get; init; }

    /// <summary>How much it will be at the end of its month if it goes on so; null where that cannot be said.</summary>
    public long? Forecast { get; init; }
}

/// <summary>Unit of a <see cref="ResourceUse"/>.</summary>
public enum UseUnit
{
    /// <summary>Pieces.</summary>
    Count,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>Thousandths of a credit, which is one second of one processor at price 1.</summary>
    Millicredits,
}
