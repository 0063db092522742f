using Hops.Core.Identity;

namespace Hops.Platform.Passkeys;

/// <summary>The passkeys of the caller.</summary>
public static class ListPasskeys
{
    /// <summary>All of them, the oldest first: the limit keeps it short.</summary>
    public static async Task<IReadOnlyList<Passkey>> RunAsync(HopsPlatform platform, Principal actor, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Credential, 0, actor.UserName));
        return await platform.Store.ReadAsync(async read => await Passkey.OfAsync(read, actor.UserId), cancellationToken);
    }
}
