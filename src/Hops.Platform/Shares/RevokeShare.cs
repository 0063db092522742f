using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Shares;

/// <summary>Takes back what a project has offered or shared. Whoever reads or writes it at that moment loses it: open connections, statements and queries too.</summary>
public static class RevokeShare
{
    /// <summary>Takes it back.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>; <c>PreconditionFailed</c>; <c>Conflict</c>: it has ended before.</exception>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, (string Project, string Share) name, long? revisionExpected, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Share, id, name.Share));
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var offer = await ShareRows.FindGivenAsync(transaction, id, name.Share, LockMode.Write);
                HopsPlatform.CheckRevision(revisionExpected, offer.Revision);
                if (!offer.IsOpenAt(transaction.Now))
                    throw new PlatformException(
                        ErrorCode.Conflict, $"The share has ended already: it is {offer.StateAt(transaction.Now).ToString().ToLowerInvariant()}.");
                var revoked = offer.Turned(ShareState.Revoked, transaction.Now);
                await ShareRows.PutAsync(platform, transaction, offer, revoked);
                await ShareRows.AuditAsync(platform, transaction, actor, revoked, "share.revoke", "");
                return true;
            },
            cancellationToken);
        await platform.ProvisionedAsync();
    }
}
