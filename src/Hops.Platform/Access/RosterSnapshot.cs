using System.Collections.Immutable;
using Hops.Core.Identity;
using Hops.Platform.Credentials;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;
using Hops.Platform.Sessions;
using Hops.Platform.ShareRequests;
using Hops.Platform.Shares;
using Hops.Platform.Tokens;
using Hops.Platform.Tours;
using Hops.Platform.Users;

namespace Hops.Platform.Access;

/// <summary>
/// Everybody and what they belong to, at one moment, in memory. Immutable: each committed change makes the next one. All decisions
/// about who may do what are functions of it.
/// </summary>
public sealed record RosterSnapshot
{
    /// <summary>Users by id.</summary>
    public ImmutableDictionary<long, User> Users { get; private init; } = ImmutableDictionary<long, User>.Empty;

    /// <summary>Projects by id, with their members and datasets.</summary>
    public ImmutableDictionary<long, ProjectRoster> Projects { get; private init; } = ImmutableDictionary<long, ProjectRoster>.Empty;

    /// <summary>Projects that are archived, by their ids, and since when.</summary>
    public ImmutableDictionary<long, DateTimeOffset> Archived { get; private init; } = ImmutableDictionary<long, DateTimeOffset>.Empty;

    /// <summary>Projects that tours have made and that are not kept, by their ids.</summary>
    public ImmutableDictionary<long, DemoProject> Demos { get; private init; } = ImmutableDictionary<long, DemoProject>.Empty;

    /// <summary>Projects that everybody finds, by their ids.</summary>
    public ImmutableHashSet<long> Listed { get; private init; } = [];

    /// <summary>What projects share with each other.</summary>
    public ShareSet Shares { get; private init; } = ShareSet.None;

    /// <summary>When offers and shares that are open end by themselves, by their ids.</summary>
    internal ImmutableDictionary<string, DateTimeOffset> ShareEnds { get; private init; } =
        ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>Datasets that the owners of every project may borrow, by <c>owner::dataset</c>.</summary>
    public ImmutableSortedDictionary<string, PublishedDataset> Published { get; private init; } =
        ImmutableSortedDictionary.Create<string, PublishedDataset>(StringComparer.Ordinal);

    /// <summary>Datasets that everybody finds and may ask for, by <c>owner::dataset</c>.</summary>
    public ImmutableSortedDictionary<string, DatasetListing> ListedDatasets { get; private init; } =
        ImmutableSortedDictionary.Create<string, DatasetListing>(StringComparer.Ordinal);

    /// <summary>Live tokens by public id.</summary>
    public ImmutableDictionary<string, Token> Tokens { get; private init; } = ImmutableDictionary.Create<string, Token>(StringComparer.Ordinal);

    /// <summary>Ids of users who sign in with a second factor.</summary>
    private ImmutableHashSet<long> SecondFactors { get; init; } = [];

    private SecondFactorRule SecondFactorRule { get; init; }

    private ImmutableDictionary<string, long> UserIds { get; init; } = ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    private ImmutableDictionary<string, long> ProjectIds { get; init; } = ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Names <c>project__user</c>: found here only, never by taking a name apart.</summary>
    private ImmutableDictionary<string, Member> ProjectUsers { get; init; } = ImmutableDictionary.Create<string, Member>(StringComparer.Ordinal);

    /// <summary>A user by name, null if there is none or it was deleted.</summary>
    public User? FindUser(string name) => UserIds.TryGetValue(name, out var id) && Users[id] is { IsDeleted: false } user ? user : null;

    /// <summary>A user by name, one that was deleted too.</summary>
    internal User? FindUserOrDeleted(string name) => UserIds.TryGetValue(name, out var id) ? Users[id] : null;

    /// <summary>A user by address of mail, null if nobody has it. They are few enough to look through.</summary>
    internal User? FindUserByEmail(string email) => Users.Values.FirstOrDefault(user => string.Equals(user.Email, email, StringComparison.Ordinal));

    /// <summary>The project of a name, or null.</summary>
    public ProjectRoster? FindProject(string name) => ProjectIds.TryGetValue(name, out var id) ? Projects[id] : null;

