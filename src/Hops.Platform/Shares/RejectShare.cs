using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Shares;

/// <summary>Rejects what another project offers; its owners see that, and why.</summary>
public static class RejectShare
{
    /// <summary>Rejects it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>; <c>InvalidArgument</c>: the reason; <c>Conflict</c>: it is accepted, or has expired.</exception>
    public static async Task<ShareOffer> RunAsync(
        HopsPlatform platform, Principal actor, (string Project, string Share) name, string reason, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Share, id, name.Share));
        ShareText.Check("reason", reason);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var offer = await ShareRows.FindReceivedAsync(transaction, id, name.Share, LockMode.Write);
                AcceptShare.CheckWaiting(offer, transaction.Now);
                var rejected = offer.Turned(ShareState.Rejected, transaction.Now) with { Reason = reason };
                await ShareRows.PutAsync(platform, transaction, offer, rejected);
                await ShareRows.AuditAsync(platform, transaction, actor, rejected, "share.reject", "");
                return rejected;
            },
            cancellationToken);
    }
}
