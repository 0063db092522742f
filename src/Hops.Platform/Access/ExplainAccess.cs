using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Topics;

namespace Hops.Platform.Access;

/// <summary>
/// Says who may do what with a topic or a group, and why, by the function that decides it: nothing is told here that a door would not answer. Who sees the members of a
/// project may ask.
/// </summary>
public static class ExplainAccess
{
    /// <summary>What can be done with a topic from outside, in the order in which it is told.</summary>
    private static readonly Operation[] Outside = [Operation.Describe, Operation.Read, Operation.Write, Operation.Alter, Operation.Delete];

    /// <summary>What queries and statements do.</summary>
    private static readonly Operation[] Inside = [Operation.Read, Operation.Write];

    /// <summary>Answers whether somebody may do something.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: the thing, or nobody of that name is meant; <c>AccessDenied</c>.</exception>
    public static AccessVerdict Check(HopsPlatform platform, Principal actor, AccessQuestion question)
    {
        var (project, thing) = Find(platform, actor, question.Project, question.Topic);
        var channel = question.IsRunner ? Channel.Runner : Channel.External;
        var who = question.Borrower is { } borrower ? OfBorrower(platform, actor, project, thing, borrower, channel)
            : question.User is { } user ? OfUser(platform, project, user, channel)
            : throw new PlatformException(ErrorCode.InvalidArgument, "Say whom you mean: a user, or a project that borrows.").With("field", "user");
        return Decide(platform, who, thing, question.Operation);
    }

    /// <summary>Everybody who may do anything with it: the roles that members have, and the projects that borrow it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>.</exception>
    public static IReadOnlyList<AccessHolder> List(HopsPlatform platform, Principal actor, string projectName, string topicName)
    {
        var (project, thing) = Find(platform, actor, projectName, topicName);
        return Holders(platform, actor, project, thing);
    }