    /// <summary>The member that a name <c>project__user</c> stands for, or null.</summary>
    public Member? FindProjectUser(string name) => ProjectUsers.GetValueOrDefault(name);

    /// <summary>The secret of a project-user, without itself; null if it has none.</summary>
    public Credential? FindCredential(string projectUser) => FindProjectUser(projectUser) is { } member
        ? Projects.GetValueOrDefault(member.ProjectId)?.Credentials.GetValueOrDefault(member.UserId)
        : null;

    /// <summary>True if the user is asked for a code when it signs in.</summary>
    public bool HasSecondFactor(long userId) => SecondFactors.Contains(userId);

    /// <summary>True if the user has to have a second factor.</summary>
    public bool RequiresSecondFactor(User user) =>
        SecondFactorRule == SecondFactorRule.All || (SecondFactorRule == SecondFactorRule.Administrators && user.IsAdministrator);

    /// <summary>
    /// True for a session of a user who has to have a second factor and has none yet, unless an issuer vouches for one. Tokens and secrets of project-users are for programs,
    /// which have no device, and were made by a session that was allowed to.
    /// </summary>
    public bool MustEnrol(Principal principal, User user) =>
        RequiresSecondFactor(user) && !HasSecondFactor(user.Id)
        && Tokens.TryGetValue(principal.CredentialId, out var token) && token.Kind == TokenKind.Session && !SignInMethod.IsStrong(token.Name);

    /// <summary>Role of a user in a project; <see cref="ProjectRole.None"/> if either is unknown or the user is disabled.</summary>
    public ProjectRole RoleOf(long projectId, long userId) =>
        Users.TryGetValue(userId, out var user) && !user.IsDisabled
        && Projects.TryGetValue(projectId, out var project) && project.Members.TryGetValue(userId, out var member)
            ? member.Role
            : ProjectRole.None;

    /// <summary>The principal that a user is outside of any project, or null if there is no such active user.</summary>
    public Principal? Outside(long userId, Token token)
    {
        if (!Users.TryGetValue(userId, out var user) || user.IsDisabled)
            return null;
        return new Principal
        {
            Name = user.Name,
            UserName = user.Name,
            UserId = userId,
            Channel = Channel.External,
            IsSuperuser = user.IsAdministrator,
            Scopes = token.Scopes,
            CredentialId = token.Id,
            CredentialExpires = token.Expires,
        };
    }

    /// <summary>The principal <c>project__user</c>, by a token, or null if the user is not an active member.</summary>
    public Principal? Inside(long projectId, long userId, Channel channel, Token token) => Inside(projectId, userId, channel, token.Scopes, token.Id, token.Expires);

    /// <summary>The principal <c>project__user</c>, or null if the user is not an active member.</summary>
    public Principal? Inside(long projectId, long userId, Channel channel, TokenScopes scopes, string credentialId, DateTimeOffset? expires = null)
    {
        var role = RoleOf(projectId, userId);
        if (role == ProjectRole.None)
            return null;
        var (project, user) = (Projects[projectId], Users[userId]);
        return new Principal
        {
            Name = Names.ProjectUser(project.Row.Name, user.Name),
            UserName = user.Name,
            UserId = userId,
            ProjectId = projectId,
            ProjectName = project.Row.Name,
            Role = role,
            Channel = channel,
            Groups = project.GroupsOfMember,
            Borrowed = project.Borrowed,
            Scopes = scopes,
            CredentialId = credentialId,
            CredentialExpires = expires,
        };
    }

    /// <summary>With a user added or replaced.</summary>
    internal RosterSnapshot WithUser(User user) => this with { Users = Users.SetItem(user.Id, user), UserIds = UserIds.SetItem(user.Name, user.Id) };

    /// <summary>With a user who has another name from now on.</summary>
    internal RosterSnapshot WithRenamedUser(string nameBefore, User user) => WithUser(user) with { UserIds = UserIds.Remove(nameBefore).SetItem(user.Name, user.Id) };

