using Hops.Core.Identity;

namespace Hops.Platform.Access;

/// <summary>Who may do what, decided in this one place (architecture section 6): a pure function, a table look-up. No other code compares roles.</summary>
public static class Access
{
    /// <summary>Decides for a principal over a snapshot of users, projects and members. The role is that of the snapshot, not the principal's.</summary>
    /// <param name="roster">Who there is.</param>
    /// <param name="shares">What is shared with whom.</param>
    /// <param name="now">The time, for shares that expire.</param>
    /// <param name="principal">Who asks.</param>
    /// <param name="operation">What it wants.</param>
    /// <param name="resource">What on.</param>
    public static Decision Decide(
        RosterSnapshot roster, ShareSet shares, DateTimeOffset now, Principal principal, Operation operation, Resource resource)
    {
        if (principal is { Channel: Channel.Internal, IsSuperuser: true })
            return Decision.Allow;
        if (!roster.Users.TryGetValue(principal.UserId, out var user) || user.IsDisabled)
            return Decision.Hide();
        if (resource.ProjectId != 0 && !roster.Projects.ContainsKey(resource.ProjectId))
            return Decision.Hide();

        var rule = AccessRules.Find(resource.ProjectId != 0, resource.Kind, operation);
        var standing = resource.ProjectId == 0
            ? StandingOutside(principal, user.IsAdministrator)
            : StandingIn(roster, resource.ProjectId, principal, user.IsAdministrator);
        var loan = standing == Standing.Anyone ? FindLoan(roster, shares, now, principal, resource) : null;
        if (loan is not null)
            standing = principal.Channel == Channel.Runner ? Standing.BorrowerRunner : Standing.Borrower;
        var grant = rule?[standing] ?? Grant.Hide;
        if (grant == Grant.Self)
            grant = string.Equals(resource.Name, principal.UserName, StringComparison.Ordinal) ? Grant.Allow : Grant.Deny;
        return grant switch
        {
            Grant.Allow when !IsInScope(principal.Scopes, operation, resource.Kind) =>
                Decision.Deny("The token was not made for this: use one with the scopes that it needs."),
            Grant.Allow when user.MustChangePassword && !IsOwnAccount(operation, resource) =>
                Decision.Deny("The password must be changed first: hops login, or PUT /api/v1/me/password."),
            Grant.Allow when !IsOwnAccount(operation, resource) && roster.MustEnrol(principal, user) =>
                Decision.Deny("A second factor must be enrolled first: hops account totp enable, or POST /api/v1/me/second-factor."),
            Grant.Allow when IsClosed(roster, rule!, standing, principal, resource) => Decision.DenyArchived(
                "The project is archived: nothing is changed in it and no work is done. A Data Owner can open it again: hops project unarchive."),
            Grant.Allow when loan is not null && !loan.Allows(operation) =>
                Decision.Deny("It is shared with the project for reading: ask an owner of it to share it for writing too."),
            Grant.Allow => Decision.Allow,
            Grant.Export => Decision.DenyExport(loan is null
                ? Decision.ExportReason
                : "What another project shares is read inside the platform, in queries and SQL; only a Data Owner of that project may take it out."),
            Grant.Hide => Decision.Hide(),
            _ => Decision.Deny(Refusal(rule!)),
        };
    }

    private static Standing StandingOutside(Principal principal, bool isAdministrator) =>
        principal.Channel == Channel.Runner ? Standing.Runner : isAdministrator ? Standing.Administrator : Standing.Anyone;

    private static Standing StandingIn(RosterSnapshot roster, long projectId, Principal principal, bool isAdministrator)
    {
        // A credential of one project reaches nothing of another, even if its user is a member of both.
        var role = principal.ProjectId != 0 && principal.ProjectId != projectId ? ProjectRole.None : roster.RoleOf(projectId, principal.UserId);
        return (role, principal.Channel) switch
        {
            (ProjectRole.None, Channel.Runner) => Standing.Anyone,
            (ProjectRole.None, _) => isAdministrator && principal.ProjectId == 0 ? Standing.Administrator : Standing.Anyone,
            (_, Channel.Runner) => Standing.Runner,
            (ProjectRole.DataScientist, _) => Standing.Scientist,
            (ProjectRole.DataOwner, _) => Standing.Owner,
        };
    }

    /// <summary>The share by which a thing is lent to the project for which a principal acts, if it is a member of that now.</summary>
    private static Share? FindLoan(RosterSnapshot roster, ShareSet shares, DateTimeOffset now, Principal principal, Resource resource) =>
        principal.ProjectId != 0
        && shares.Find(principal.ProjectId, resource, now) is { } share
        && roster.RoleOf(principal.ProjectId, principal.UserId) != ProjectRole.None
            ? share
            : null;

    /// <summary>True if the project of the thing is archived, or the one for which a borrower acts, and the row says nothing else.</summary>
    private static bool IsClosed(RosterSnapshot roster, AccessRule rule, Standing standing, Principal principal, Resource resource) =>
        !roster.Archived.IsEmpty
        && !rule.IsKeptInArchive(standing)
        && (roster.Archived.ContainsKey(resource.ProjectId)
            || (standing == Standing.Borrower && roster.Archived.ContainsKey(principal.ProjectId)));

    private static bool IsInScope(TokenScopes scopes, Operation operation, ResourceKind kind) =>
        ScopesOf(operation, kind) is var needed && (scopes & needed) == needed;

    /// <summary>All that an operation needs: a statement of SQL shows what it reads.</summary>
    private static TokenScopes ScopesOf(Operation operation, ResourceKind kind) => (operation, kind) switch
    {
        (Operation.Describe or Operation.Read, _) => TokenScopes.Read,
        (Operation.Run, ResourceKind.Sql) => TokenScopes.Run | TokenScopes.Read,
        (Operation.Run, _) => TokenScopes.Run,
        (_, ResourceKind.Platform or ResourceKind.Project or ResourceKind.Member or ResourceKind.Credential or ResourceKind.Quota
            or ResourceKind.Archive or ResourceKind.JoinRequest or ResourceKind.Retention) => TokenScopes.Manage,
        _ => TokenScopes.Write,
    };

    /// <summary>Seeing itself, changing its password, enrolling and signing out: all that a user may do whose account is not ready yet.</summary>
    private static bool IsOwnAccount(Operation operation, Resource resource) =>
        resource is { Kind: ResourceKind.Credential, ProjectId: 0 } && operation is Operation.Describe or Operation.Alter or Operation.Delete;

    private static string Refusal(AccessRule rule) => rule[Standing.Owner] == Grant.Allow
        ? "Only a Data Owner of the project may do this: ask one."
        : "This is not allowed to your role.";
}
