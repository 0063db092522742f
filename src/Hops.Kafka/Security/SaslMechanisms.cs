using System.Collections.Frozen;
using Hops.Core.Identity;

namespace Hops.Kafka.Security;

/// <summary>The SASL mechanisms, one row each: what is offered, and how an exchange begins, comes from the rows.</summary>
internal static class SaslMechanisms
{
    /// <summary>The rows, in the order in which they are offered.</summary>
    public static IReadOnlyList<SaslMechanism> Rows { get; } =
    [
        new("PLAIN", static (authentication, _) => new PlainExchange(authentication)),
        new("SCRAM-SHA-256", static (authentication, decoyKey) => new ScramExchange(authentication, ScramHash.Sha256, decoyKey)),
        new("SCRAM-SHA-512", static (authentication, decoyKey) => new ScramExchange(authentication, ScramHash.Sha512, decoyKey)),
        new("OAUTHBEARER", static (authentication, _) => new OAuthBearerExchange(authentication)),
    ];

    private static readonly FrozenDictionary<string, SaslMechanism> ByName = Rows.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static string[] Names { get; } = [.. Rows.Select(row => row.Name)];

    /// <summary>A new exchange, or null if there is no such mechanism.</summary>
    public static SaslExchange? Begin(string mechanism, Broker broker) => ByName.GetValueOrDefault(mechanism)?.Begin(broker.Authentication, broker.State.DecoyKey);
}

/// <summary>One way to prove who one is.</summary>
/// <param name="Name">Its registered name (RFC 4422 section 3.1).</param>
/// <param name="Begin">Begins an exchange, by what knows the proofs and the broker's secret for names that there are not.</param>
internal sealed record SaslMechanism(string Name, Func<IAuthentication, byte[], SaslExchange> Begin);
