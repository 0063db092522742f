using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Datasets;

namespace Hops.Platform.Shares;

/// <summary>Ends that a dataset is public, and takes it from all who borrow it for that. What was offered to a project stays.</summary>
public static class UnpublishDataset
{
    /// <summary>Ends it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: it is not public; <c>AccessDenied</c>.</exception>
    public static async Task RunAsync(HopsPlatform platform, Principal actor, DatasetName name, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Share, id, name.Dataset));
        await platform.Store.WriteAsync(
            async transaction =>
            {
                if (!await transaction.DeleteAsync(PublishedDataset.Table, Key.Of(id, name.Dataset)))
                    throw ListPublished.NotPublic(name.Dataset);
                foreach (var offer in await OffersAsync(platform, transaction, id, name.Dataset))
                {
                    var revoked = offer.Turned(ShareState.Revoked, transaction.Now);
                    await ShareRows.PutAsync(platform, transaction, offer, revoked);
                    await ShareRows.AuditAsync(platform, transaction, actor, revoked, "share.revoke", """{"cause":"unpublished"}""");
                }

                await HopsPlatform.AuditAsync(transaction, actor, id, "dataset.unpublish", name.Dataset);
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutPublished(id, name.Dataset));
                return true;
            },
            cancellationToken);
    }

    private static async ValueTask<IEnumerable<ShareOffer>> OffersAsync(HopsPlatform platform, WriteTransaction transaction, long id, string name) =>
        (await transaction.ScanAsync(
            ShareOffer.Table, Key.Of(id, ResourceKind.Dataset.Noun(), name), null, platform.Options.SharesPerProjectMax + 1))
        .Where(offer => offer.State == ShareState.Joined);
}
