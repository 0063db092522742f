using Hops.Core.Settings;
using Hops.Metadata.Tables;
using Hops.Platform.Compute;
using Hops.Platform.Identities;
using Hops.Platform.Mail;
using Hops.Platform.Passkeys;
using Hops.Platform.Retention;
using Hops.Platform.Tours;
using Hops.Search;

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
        OptionsSection.Of<AccountOptions>("Accounts").With(
            SettingsRule.Of(nameof(AccountOptions.PasskeyDomain), nameof(AccountOptions.WebAddress), "is not a domain of", "browsers would refuse its passkeys there", PasskeyPlace.IsDomainOf),
            SettingsRule.Of(
                nameof(AccountOptions.PasskeyOrigins), nameof(AccountOptions.PasskeyDomain), "are not origins below",
                FormattableString.Invariant($"permitted are at most {PasskeyPlace.OriginsMax} of the kind https://name, with https but for localhost"), PasskeyPlace.AreOriginsOf)),
        OptionsSection.Of<ComputeOptions>("Compute").With(
            SettingsRule.AtMost(nameof(ComputeOptions.LedgerRetention), nameof(ComputeOptions.TotalsRetention), "sums would not cover what is in the ledger"),
            SettingsRule.AtMost(nameof(ComputeOptions.PriceInterval), nameof(ComputeOptions.ChargeInterval), "a price would change within an interval that is charged as one")),
        OptionsSection.Named("Issuers", static _ => new IssuerOptions(), "sso").With(
            SettingsRule.Needs(nameof(IssuerOptions.Authority), nameof(IssuerOptions.ClientId), "an issuer answers those alone whom it knows"),
            SettingsRule.Needs(nameof(IssuerOptions.ClientSecretFile), nameof(IssuerOptions.ClientId), "a secret belongs to a client")),
        OptionsSection.Of<RetentionOptions>("Retention").With(
            SettingsRule.AtMost(nameof(RetentionOptions.DaysMin), nameof(RetentionOptions.DaysMax), "no rule could be set")),
        OptionsSection.Of<ToursOptions>("Tours"),
        OptionsSection.Of<MailOptions>("Mail"),
        OptionsSection.Of<SearchOptions>("Search"),
    ];

    /// <summary>Tables that the metadata database must have.</summary>
    public static IReadOnlyList<Table> Tables => PlatformTables.All;
}
