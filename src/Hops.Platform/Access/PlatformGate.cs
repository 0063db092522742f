using Hops.Core.Identity;
using Hops.Platform.Audit;
using Hops.Platform.Tokens;

namespace Hops.Platform.Access;

/// <summary>The platform's <see cref="IGate"/>: answers every wire from the present roster, in memory. Thread safe.</summary>
public sealed class PlatformGate : IGate
{
    private const string ProjectsRoot = Names.ProjectsDirectory + "/";

    private readonly Roster _roster;
    private readonly Bearers _bearers;
    private readonly TimeProvider _time;
    private readonly AccessJournal _journal;

    /// <param name="roster">Who there is.</param>
    /// <param name="bearers">Whom a credential stands for.</param>
    /// <param name="journal">Takes what doors refuse and send out.</param>
    /// <param name="time">The clock.</param>
    internal PlatformGate(Roster roster, Bearers bearers, AccessJournal journal, TimeProvider time) =>
        (_roster, _bearers, _journal, _time) = (roster, bearers, journal, time);

    /// <inheritdoc/>
    public Principal? Current(Principal principal)
    {
        if (principal is { Channel: Channel.Internal, IsSuperuser: true })
            return principal;
        if (Bearers.IsOfProjectUser(principal))
            return _bearers.OfProjectUser(principal);
        if (_bearers.FindToken(principal.CredentialId) is not { } token)
            return null;
        return token.ProjectId == 0 && principal.ProjectId != 0 ? Enter(principal, principal.ProjectId) : _bearers.Of(token);
    }

    /// <inheritdoc/>
    public Decision Decide(Principal principal, Operation operation, Resource resource)
    {
        var roster = _roster.Now;
        return Access.Decide(roster, roster.Shares, _time.GetUtcNow(), principal, operation, resource);
    }

    /// <inheritdoc/>
    public bool IsLent(Resource resource, long borrowerId, Operation operation) =>
        _roster.Now.Shares.Find(borrowerId, resource, _time.GetUtcNow())?.Allows(operation) == true;

    /// <inheritdoc/>
    public void NoteUse(Principal principal)
    {
        if (!Bearers.IsOfProjectUser(principal) && _bearers.FindToken(principal.CredentialId) is { Kind: TokenKind.Session } session)
            _roster.NoteUse(session.Id, _time.GetUtcNow());
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
            _journal.NoteDone(principal, $"{resource.Kind}.export".ToLowerInvariant(), resource, bytes);
    }

    /// <inheritdoc/>
    public void NoteChange(Principal principal, string action, Resource resource, long bytes)
    {
        if (principal.Channel == Channel.External)
            _journal.NoteDone(principal, action, resource, bytes);
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
        if (Bearers.IsOfProjectUser(principal))
            return principal.ProjectId == projectId ? _bearers.OfProjectUser(principal) : null;
        if (_bearers.FindToken(principal.CredentialId) is not { } token)
            return null;
        return token.ProjectId != 0 && token.ProjectId != projectId
            ? null
            : _roster.Now.Inside(projectId, principal.UserId, principal.Channel, token);
    }
}
