using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Datasets;

namespace Hops.Platform.Shares;

/// <summary>Lets the owners of every project borrow a dataset for reading: its name, description and note are seen by everybody who is signed in.</summary>
public static class PublishDataset
{
    /// <summary>Publishes it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>; <c>InvalidArgument</c>: the note; <c>AlreadyExists</c>.</exception>
    public static async Task<PublishedDataset> RunAsync(
        HopsPlatform platform, Principal actor, DatasetName name, string note, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Share, id, name.Dataset));
        ShareText.Check("note", note);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                _ = await transaction.GetAsync(Dataset.Table, Key.Of(id, name.Dataset), LockMode.Keep)
                    ?? throw MissingName.Dataset(platform, actor, id, name.Dataset);
                var published = new PublishedDataset(id, name.Dataset, note, actor.UserId, transaction.Now);
                if (!await transaction.InsertAsync(PublishedDataset.Table, published))
                    throw new PlatformException(ErrorCode.AlreadyExists, $"The dataset '{name.Dataset}' is public already.");
                await HopsPlatform.AuditAsync(transaction, actor, id, "dataset.publish", name.Dataset);
                platform.Roster.OnCommitted(transaction, roster => roster.WithPublished(published));
                return published;
            },
            cancellationToken);
    }
}
