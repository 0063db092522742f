using System.Collections.Frozen;
using Hops.Core.Identity;

namespace Hops.Kafka.Security;

/// <summary>The SASL mechanisms, one row each: what is offered, and how an exchange begins, comes from the rows.</summary>
internal static class SaslMechanisms
{
    /// <summary>The rows, in the order in which they are offered.</summary>
    public static IReadOnlyList<SaslMechanism> Rows { get; } =
    [
        new("PLAIN", static broker => new PlainExchange(broker.Gate)),
        new("SCRAM-SHA-256", static broker => new ScramExchange(broker.Gate, ScramHash.Sha256, broker.State.DecoyKey)),
        new("SCRAM-SHA-512", static broker => new ScramExchange(broker.Gate, ScramHash.Sha512, broker.State.DecoyKey)),
        new("OAUTHBEARER", static broker => new OAuthBearerExchange(broker.Gate)),
    ];

    private static readonly FrozenDictionary<string, SaslMechanism> ByName = Rows.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static string[] Names { get; } = [.. Rows.Select(row => row.Name)];

    /// <summary>A new exchange, or null if there is no such mechanism.</summary>
    public static SaslExchange? Begin(string mechanism, Broker broker) => ByName.GetValueOrDefault(mechanism)?.Begin(broker);
}

/// <summary>One way to prove who one is.</summary>
/// <param name="Name">Its registered name (RFC 4422 section 3.1).</param>
/// <param name="Begin">Begins an exchange on a connection of a broker.</param>
internal sealed record SaslMechanism(string Name, Func<Broker, SaslExchange> Begin);
