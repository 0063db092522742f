using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hops.Core.Identity;
using Hops.Platform.Credentials;
using Hops.Platform.Members;
using Hops.Platform.Tokens;

namespace Hops.Platform.Access;

/// <summary>Whom a credential stands for at this moment, whichever kind it is; null once it or the membership has ended. Thread safe.</summary>
/// <param name="roster">Who there is.</param>
/// <param name="options">Times of sessions.</param>
/// <param name="time">The clock.</param>
internal sealed class Bearers(Roster roster, PlatformOptions options, TimeProvider time)
{
    private const string CredentialPrefix = "credential:";
    private const string CertificatePrefix = "certificate:";

    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>True for a principal that is one project-user and nobody else: by its secret or by a certificate.</summary>
    public static bool IsOfProjectUser(Principal principal) =>
        IsBy(principal, CredentialPrefix) || IsBy(principal, CertificatePrefix);

    /// <summary>A project-user as it is now; null if the secret was replaced, the certificate has expired or the membership has ended.</summary>
    public Principal? OfProjectUser(Principal principal)
    {
        if (IsBy(principal, CertificatePrefix))
        {
            return principal.CredentialExpires > time.GetUtcNow()
                ? Inside(principal.ProjectId, principal.UserId, principal.CredentialId, principal.CredentialExpires)
                : null;
        }

        var live = roster.Now.Projects.GetValueOrDefault(principal.ProjectId)?.Credentials.GetValueOrDefault(principal.UserId);
        return live is not null && string.Equals(CredentialPrefix + live.Id, principal.CredentialId, StringComparison.Ordinal) ? Of(live) : null;
    }

    /// <summary>By the secret of a project-user.</summary>
    public Principal? Of(Credential credential) => Inside(credential.ProjectId, credential.UserId, CredentialPrefix + credential.Id);

    /// <summary>By a certificate of a project-user. Its id is its SHA-256, as tools print it.</summary>
    public Principal? Of(Member member, X509Certificate2 certificate)
    {
        var (now, begins, expires) = (time.GetUtcNow(), new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        if (now < begins || now >= expires)
            return null;
        var id = CertificatePrefix + certificate.GetCertHashString(HashAlgorithmName.SHA256);
        return Inside(member.ProjectId, member.UserId, id, expires);
    }

    /// <summary>By a token.</summary>
    public Principal? Of(Token token) => token.ProjectId == 0
        ? roster.Now.Outside(token.UserId, token)
        : roster.Now.Inside(token.ProjectId, token.UserId, token.Kind == TokenKind.Runner ? Channel.Runner : Channel.External, token);

    /// <summary>A token that is neither revoked nor expired, nor idle for too long.</summary>
    public Token? FindToken(string id) => roster.Now.Tokens.TryGetValue(id, out var token) && IsLive(token) ? token : null;

    private Principal? Inside(long projectId, long userId, string credentialId, DateTimeOffset? expires = null) =>
        roster.Now.Inside(projectId, userId, Channel.External, TokenScopes.All, credentialId, expires);

    private bool IsLive(Token token)
    {
        var now = time.GetUtcNow();
        var lastUse = roster.LastUse(token.Id) ?? (token.Created > _started ? token.Created : _started);
        return token.Expires > now && (token.Kind != TokenKind.Session || now - lastUse < options.SessionIdleTimeout);
    }

    private static bool IsBy(Principal principal, string prefix) => principal.CredentialId.StartsWith(prefix, StringComparison.Ordinal);
}
