using System.ComponentModel.DataAnnotations;
using Hops.Platform.Passkeys;

namespace Hops.Platform;

/// <summary>How accounts are made and what they take to sign in.</summary>
public sealed record AccountOptions
{
    /// <summary>
    /// Who has to have a second factor: until it is enrolled, a session of theirs can do nothing else. Default none; everybody may have one.
    /// </summary>
    public SecondFactorRule SecondFactorRequired { get; init; } = SecondFactorRule.None;

    /// <summary>
    /// Who may make an account: Closed, an administrator alone; Approval, anybody whom an administrator then lets in; Open, anybody. In the last two an
    /// address of mail is confirmed. Default Closed.
    /// </summary>
    public RegistrationRule Registration { get; init; } = RegistrationRule.Closed;

    /// <summary>Address of the web interface as it stands in mails. Default null: that of the listener http.</summary>
    public Uri? WebAddress { get; init; }

    /// <summary>How long a link holds by which an address is confirmed. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "30.00:00:00")]
    public TimeSpan ConfirmationLifetime { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a link holds by which a password is recovered. Default 30 minutes.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan RecoveryLifetime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Accounts that wait for an administrator. Default 100.</summary>
    [Range(1, 10_000)]
    public int PendingMax { get; init; } = 100;

    /// <summary>
    /// Domain that passkeys are bound to (relying party id): that of <see cref="WebAddress"/>, or one above it. To change it makes all passkeys worthless.
    /// Default null: the name in the address of the web interface, <c>localhost</c> on the machine itself.
    /// </summary>
    public string? PasskeyDomain { get; init; }

    /// <summary>
    /// Origins of the pages at which passkeys are made and used, at most 20: <c>https://hops.example.org</c>, all of the domain. Default none: that of
    /// the web interface alone.
    /// </summary>
    public IReadOnlyList<string> PasskeyOrigins { get; init; } = [];

    /// <summary>Passkeys of one user. Default 10.</summary>
    [Range(1, Passkey.PerUserMax)]
    public int PasskeysPerUserMax { get; init; } = 10;

    /// <summary>How long a device has to sign, from when the browser asked. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "00:10:00")]
    public TimeSpan PasskeyChallengeLifetime { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>Who may make an account.</summary>
public enum RegistrationRule
{
    /// <summary>An administrator alone.</summary>
    Closed,

    /// <summary>Anybody; an administrator then lets them in.</summary>
    Approval,

    /// <summary>Anybody.</summary>
    Open,
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
