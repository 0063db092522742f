namespace Hops.Schemas.Compatibility;

/// <summary>Which earlier versions of a subject a new schema has to get along with, and in which direction.</summary>
public enum CompatibilityLevel
{
    /// <summary>No rule.</summary>
    None,

    /// <summary>The new schema reads data of the last version.</summary>
    Backward,

    /// <summary>The new schema reads data of every version.</summary>
    BackwardTransitive,

    /// <summary>The last version reads data of the new schema.</summary>
    Forward,

    /// <summary>Every version reads data of the new schema.</summary>
    ForwardTransitive,

    /// <summary>Both, with the last version.</summary>
    Full,

    /// <summary>Both, with every version.</summary>
    FullTransitive,
}
