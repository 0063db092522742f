using Hops.Core.Identity;

namespace Hops.Kafka.Security;

/// <summary>One authentication exchange on one connection, token by token.</summary>
internal abstract class SaslExchange
{
    /// <summary>Takes a token of the client.</summary>
    public abstract ValueTask<SaslStep> StepAsync(byte[] token, CancellationToken cancellationToken);
}

/// <summary>What follows from a token of the client.</summary>
/// <param name="Token">Token of the server, perhaps empty.</param>
/// <param name="Principal">Who has authenticated, if the exchange is complete.</param>
/// <param name="Error">Why it failed, for the client; null if it has not.</param>
internal readonly record struct SaslStep(byte[] Token, Principal? Principal, string? Error)
{
    /// <summary>One text for every failure, so that it does not tell which part was wrong.</summary>
    private const string Refusal = "Authentication failed: the name, the secret or the token is not valid.";

    public static SaslStep Challenge(byte[] token) => new(token, null, null);

    public static SaslStep Success(Principal principal, byte[] token) => new(token, principal, null);

    public static SaslStep Failure() => new([], null, Refusal);
}
