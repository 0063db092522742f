using Hops.Core.Identity;

namespace Hops.Platform.Users;

/// <summary>The users of the platform, for administrators.</summary>
public static class ListUsers
{
    /// <summary>Users after a name, in order of name.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="nameAfter">Name after which they begin.</param>
    /// <param name="limit">Most of them.</param>
    /// <param name="arePending">True for those alone who wait for approval.</param>
    public static IReadOnlyList<User> Run(HopsPlatform platform, Principal actor, string nameAfter, int limit, bool arePending = false)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Platform, 0, "users"));
        return platform.Roster.Now.Users.Values
            .Where(user => !user.IsDeleted && (user.IsPending || !arePending) && string.CompareOrdinal(user.Name, nameAfter) > 0)
            .OrderBy(user => user.Name, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
    }
}