    /// <summary>The same of a group or transactional id of the project, which need not be there: its first consumer makes it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>.</exception>
    public static IReadOnlyList<AccessHolder> ListGroup(HopsPlatform platform, Principal actor, string projectName, string group)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Member, project.Row.Id, projectName));
        return Holders(platform, actor, project, new Resource(ResourceKind.Group, project.Row.Id, group));
    }

    private static List<AccessHolder> Holders(HopsPlatform platform, Principal actor, ProjectRoster project, Resource thing)
    {
        var roster = platform.Roster.Now;
        var holders = new List<AccessHolder>();
        foreach (var role in new[] { ProjectRole.DataOwner, ProjectRole.DataScientist })
        {
            var users = project.Members.Keys.Where(user => roster.RoleOf(project.Row.Id, user) == role).Select(user => roster.Users[user]).OrderBy(user => user.Name, StringComparer.Ordinal).ToList();
            if (users.Count == 0)
                continue;
            // Whoever has to change a password first may nothing else until then: that is told of it alone.
            var one = users.Find(user => !user.MustChangePassword) ?? users[0];
            holders.Add(new AccessHolder(role, null, null, [.. users.Select(user => user.Name)], Rights(platform, thing, channel => OfUser(platform, project, one.Name, channel))));
        }

        if (thing.Kind == ResourceKind.Topic && thing.ProjectId == project.Row.Id && platform.Gate.Decide(actor, Operation.Describe, new Resource(ResourceKind.Share, project.Row.Id, project.Row.Name)).Allowed)
            holders.AddRange(Borrowers(platform, actor, project, thing));
        return holders;
    }

    private static IEnumerable<AccessHolder> Borrowers(HopsPlatform platform, Principal actor, ProjectRoster project, Resource thing)
    {
        var (roster, now) = (platform.Roster.Now, platform.Time.GetUtcNow());
        foreach (var borrower in roster.Projects.Values.OrderBy(each => each.Row.Name, StringComparer.Ordinal))
        {
            if (roster.Shares.Find(borrower.Row.Id, thing, now) is { } share && Representative(roster, borrower) is not null)
            {
                var rights = Rights(platform, thing, channel => OfBorrower(platform, actor, project, thing, borrower.Row.Name, channel));
                yield return new AccessHolder(null, borrower.Row.Name, share.Expires == DateTimeOffset.MaxValue ? null : share.Expires, [], rights);
            }
        }
    }

    private static IReadOnlyList<AccessVerdict> Rights(HopsPlatform platform, Resource thing, Func<Channel, Principal> who) =>
    [
        .. Outside.Select(operation => Decide(platform, who(Channel.External), thing, operation)),
        .. Inside.Select(operation => Decide(platform, who(Channel.Runner), thing, operation)),
    ];

    private static AccessVerdict Decide(HopsPlatform platform, Principal who, Resource thing, Operation operation)
    {
        var decision = platform.Gate.Decide(who, operation, thing);
        var grant = decision.Allowed ? Grant.Allow : decision.Hidden ? Grant.Hide : decision.IsExport ? Grant.Export : Grant.Deny;
        return new AccessVerdict(operation, who.Channel == Channel.Runner, grant, decision.Allowed ? "" : decision.Hidden ? "Nothing is known of it there." : decision.Reason);
    }

    private static (ProjectRoster Project, Resource Thing) Find(HopsPlatform platform, Principal actor, string projectName, string topicName)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Member, project.Row.Id, projectName));
        var topic = ListTopics.Find(platform, actor, projectName, topicName).Row;
        return (project, new Resource(ResourceKind.Topic, topic.TenantId, topic.Name));
    }

    /// <summary>A member as it would come: with all that a credential can give it.</summary>
    private static Principal OfUser(HopsPlatform platform, ProjectRoster project, string user, Channel channel)
    {
        var roster = platform.Roster.Now;
        return roster.FindUser(user) is { } found && roster.Inside(project.Row.Id, found.Id, channel, TokenScopes.All, "") is { } member
            ? member
            : throw new PlatformException(ErrorCode.NotFound, $"'{user}' is not a member of the project: it sees nothing of it.").With("field", "user");
    }

    /// <summary>Somebody of a project that borrows the thing: its members all have the same rights on it.</summary>
    private static Principal OfBorrower(HopsPlatform platform, Principal actor, ProjectRoster project, Resource thing, string borrower, Channel channel)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Share, project.Row.Id, project.Row.Name));
        var roster = platform.Roster.Now;
        return roster.FindProject(borrower) is { } other
            && roster.Shares.Find(other.Row.Id, thing, platform.Time.GetUtcNow()) is not null
            && Representative(roster, other) is { } user
            && roster.Inside(other.Row.Id, user, channel, TokenScopes.All, "") is { } member
                ? member
                : throw new PlatformException(ErrorCode.NotFound, $"Nothing of that name is shared with a project '{borrower}'.").With("field", "borrower");
    }

    private static long? Representative(RosterSnapshot roster, ProjectRoster project) =>
        project.Members.Values.Where(member => roster.RoleOf(project.Row.Id, member.UserId) != ProjectRole.None)
            .OrderBy(member => roster.Users[member.UserId].MustChangePassword).Select(member => (long?)member.UserId).FirstOrDefault();
}

/// <summary>Whether somebody may do something.</summary>
/// <param name="Project">Name of the project in which is asked.</param>
/// <param name="Topic">Name of the topic there.</param>
/// <param name="Operation">What is to be done.</param>
/// <param name="User">A member; null for a borrower.</param>
/// <param name="Borrower">A project with which it is shared; null for a member.</param>
/// <param name="IsRunner">True if a query or statement of theirs does it.</param>
public sealed record AccessQuestion(string Project, string Topic, Operation Operation, string? User, string? Borrower, bool IsRunner);

/// <summary>An answer.</summary>
/// <param name="Operation">What is to be done.</param>
/// <param name="IsRunner">True if a query or statement does it.</param>
/// <param name="Grant">The answer.</param>
/// <param name="Reason">Why not; empty if it is allowed.</param>
public sealed record AccessVerdict(Operation Operation, bool IsRunner, Grant Grant, string Reason);

/// <summary>Some who have rights on a topic, all the same ones.</summary>
/// <param name="Role">Role of the members; null for a project that borrows it.</param>
/// <param name="Borrower">That project; null for members.</param>
/// <param name="Expires">When the share ends by itself; null if it does not.</param>
/// <param name="Members">The members.</param>
/// <param name="Rights">What they may.</param>
public sealed record AccessHolder(ProjectRole? Role, string? Borrower, DateTimeOffset? Expires, IReadOnlyList<string> Members, IReadOnlyList<AccessVerdict> Rights);
