using System.Security.Cryptography;
using Hops.Core.Identity;
using Hops.Platform.Audit;
using Hops.Platform.Credentials;
using Hops.Platform.Tokens;

namespace Hops.Platform.Access;

/// <summary>The platform's <see cref="IGate"/>: answers every wire from the present roster, in memory. Thread safe.</summary>
public sealed class PlatformGate : IGate
{
    private const string CredentialPrefix = "credential:";
    private const string ProjectsRoot = Names.ProjectsDirectory + "/";

    private readonly Roster _roster;
    private readonly PlatformOptions _options;
    private readonly TimeProvider _time;
    private readonly AccessJournal _journal;
    private readonly DateTimeOffset _started;

    /// <param name="roster">Who there is.</param>
    /// <param name="options">Times of sessions.</param>
    /// <param name="journal">Takes what doors refuse and send out.</param>
    /// <param name="time">The clock.</param>
    public PlatformGate(Roster roster, PlatformOptions options, AccessJournal journal, TimeProvider time) =>
        (_roster, _options, _journal, _time, _started) = (roster, options, journal, time, time.GetUtcNow());

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
            if (principal is { ProjectId: 0 } && _roster.Now.FindProjectUser(name) is { } member && member.UserId == principal.UserId)
                principal = Enter(principal, member.ProjectId);
            return new(string.Equals(principal?.Name, name, StringComparison.Ordinal) ? principal : null);
        }

        var credential = FindCredential(name);
        return new(credential is not null && CredentialSecret.Matches(credential, secret) ? FromCredential(credential) : null);
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
    public Principal? FromScram(string name) => FindCredential(name) is { } credential ? FromCredential(credential) : null;

    /// <inheritdoc/>
    /// <remarks>A session is used by each request of a connection that it has opened, so that a long read does not end as idle.</remarks>
    public Principal? Current(Principal principal)
    {
        if (principal is { Channel: Channel.Internal, IsSuperuser: true })
            return principal;
        var roster = _roster.Now;
        if (principal.CredentialId.StartsWith(CredentialPrefix, StringComparison.Ordinal))
        {
            var live = roster.Projects.GetValueOrDefault(principal.ProjectId)?.Credentials.GetValueOrDefault(principal.UserId);
            return live is not null && string.Equals(CredentialPrefix + live.Id, principal.CredentialId, StringComparison.Ordinal)
                ? FromCredential(live)
                : null;
        }

        if (!roster.Tokens.TryGetValue(principal.CredentialId, out var token) || !IsLive(token))
            return null;
        if (token.Kind == TokenKind.Session)
            _roster.NoteUse(token.Id, _time.GetUtcNow());
        return token.ProjectId == 0 && principal.ProjectId != 0 ? Enter(principal, principal.ProjectId) : ActingBy(token);
    }

    /// <inheritdoc/>
    public Decision Decide(Principal principal, Operation operation, Resource resource)
    {
        var roster = _roster.Now;
        return Access.Decide(roster, roster.Shares, _time.GetUtcNow(), principal, operation, resource);
    }

    /// <inheritdoc/>
    public void NoteRefusal(Principal principal, Operation operation, Resource resource, Decision decision)
    {
        var action = $"{resource.Kind}.{(decision.IsExport ? "export" : operation)}".ToLowerInvariant();
        _journal.Note(principal, action, resource, decision.Code);
    }

    /// <inheritdoc/>
    public void NoteExport(Principal principal, Resource resource, long bytes)
    {
        if (principal.Channel == Channel.External)
            _journal.NoteExport(principal, $"{resource.Kind}.export".ToLowerInvariant(), resource, bytes);
    }

    /// <inheritdoc/>
    public long ProjectOfPath(string path)
    {
        if (!path.StartsWith(ProjectsRoot, StringComparison.Ordinal))
            return 0;
        var end = path.IndexOf('/', ProjectsRoot.Length);
        var name = end < 0 ? path[ProjectsRoot.Length..] : path[ProjectsRoot.Length..end];
        return _roster.Now.FindProject(name)?.Row.Id ?? (name.Length == 0 ? 0 : NoProject);
    }

    /// <summary>Owner of paths below a project directory that does not exist: nobody is a member of it.</summary>
    public const long NoProject = -1;

    /// <inheritdoc/>
    /// <remarks>Same scopes and channel.</remarks>
    public Principal? Enter(Principal principal, long projectId)
    {
        if (principal.ProjectId == projectId && principal.CredentialId.StartsWith(CredentialPrefix, StringComparison.Ordinal))
            return Current(principal);
        if (!_roster.Now.Tokens.TryGetValue(principal.CredentialId, out var token) || !IsLive(token))
            return null;
        return token.ProjectId != 0 && token.ProjectId != projectId
            ? null
            : _roster.Now.Inside(projectId, principal.UserId, principal.Channel, token.Scopes, token.Id);
    }

    private Credential? FindCredential(string name) =>
        _roster.Now.FindProjectUser(name) is { } member
            ? _roster.Now.Projects.GetValueOrDefault(member.ProjectId)?.Credentials.GetValueOrDefault(member.UserId)
            : null;

    private Principal? FromCredential(Credential credential) =>
        _roster.Now.Inside(credential.ProjectId, credential.UserId, Channel.External, TokenScopes.All, CredentialPrefix + credential.Id);

    private Principal? FromToken(string text)
    {
        if (!TokenText.TryParse(text, out var id, out var secretSha256))
            return null;
        var isKnown = _roster.Now.Tokens.TryGetValue(id, out var token);
        if (!isKnown || !CryptographicOperations.FixedTimeEquals(secretSha256, token!.SecretSha256) || !IsLive(token))
            return null;
        _roster.NoteUse(id, _time.GetUtcNow());
        return ActingBy(token);
    }

    private Principal? ActingBy(Token token) => token.ProjectId == 0
        ? _roster.Now.Outside(token.UserId, token)
        : _roster.Now.Inside(
            token.ProjectId, token.UserId, token.Kind == TokenKind.Runner ? Channel.Runner : Channel.External, token.Scopes, token.Id);

    private bool IsLive(Token token)
    {
        var now = _time.GetUtcNow();
        var lastUse = _roster.LastUse(token.Id) ?? (token.Created > _started ? token.Created : _started);
        return token.Expires > now && (token.Kind != TokenKind.Session || now - lastUse < _options.SessionIdleTimeout);
    }
}
