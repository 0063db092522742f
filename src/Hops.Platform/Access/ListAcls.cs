using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Topics;

namespace Hops.Platform.Access;

/// <summary>
/// The rights on topics, groups and transactional ids of a project as rows of access control lists: one for each that somebody has, and none for what is refused.
/// Each is the answer of the gate at this moment; a reason is a role in the project, or a share.
/// </summary>
public static class ListAcls
{
    /// <summary>What stands for every group and transactional id of the project: the rights are the same on all of them.</summary>
    public const string EveryGroup = "*";

    /// <summary>Rows after a key, in the order of their keys.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks; has to see the members of the project.</param>
    /// <param name="projectName">The project.</param>
    /// <param name="filter">Of what, and whose.</param>
    /// <param name="keyAfter">Key of the last row that is known; empty to begin.</param>
    /// <param name="limit">Most rows.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>: the project, the topic or the member; <c>AccessDenied</c>.</exception>
    public static IReadOnlyList<AclRow> Run(HopsPlatform platform, Principal actor, string projectName, AclFilter filter, string keyAfter, int limit)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Member, project.Row.Id, projectName));
        if (filter.User is { } user && !IsMember(platform, project, user))
            throw new PlatformException(ErrorCode.NotFound, $"'{user}' is not a member of the project: it sees nothing of it.").With("field", "user");
        return Things(platform, actor, projectName, filter)
            .Where(thing => string.CompareOrdinal(thing.Key + '\u0001', keyAfter) > 0)
            .SelectMany(thing => thing.Holders().Where(holder => filter.User is null || holder.Members.Contains(filter.User, StringComparer.Ordinal)).SelectMany(holder => Rows(thing, holder)))
            .Where(row => string.CompareOrdinal(row.Key, keyAfter) > 0)
            .Take(limit)
            .ToList();
    }

    private static bool IsMember(HopsPlatform platform, ProjectRoster project, string user) =>
        platform.Roster.Now.FindUser(user) is { } found && platform.Roster.Now.RoleOf(project.Row.Id, found.Id) != ProjectRole.None;

    /// <summary>Groups before topics, and these by their names.</summary>
    private static IEnumerable<Thing> Things(HopsPlatform platform, Principal actor, string projectName, AclFilter filter)
    {
        if (filter.Topic is null)
            yield return new Thing(ResourceKind.Group, filter.Group ?? EveryGroup, () => ExplainAccess.ListGroup(platform, actor, projectName, filter.Group ?? EveryGroup));
        if (filter.Topic is { } one)
            yield return new Thing(ResourceKind.Topic, one, () => ExplainAccess.List(platform, actor, projectName, one));
        if (filter.Topic is not null || filter.Group is not null)
            yield break;
        foreach (var topic in ListTopics.Run(platform, actor, projectName, "", int.MaxValue))
            yield return new Thing(ResourceKind.Topic, topic.Name, () => ExplainAccess.List(platform, actor, projectName, topic.Name));
    }

    private static IEnumerable<AclRow> Rows(Thing thing, AccessHolder holder) => holder.Rights
        .Where(right => right.Grant == Grant.Allow)
        .Select(right => new AclRow(thing.Kind, thing.Name, holder, right.Operation, right.IsRunner))
        .OrderBy(row => row.Key, StringComparer.Ordinal);

    private readonly record struct Thing(ResourceKind Kind, string Name, Func<IReadOnlyList<AccessHolder>> Holders)
    {
        public string Key => AclRow.KeyOf(Kind, Name);
    }
}

/// <summary>Of which rights to tell; null for all.</summary>
/// <param name="Topic">A topic.</param>
/// <param name="Group">A group or transactional id; it need not be there.</param>
/// <param name="User">A member of the project.</param>
public readonly record struct AclFilter(string? Topic, string? Group, string? User);

/// <summary>A right that somebody has.</summary>
/// <param name="Kind"><see cref="ResourceKind.Topic"/>, or <see cref="ResourceKind.Group"/> for groups and transactional ids.</param>
/// <param name="Name">Name of the thing in the project.</param>
/// <param name="Holder">Who has it: a role and its members, or a project that borrows the topic.</param>
/// <param name="Operation">What they may do.</param>
/// <param name="IsRunner">True if their queries and statements may, and no program from outside by this right.</param>
public sealed record AclRow(ResourceKind Kind, string Name, AccessHolder Holder, Operation Operation, bool IsRunner)
{
    /// <summary>Where it comes in the list.</summary>
    public string Key => $"{KeyOf(Kind, Name)}\0{(Holder.Role is { } role ? "0" + role : "1" + Holder.Borrower)}\0{(IsRunner ? 1 : 0)}\0{Operation}";

    internal static string KeyOf(ResourceKind kind, string name) => $"{kind}\0{name}";
}
