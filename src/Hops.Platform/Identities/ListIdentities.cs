using Hops.Core.Identity;

namespace Hops.Platform.Identities;

/// <summary>The identities by which a user signs in besides its password.</summary>
public static class ListIdentities
{
    /// <summary>Those of the caller, the oldest first.</summary>
    public static async Task<IReadOnlyList<OutsideIdentity>> OwnAsync(HopsPlatform platform, Principal actor, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Credential, 0, actor.UserName));
        return await ReadAsync(platform, actor.UserId, cancellationToken);
    }

    /// <summary>Those of anybody, for an administrator.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>: no such user.</exception>
    public static async Task<IReadOnlyList<OutsideIdentity>> OfUserAsync(
        HopsPlatform platform, Principal actor, string name, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Platform, 0, name));
        var user = platform.Roster.Now.FindUser(name) ?? throw HopsPlatform.NoUser(name);
        return await ReadAsync(platform, user.Id, cancellationToken);
    }

    private static Task<IReadOnlyList<OutsideIdentity>> ReadAsync(HopsPlatform platform, long userId, CancellationToken cancellationToken) =>
        platform.Store.ReadAsync(async read => await IdentityRows.OfAsync(read, userId), cancellationToken).AsTask();
}
