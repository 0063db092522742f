using Hops.Core.Settings;
using Hops.Metadata.Tables;

namespace Hops.Platform;

/// <summary>How the platform becomes part of a process: its settings and tables. <see cref="HopsPlatform.OpenAsync"/> opens it.</summary>
public static class PlatformModule
{
    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } =
    [
        OptionsSection.Of<PlatformOptions>("Platform").With(
            SettingsRule.AtMost(nameof(PlatformOptions.SessionIdleTimeout), nameof(PlatformOptions.SessionLifetime), "no session could end as idle"),
            SettingsRule.AtMost(nameof(PlatformOptions.TokenLifetime), nameof(PlatformOptions.TokenLifetimeMax), "a token that names no life would be refused")),
        OptionsSection.Of<AccountOptions>("Accounts"),
    ];

    /// <summary>Tables that the metadata database must have.</summary>
    public static IReadOnlyList<Table> Tables => PlatformTables.All;
}
