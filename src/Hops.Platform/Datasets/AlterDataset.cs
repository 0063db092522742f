using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Projects;

namespace Hops.Platform.Datasets;

/// <summary>Changes the description of a dataset or who may write into it.</summary>
public static class AlterDataset
{
    /// <summary>Changes it; null leaves what is there.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>, <c>PreconditionFailed</c>, <c>InvalidArgument</c>.</exception>
    public static async Task<Dataset> RunAsync(
        HopsPlatform platform, Principal actor, DatasetName name, DatasetChange change, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Dataset, id, name.Dataset));
        CreateDataset.CheckDescription(change.Description ?? "");
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var dataset = await DeleteDataset.FindAsync(transaction, id, name.Dataset, LockMode.Write)
                    ?? throw MissingName.Dataset(platform, actor, id, name.Dataset);
                HopsPlatform.CheckRevision(change.RevisionExpected, dataset.Revision);
                var next = dataset with
                {
                    Access = change.Access ?? dataset.Access,
                    Description = change.Description ?? dataset.Description,
                    Revision = dataset.Revision + 1,
                };
                await transaction.UpdateAsync(Dataset.Table, next);
                if (next.Access != dataset.Access)
                    await ProjectFiles.SetAccessAsync(platform.Files, transaction, name.Project, name.Dataset, next.Access);
                await HopsPlatform.AuditAsync(transaction, actor, id, "dataset.alter", name.Dataset);
                platform.Roster.OnCommitted(transaction, roster => roster.WithDataset(next));
                return next;
            },
            cancellationToken);
    }
}

/// <summary>A dataset by name.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Dataset">Name of the dataset.</param>
public readonly record struct DatasetName(string Project, string Dataset);

/// <summary>A change of a dataset.</summary>
/// <param name="Access">Who may write from now on; null to leave it.</param>
/// <param name="Description">What it holds; null to leave it.</param>
/// <param name="RevisionExpected">Revision that it must still have; null for any.</param>
public sealed record DatasetChange(DatasetAccess? Access, string? Description, long? RevisionExpected);
