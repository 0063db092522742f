using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Projects;
using Hops.Platform.Retention;
using Hops.Platform.Shares;

namespace Hops.Platform.Datasets;

/// <summary>Deletes a dataset with all its files, in one transaction.</summary>
public static class DeleteDataset
{
    /// <summary>Deletes it.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>PreconditionFailed</c>.</exception>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, DatasetName name, long? revisionExpected, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Dataset, id, name.Dataset));
        await platform.Files.FreeRoomAsync(() => platform.Store.WriteAsync(
            async transaction =>
            {
                var dataset = await FindAsync(transaction, id, name.Dataset, LockMode.Destroy) ?? throw MissingName.Dataset(platform, actor, id, name.Dataset);
                HopsPlatform.CheckRevision(revisionExpected, dataset.Revision);
                await transaction.DeleteAsync(Dataset.Table, Key.Of(id, name.Dataset));
                await SetRetention.ForgetAsync(transaction, id, name.Dataset);
                await DropShares.OfThingAsync(platform, transaction, actor, new Resource(ResourceKind.Dataset, id, name.Dataset));
                await ProjectFiles.RemoveAsync(platform.Files, transaction, Dataset.PathOf(name.Project, name.Dataset));
                await HopsPlatform.AuditAsync(transaction, actor, id, "dataset.delete", name.Dataset);
                platform.Roster.OnCommitted(transaction, roster => roster.WithoutDataset(id, name.Dataset));
                return true;
            },
            cancellationToken));
    }

    internal static ValueTask<Dataset?> FindAsync(WriteTransaction transaction, long projectId, string name, LockMode lockMode) =>
        transaction.GetAsync(Dataset.Table, Key.Of(projectId, name), lockMode);
}
