using Hops.Core.Identity;

namespace Hops.Kafka.Security;

/// <summary>The SASL mechanisms, by name.</summary>
internal static class SaslMechanisms
{
    public static readonly string[] Names = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"];

    /// <summary>A new exchange, or null if there is no such mechanism.</summary>
    public static SaslExchange? Begin(string mechanism, Broker broker) => mechanism switch
    {
        "PLAIN" => new PlainExchange(broker.Gate),
        "SCRAM-SHA-256" => new ScramExchange(broker.Gate, ScramHash.Sha256, broker.State.DecoyKey),
        "SCRAM-SHA-512" => new ScramExchange(broker.Gate, ScramHash.Sha512, broker.State.DecoyKey),
        "OAUTHBEARER" => new OAuthBearerExchange(broker.Gate),
        _ => null,
    };
}
