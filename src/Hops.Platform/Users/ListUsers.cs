using Hops.Core.Identity;

namespace Hops.Platform.Users;

/// <summary>The users of the platform, for administrators.</summary>
public static class ListUsers
{
    /// <summary>Users after a name, in order of name.</summary>
    public static IReadOnlyList<User> Run(HopsPlatform platform, Principal actor, string nameAfter, int limit)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Platform, 0, "users"));
        return platform.Roster.Now.Users.Values
            .Where(user => !user.IsDeleted && string.CompareOrdinal(user.Name, nameAfter) > 0)
            .OrderBy(user => user.Name, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
    }
}
