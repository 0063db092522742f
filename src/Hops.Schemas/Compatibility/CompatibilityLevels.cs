namespace Hops.Schemas.Compatibility;

/// <summary>The levels as the registry's protocol spells them.</summary>
public static class CompatibilityLevels
{
    /// <summary>The level of a subject that nobody configured.</summary>
    public const CompatibilityLevel Default = CompatibilityLevel.Backward;

    /// <summary>The level's name: <c>BACKWARD_TRANSITIVE</c>.</summary>
    public static string NameOf(CompatibilityLevel level) => level switch
    {
        CompatibilityLevel.None => "NONE",
        CompatibilityLevel.Backward => "BACKWARD",
        CompatibilityLevel.BackwardTransitive => "BACKWARD_TRANSITIVE",
        CompatibilityLevel.Forward => "FORWARD",
        CompatibilityLevel.ForwardTransitive => "FORWARD_TRANSITIVE",
        CompatibilityLevel.Full => "FULL",
        CompatibilityLevel.FullTransitive => "FULL_TRANSITIVE",
    };

    /// <summary>The level of a name in any case, or null.</summary>
    public static CompatibilityLevel? Find(string? name)
    {
        foreach (var level in Enum.GetValues<CompatibilityLevel>())
        {
            if (NameOf(level).Equals(name, StringComparison.OrdinalIgnoreCase))
                return level;
        }
        return null;
    }

    /// <summary>True if every earlier version counts, not only the last.</summary>
    public static bool IsTransitive(CompatibilityLevel level) =>
        level is CompatibilityLevel.BackwardTransitive or CompatibilityLevel.ForwardTransitive or CompatibilityLevel.FullTransitive;

    /// <summary>True if the new schema has to read what earlier ones wrote.</summary>
    public static bool IsBackward(CompatibilityLevel level) => level
        is CompatibilityLevel.Backward or CompatibilityLevel.BackwardTransitive or CompatibilityLevel.Full or CompatibilityLevel.FullTransitive;

    /// <summary>True if earlier schemas have to read what the new one writes.</summary>
    public static bool IsForward(CompatibilityLevel level) => level
        is CompatibilityLevel.Forward or CompatibilityLevel.ForwardTransitive or CompatibilityLevel.Full or CompatibilityLevel.FullTransitive;
}
