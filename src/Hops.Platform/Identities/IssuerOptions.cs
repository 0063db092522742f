using System.ComponentModel.DataAnnotations;
using Hops.Core.Settings;

namespace Hops.Platform.Identities;

/// <summary>An OpenID provider by which people sign in. Settings name it: <c>Issuers:sso:Authority=https://id.example.org</c>.</summary>
public sealed record IssuerOptions
{
    /// <summary>
    /// Its address, as it calls itself: https, or http on this machine. Default null: nobody signs in by it.
    /// </summary>
    public Uri? Authority { get; init; }

    /// <summary>How it knows this server. Default null.</summary>
    public string? ClientId { get; init; }

    /// <summary>Secret that it has given this server. Default null: none, or that of the file.</summary>
    [SecretSetting]
    public string? ClientSecret { get; init; }

    /// <summary>File whose first line is that secret, read at each sign-in. Default null.</summary>
    public string? ClientSecretFile { get; init; }

    /// <summary>What people are told to sign in with. Default null: its name in the settings.</summary>
    public string? DisplayName { get; init; }

    /// <summary>
    /// What becomes of somebody for whom it vouches and whom nobody here knows: Closed, refused; Approval, an account that an administrator lets in;
    /// Open, an account at once. Default Closed.
    /// </summary>
    public RegistrationRule Newcomers { get; init; } = RegistrationRule.Closed;

    /// <summary>What it is asked for; <c>openid</c> always. Default openid and profile.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile"];

    /// <summary>Longest time that it may take for one answer. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest of its answers: description, keys or tokens. Default 512 KiB, some hundred keys.</summary>
    [Range(4 << 10, 16 << 20)]
    public int AnswerMaxBytes { get; init; } = 512 << 10;

    /// <summary>How long its description and keys are used before they are read again; an unknown key is asked for at once. Default 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan MetadataLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How far its clock may be from ours. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(1);
}