    /// <summary>Without a user who never acted.</summary>
    internal RosterSnapshot WithoutUser(User user) => this with { Users = Users.Remove(user.Id), UserIds = UserIds.Remove(user.Name) };

    /// <summary>With a user who signs in with a second factor from now on.</summary>
    internal RosterSnapshot WithSecondFactor(long userId) => this with { SecondFactors = SecondFactors.Add(userId) };

    /// <summary>With a user who signs in without a second factor.</summary>
    internal RosterSnapshot WithoutSecondFactor(long userId) => this with { SecondFactors = SecondFactors.Remove(userId) };

    /// <summary>With the rule that says who has to have one.</summary>
    internal RosterSnapshot WithSecondFactorRule(SecondFactorRule rule) => this with { SecondFactorRule = rule };

    /// <summary>With a project added or its own row replaced.</summary>
    internal RosterSnapshot WithProject(Project row) => this with
    {
        Projects = Projects.SetItem(row.Id, Projects.TryGetValue(row.Id, out var known) ? known with { Row = row } : ProjectRoster.Of(row)),
        ProjectIds = ProjectIds.SetItem(row.Name, row.Id),
    };

    /// <summary>Without a project and all that hangs on it.</summary>
    internal RosterSnapshot WithoutProject(long projectId)
    {
        if (!Projects.TryGetValue(projectId, out var project))
            return this;
        return this with
        {
            Projects = Projects.Remove(projectId),
            ProjectIds = ProjectIds.Remove(project.Row.Name),
            Archived = Archived.Remove(projectId),
            Demos = Demos.Remove(projectId),
            Listed = Listed.Remove(projectId),
            Published = Published.RemoveRange(project.Datasets.Keys.Select(dataset => Names.BorrowedDataset(project.Row.Name, dataset))),
            ListedDatasets = ListedDatasets.RemoveRange(project.Datasets.Keys.Select(dataset => Names.BorrowedDataset(project.Row.Name, dataset))),
            ProjectUsers = ProjectUsers.RemoveRange(project.Members.Keys.Select(user => NameOf(project, user))),
            Tokens = Tokens.RemoveRange(Tokens.Values.Where(token => token.ProjectId == projectId).Select(token => token.Id)),
        };
    }

    /// <summary>With a project archived since a time, or open again.</summary>
    internal RosterSnapshot WithArchived(long projectId, DateTimeOffset? since) => this with
    {
        Archived = since is { } time ? Archived.SetItem(projectId, time) : Archived.Remove(projectId),
    };

    /// <summary>With a project that a tour has made.</summary>
    internal RosterSnapshot WithDemo(DemoProject demo) => this with { Demos = Demos.SetItem(demo.ProjectId, demo) };

    /// <summary>With a project that is an ordinary one from now on.</summary>
    internal RosterSnapshot WithoutDemo(long projectId) => this with { Demos = Demos.Remove(projectId) };

    /// <summary>With a project that everybody finds, or does not any more.</summary>
    internal RosterSnapshot WithListed(long projectId, bool isListed) => this with { Listed = isListed ? Listed.Add(projectId) : Listed.Remove(projectId) };

    /// <summary>With an offer as it has become: what is accepted is lent.</summary>
    internal RosterSnapshot WithOffer(ShareOffer offer)
    {
        var next = offer.IsLent ? WithShare(offer.Share) : WithoutShare(offer.Share);
        return next with
        {
            ShareEnds = offer is { IsOpen: true, Expires: { } end } ? ShareEnds.SetItem(offer.Id, end) : ShareEnds.Remove(offer.Id),
        };
    }

    /// <summary>Without an offer.</summary>
    internal RosterSnapshot WithoutOffer(ShareOffer offer) => WithoutShare(offer.Share) with { ShareEnds = ShareEnds.Remove(offer.Id) };

    /// <summary>With a dataset that is public.</summary>
    internal RosterSnapshot WithPublished(PublishedDataset dataset) => Projects.TryGetValue(dataset.ProjectId, out var owner)
        ? this with { Published = Published.SetItem(Names.BorrowedDataset(owner.Row.Name, dataset.Name), dataset) }
        : this;

