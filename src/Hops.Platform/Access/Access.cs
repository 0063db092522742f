using Hops.Core.Identity;

namespace Hops.Platform.Access;

/// <summary>Who may do what, decided in this one place (architecture section 6): a pure function, a table look-up. No other code compares roles.</summary>
public static class Access
{
    /// <summary>Decides for a principal over a snapshot of users, projects and members. The role is that of the snapshot, not the principal's.</summary>
    public static Decision Decide(RosterSnapshot roster, Principal principal, Operation operation, Resource resource)
    {
        if (principal is { Channel: Channel.Internal, IsSuperuser: true })
            return Decision.Allow;
        if (!roster.Users.TryGetValue(principal.UserId, out var user) || user.IsDisabled)
            return Decision.Hide();
        if (resource.ProjectId != 0 && !roster.Projects.ContainsKey(resource.ProjectId))
            return Decision.Hide();

        var rule = AccessRules.Find(resource.ProjectId != 0, resource.Kind, operation);
        var grant = rule is null ? Grant.Hide : Column(roster, principal, user.IsAdministrator, rule, resource);
        if (grant == Grant.Self)
            grant = string.Equals(resource.Name, principal.UserName, StringComparison.Ordinal) ? Grant.Allow : Grant.Deny;
        return grant switch
        {
            Grant.Allow when !IsInScope(principal.Scopes, operation, resource.Kind) =>
                Decision.Deny("The token was not made for this: use one with the scopes that it needs."),
            Grant.Allow when user.MustChangePassword && !IsOwnPassword(operation, resource) =>
                Decision.Deny("The password must be changed first: hops login, or PUT /api/v1/me/password."),
            Grant.Allow => Decision.Allow,
            Grant.Export => Decision.DenyExport(
                "A Data Scientist reads data inside the platform, in queries and SQL; only a Data Owner may take it out."),
            Grant.Hide => Decision.Hide(),
            _ => Decision.Deny(Refusal(rule!)),
        };
    }

    private static Grant Column(RosterSnapshot roster, Principal principal, bool isAdministrator, AccessRule rule, Resource resource)
    {
        if (resource.ProjectId == 0)
            return principal.Channel == Channel.Runner ? rule.Runner : isAdministrator ? rule.Administrator : rule.Anyone;

        // A credential of one project reaches nothing of another, even if its user is a member of both.
        var role = principal.ProjectId != 0 && principal.ProjectId != resource.ProjectId
            ? ProjectRole.None
            : roster.RoleOf(resource.ProjectId, principal.UserId);
        return (role, principal.Channel) switch
        {
            (ProjectRole.None, Channel.Runner) => rule.Anyone,
            (ProjectRole.None, _) => isAdministrator && principal.ProjectId == 0 ? rule.Administrator : rule.Anyone,
            (_, Channel.Runner) => rule.Runner,
            (ProjectRole.DataScientist, _) => rule.Scientist,
            (ProjectRole.DataOwner, _) => rule.Owner,
        };
    }

    private static bool IsInScope(TokenScopes scopes, Operation operation, ResourceKind kind) =>
        ScopesOf(operation, kind) is var needed && (scopes & needed) == needed;

    /// <summary>All that an operation needs: a statement of SQL shows what it reads.</summary>
    private static TokenScopes ScopesOf(Operation operation, ResourceKind kind) => (operation, kind) switch
    {
        (Operation.Describe or Operation.Read, _) => TokenScopes.Read,
        (Operation.Run, ResourceKind.Sql) => TokenScopes.Run | TokenScopes.Read,
        (Operation.Run, _) => TokenScopes.Run,
        (_, ResourceKind.Platform or ResourceKind.Project or ResourceKind.Member or ResourceKind.Credential) => TokenScopes.Manage,
        _ => TokenScopes.Write,
    };

    /// <summary>Seeing itself, changing its password and signing out: all that a user with an initial password may do.</summary>
    private static bool IsOwnPassword(Operation operation, Resource resource) =>
        resource is { Kind: ResourceKind.Credential, ProjectId: 0 } && operation is Operation.Describe or Operation.Alter or Operation.Delete;

    private static string Refusal(AccessRule rule) => rule.Owner == Grant.Allow
        ? "Only a Data Owner of the project may do this: ask one."
        : "This is not allowed to your role.";
}
