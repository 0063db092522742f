namespace Hops.Platform;

/// <summary>How accounts are made and what they take to sign in.</summary>
public sealed record AccountOptions
{
    /// <summary>
    /// Who has to have a second factor: until it is enrolled, a session of theirs can do nothing else. Default none; everybody may have one.
    /// </summary>
    public SecondFactorRule SecondFactorRequired { get; init; } = SecondFactorRule.None;
}

/// <summary>Who has to have a second factor.</summary>
public enum SecondFactorRule
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>Administrators of the platform.</summary>
    Administrators,

    /// <summary>Everybody.</summary>
    All,
}