    /// <summary>With a dataset that is public no more.</summary>
    internal RosterSnapshot WithoutPublished(long projectId, string name) => Projects.TryGetValue(projectId, out var owner)
        ? this with { Published = Published.Remove(Names.BorrowedDataset(owner.Row.Name, name)) }
        : this;

    /// <summary>With a dataset that everybody finds.</summary>
    internal RosterSnapshot WithListedDataset(DatasetListing dataset) => Projects.TryGetValue(dataset.ProjectId, out var owner)
        ? this with { ListedDatasets = ListedDatasets.SetItem(Names.BorrowedDataset(owner.Row.Name, dataset.Name), dataset) }
        : this;

    /// <summary>With a dataset that nobody finds any more.</summary>
    internal RosterSnapshot WithoutListedDataset(long projectId, string name) => Projects.TryGetValue(projectId, out var owner)
        ? this with { ListedDatasets = ListedDatasets.Remove(Names.BorrowedDataset(owner.Row.Name, name)) }
        : this;

    private RosterSnapshot WithShare(Share share)
    {
        if (!Projects.TryGetValue(share.OwnerId, out var owner) || !Projects.TryGetValue(share.BorrowerId, out var borrower))
            return this;
        return With(borrower.WithBorrowed(borrower.Borrowed.With(owner.Row.Name, share.Thing))) with { Shares = Shares.With(share) };
    }

    private RosterSnapshot WithoutShare(Share share)
    {
        var next = this with { Shares = Shares.Without(share) };
        return Projects.TryGetValue(share.BorrowerId, out var borrower)
            ? next.With(borrower.WithBorrowed(borrower.Borrowed.Without(share.Thing)))
            : next;
    }

    /// <summary>With a member added or replaced.</summary>
    internal RosterSnapshot WithMember(Member member)
    {
        var project = Projects[member.ProjectId];
        return With(project with { Members = project.Members.SetItem(member.UserId, member) }) with
        {
            ProjectUsers = ProjectUsers.SetItem(NameOf(project, member.UserId), member),
        };
    }

    /// <summary>Without a member, its credential and the tokens bound to that membership.</summary>
    internal RosterSnapshot WithoutMember(long projectId, long userId)
    {
        var project = Projects[projectId];
        var next = project with { Members = project.Members.Remove(userId), Credentials = project.Credentials.Remove(userId) };
        return With(next) with
        {
            ProjectUsers = ProjectUsers.Remove(NameOf(project, userId)),
            Tokens = Tokens.RemoveRange(
                Tokens.Values.Where(token => token.ProjectId == projectId && token.UserId == userId).Select(token => token.Id)),
        };
    }

    /// <summary>With a dataset added or replaced.</summary>
    internal RosterSnapshot WithDataset(Dataset dataset) => With(Projects[dataset.ProjectId].WithDataset(dataset));

    /// <summary>Without a dataset.</summary>
    internal RosterSnapshot WithoutDataset(long projectId, string name) => With(Projects[projectId].WithoutDataset(name));

    /// <summary>With the credential of a project-user added or replaced.</summary>
    internal RosterSnapshot WithCredential(Credential credential)
    {
        var project = Projects[credential.ProjectId];
        return With(project with { Credentials = project.Credentials.SetItem(credential.UserId, credential) });
    }

    /// <summary>Without the credential of a project-user.</summary>
    internal RosterSnapshot WithoutCredential(long projectId, long userId)
    {
        var project = Projects[projectId];
        return With(project with { Credentials = project.Credentials.Remove(userId) });
    }

    /// <summary>With a token added.</summary>
    internal RosterSnapshot WithToken(Token token) => this with { Tokens = Tokens.SetItem(token.Id, token) };

    /// <summary>Without some tokens.</summary>
    internal RosterSnapshot WithoutTokens(IEnumerable<string> ids) => this with { Tokens = Tokens.RemoveRange(ids) };

    private RosterSnapshot With(ProjectRoster project) => this with { Projects = Projects.SetItem(project.Row.Id, project) };

    private string NameOf(ProjectRoster project, long userId) => Names.ProjectUser(project.Row.Name, Users[userId].Name);
}
