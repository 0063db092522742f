using System.Security.Cryptography.X509Certificates;

namespace Hops.Core.Identity;

/// <summary>
/// Who is it: makes a <see cref="Principal"/> of what a caller has shown. A wire's mechanisms are rows of a table that are given this and
/// nothing else; what the principal may do is asked of <see cref="IGate"/>. Implemented by the platform over its credentials and tokens, and by
/// <see cref="OpenAuthentication"/> for a broker or file system that stands alone. Thread safe.
/// </summary>
public interface IAuthentication
{
    /// <summary>
    /// Authenticates a name and a secret (SASL PLAIN, HTTP Basic). For a project-user the name is <c>project__user</c>.
    /// </summary>
    /// <returns>The principal, or null if the pair is not valid.</returns>
    ValueTask<Principal?> AuthenticateAsync(string name, string secret, CancellationToken cancellationToken);

    /// <summary>Authenticates a bearer token (HTTP Bearer, WebHDFS <c>delegation=</c>, SASL OAUTHBEARER).</summary>
    /// <returns>The principal, or null if the token is not valid.</returns>
    ValueTask<Principal?> AuthenticateTokenAsync(string token, CancellationToken cancellationToken);

    /// <summary>What a SCRAM exchange (RFC 5802) needs of a project-user.</summary>
    /// <returns>The verifier, or null if the name has none; the exchange then goes on with a made-up one, so as not to tell.</returns>
    ScramVerifier? FindScram(string name, ScramHash hash);

    /// <summary>The principal of a name whose secret a SCRAM exchange has just proven.</summary>
    Principal? FromScram(string name);

    /// <summary>
    /// The principal of a client certificate (RFC 5280). The listener has checked that its authority signed it, that it is valid now and that its
    /// holder has the key; here is asked only whose it is.
    /// </summary>
    /// <returns>The principal, or null if the certificate names nobody who may come in now.</returns>
    Principal? FromCertificate(X509Certificate2 certificate);
}

/// <summary>Hash function of a SCRAM mechanism.</summary>
public enum ScramHash
{
    /// <summary>SCRAM-SHA-256 (RFC 7677).</summary>
    Sha256,

    /// <summary>SCRAM-SHA-512.</summary>
    Sha512,
}

/// <summary>What a server keeps for SCRAM (RFC 5802 section 3); from it the secret cannot be had.</summary>
public sealed record ScramVerifier(byte[] Salt, int Iterations, byte[] StoredKey, byte[] ServerKey);
