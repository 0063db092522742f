using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Shares;

/// <summary>Gives back what a project borrows; its owner sees that.</summary>
public static class LeaveShare
{
    /// <summary>Gives it back.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>; <c>PreconditionFailed</c>; <c>Conflict</c>: it is not accepted yet.</exception>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, (string Project, string Share) name, long? revisionExpected, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Share, id, name.Share));
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var offer = await ShareRows.FindReceivedAsync(transaction, id, name.Share, LockMode.Write);
                HopsPlatform.CheckRevision(revisionExpected, offer.Revision);
                if (!offer.IsLent)
                    throw new PlatformException(ErrorCode.Conflict, "It is offered and not borrowed yet: reject it.");
                var left = offer.Turned(ShareState.Left, transaction.Now);
                await ShareRows.PutAsync(platform, transaction, offer, left);
                await ShareRows.AuditAsync(platform, transaction, actor, left, "share.leave", "");
                return true;
            },
            cancellationToken);
        await platform.ProvisionedAsync();
    }
}
