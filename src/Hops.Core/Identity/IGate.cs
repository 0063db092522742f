namespace Hops.Core.Identity;

/// <summary>
/// The one door of every protocol: who is it, and may it do this. Owned by the bottom because every wire calls it; implemented
/// by the platform over its users, members and rules, and by <see cref="OpenGate"/> for a broker or file system that stands alone.
/// Thread safe; answers from a snapshot in memory, so <see cref="Current"/> and <see cref="Decide"/> are cheap.
/// </summary>
public interface IGate
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

    /// <summary>The principal as it is now: role and groups renewed, or null if its credential or membership is gone.</summary>
    Principal? Current(Principal principal);

    /// <summary>As whom a principal acts on what belongs to a project: <c>project__user</c>, by the same credential. Never a superuser.</summary>
    /// <returns>Null if it is no member, or if its credential is for another project.</returns>
    Principal? Enter(Principal principal, long projectId);

    /// <summary>May <paramref name="principal"/> do this? A pure function of the arguments and the present snapshot.</summary>
    Decision Decide(Principal principal, Operation operation, Resource resource);

    /// <summary>
    /// Keeps for the audit trail that a wire has refused what <see cref="Decide"/> called an export. Called by every wire that refuses one,
    /// on its own path: never waits, and equal refusals in a row cost no more than one.
    /// </summary>
    void NoteRefusal(Principal principal, Operation operation, Resource resource, Decision decision);

    /// <summary>
    /// Keeps for the audit trail that a door has sent content of a resource out. Called by every door for every principal: the gate knows
    /// whose reading is an export (from outside) and ignores the rest. Never waits; what one principal takes of one resource within a
    /// minute is one entry with its bytes.
    /// </summary>
    /// <param name="principal">Who got it.</param>
    /// <param name="resource">What it was of.</param>
    /// <param name="bytes">Bytes of content, at least 0.</param>
    void NoteExport(Principal principal, Resource resource, long bytes);

    /// <summary>The project that owns a file path, 0 for none: <c>/Projects/name/...</c>.</summary>
    long ProjectOfPath(string path);
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
