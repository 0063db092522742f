using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Shares;

/// <summary>Accepts what another project offers: from then on members find it among the things of the project, under <c>owner::dataset</c> or <c>owner.topic</c>.</summary>
public static class AcceptShare
{
    /// <summary>Accepts it.</summary>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>; <c>AccessDenied</c>; <c>Conflict</c>: it is accepted already, it has expired, or the project has a topic of that name.
    /// </exception>
    public static async Task<ShareOffer> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, string shareId, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Share, id, shareId));
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var offer = await ShareRows.FindReceivedAsync(transaction, id, shareId, LockMode.Write);
                CheckWaiting(offer, transaction.Now);
                var name = ShareRows.NameOf(platform, offer);
                if (offer.Kind == ResourceKind.Topic && await TopicCatalog.IsThereAsync(transaction, id, name))
                    throw new PlatformException(ErrorCode.Conflict, $"The project has a topic '{name}' of its own, whose name this one would take.");
                var accepted = offer.Turned(ShareState.Accepted, transaction.Now);
                await ShareRows.PutAsync(platform, transaction, offer, accepted);
                await ShareRows.AuditAsync(platform, transaction, actor, accepted, "share.accept", "");
                return accepted;
            },
            cancellationToken);
    }

    /// <summary>Refuses to answer an offer twice, or too late.</summary>
    internal static void CheckWaiting(ShareOffer offer, DateTimeOffset now)
    {
        if (offer.StateAt(now) == ShareState.Expired)
            throw new PlatformException(ErrorCode.Conflict, "The offer has expired: ask for it again.");
        if (offer.IsLent)
            throw new PlatformException(ErrorCode.Conflict, "It is accepted already; to give it back, leave it.");
    }
}
