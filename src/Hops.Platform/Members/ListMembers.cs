using Hops.Core.Identity;
using Hops.Platform.Users;

namespace Hops.Platform.Members;

/// <summary>The members of a project.</summary>
public static class ListMembers
{
    /// <summary>Members after a user name, in order of it.</summary>
    public static IReadOnlyList<(User User, Member Member)> Run(
        HopsPlatform platform, Principal actor, string projectName, string nameAfter, int limit)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Member, project.Row.Id, projectName));
        var users = platform.Roster.Now.Users;
        return project.Members.Values
            .Select(member => (User: users[member.UserId], Member: member))
            .Where(pair => string.CompareOrdinal(pair.User.Name, nameAfter) > 0)
            .OrderBy(pair => pair.User.Name, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
    }
}
