using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hops.Core.Identity;
using Hops.Platform.Credentials;
using Hops.Platform.Tokens;

namespace Hops.Platform.Access;

/// <summary>The platform's <see cref="IAuthentication"/>: credentials, tokens and certificates, looked up in the present roster. Thread safe.</summary>
/// <param name="roster">Who there is.</param>
/// <param name="bearers">Whom a credential stands for.</param>
/// <param name="gate">As whom a user acts in a project.</param>
/// <param name="time">The clock.</param>
internal sealed class PlatformAuthentication(Roster roster, Bearers bearers, PlatformGate gate, TimeProvider time) : IAuthentication
{
    /// <inheritdoc/>
    /// <remarks>
    /// The secret may also be a token, for clients that know only PLAIN or Basic: one that acts as that very name, or a session or an API
    /// token of a user who is that project-user.
    /// </remarks>
    public ValueTask<Principal?> AuthenticateAsync(string name, string secret, CancellationToken cancellationToken)
    {
        if (secret.StartsWith(TokenText.Prefix, StringComparison.Ordinal))
        {
            var principal = FromToken(secret);
            if (principal is { ProjectId: 0 } && roster.Now.FindProjectUser(name) is { } member && member.UserId == principal.UserId)
                principal = gate.Enter(principal, member.ProjectId);
            return new(string.Equals(principal?.Name, name, StringComparison.Ordinal) ? principal : null);
        }

        var credential = FindCredential(name);
        return new(credential is not null && CredentialSecret.Matches(credential, secret) ? bearers.Of(credential) : null);
    }

    /// <inheritdoc/>
    public ValueTask<Principal?> AuthenticateTokenAsync(string token, CancellationToken cancellationToken) => new(FromToken(token));

    /// <inheritdoc/>
    public ScramVerifier? FindScram(string name, ScramHash hash) => hash switch
    {
        ScramHash.Sha256 => FindCredential(name)?.Scram256,
        ScramHash.Sha512 => FindCredential(name)?.Scram512,
    };

    /// <inheritdoc/>
    public Principal? FromScram(string name) => FindCredential(name) is { } credential ? bearers.Of(credential) : null;

    /// <inheritdoc/>
    /// <remarks>Its common name is that of the project-user (ADR 0080). What it may do and how long is asked anew at each request.</remarks>
    public Principal? FromCertificate(X509Certificate2 certificate) =>
        CertificateSubject.CommonName(certificate) is { } name && roster.Now.FindProjectUser(name) is { } member
            ? bearers.Of(member, certificate)
            : null;

    private Credential? FindCredential(string name) => roster.Now.FindCredential(name);

    private Principal? FromToken(string text)
    {
        if (!TokenText.TryParse(text, out var id, out var secretSha256))
            return null;
        if (bearers.FindToken(id) is not { } token || !CryptographicOperations.FixedTimeEquals(secretSha256, token.SecretSha256))
            return null;
        roster.NoteUse(id, time.GetUtcNow());
        return bearers.Of(token);
    }
}
