using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Tours;

/// <summary>Forgets how far the caller has come in a tour, which begins anew. Its projects stay.</summary>
public static class ForgetTour
{
    /// <summary>Forgets it; one that was not begun stays so.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: there is no such tour.</exception>
    public static async Task RunAsync(HopsPlatform platform, Principal actor, string id, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var key = Key.Of(actor.UserId, Tour.Find(id).Id);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await transaction.GetAsync(TourProgress.Table, key, LockMode.Destroy);
                return await transaction.DeleteAsync(TourProgress.Table, key);
            },
            cancellationToken);
    }
}
