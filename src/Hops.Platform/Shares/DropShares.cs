using Hops.Core.Identity;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.ShareRequests;

namespace Hops.Platform.Shares;

/// <summary>
/// Removes the offers of a thing or a project with it, in its transaction: what is made anew under an old name is shared with nobody.
/// </summary>
internal static class DropShares
{
    /// <summary>Those of a dataset or topic that is deleted, that it is public or listed, and what is asked of it.</summary>
    public static async Task OfThingAsync(HopsPlatform platform, WriteTransaction transaction, Principal actor, Resource thing)
    {
        await WholePartition.DrainAsync(
            transaction, ShareOffer.Table, Key.Of(thing.ProjectId, thing.Kind.Noun(), thing.Name),
            offer => DropAsync(platform, transaction, actor, offer));
        if (thing.Kind != ResourceKind.Dataset)
            return;
        await transaction.DeleteAsync(PublishedDataset.Table, Key.Of(thing.ProjectId, thing.Name));
        platform.Roster.OnCommitted(transaction, roster => roster.WithoutPublished(thing.ProjectId, thing.Name));
        await ShareRequestRows.RemoveOfDatasetAsync(platform, transaction, thing.ProjectId, thing.Name);
    }

    /// <summary>Those that a project has made and that were made to it, and what was asked of either side.</summary>
    public static async Task OfProjectAsync(HopsPlatform platform, WriteTransaction transaction, Principal actor, long projectId)
    {
        await WholePartition.RemoveAsync(transaction, PublishedDataset.Table, Key.Of(projectId));
        await ShareRequestRows.RemoveOfProjectAsync(transaction, projectId);
        await WholePartition.DrainAsync(transaction, ShareOffer.Table, Key.Of(projectId), offer => DropAsync(platform, transaction, actor, offer));
        await WholePartition.DrainAsync(
            transaction,
            ShareOfBorrower.Table,
            Key.Of(projectId),
            async way =>
            {
                if (await transaction.LookupAsync(ShareOffer.Table, ShareOffer.ById, Key.Of(way.ShareId), LockMode.Destroy) is { } offer)
                    await DropAsync(platform, transaction, actor, offer);
            });
    }

    private static async Task DropAsync(HopsPlatform platform, WriteTransaction transaction, Principal actor, ShareOffer offer)
    {
        await ShareRows.DeleteAsync(platform, transaction, offer);
        if (offer.IsOpen)
            await ShareRows.AuditAsync(platform, transaction, actor, offer, "share.revoke", """{"cause":"deleted"}""");
    }
}
