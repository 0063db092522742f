using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Projects;

namespace Hops.Platform.Datasets;

/// <summary>Makes a dataset: its row and its directory with a group of its own, in one transaction.</summary>
public static class CreateDataset
{
    /// <summary>Makes it.</summary>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>: the project; <c>AccessDenied</c>; <c>InvalidArgument</c>; <c>AlreadyExists</c>; <c>LimitExceeded</c>; a quota.
    /// </exception>
    public static async Task<Dataset> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, DatasetRequest request, CancellationToken cancellationToken)
    {
        var project = platform.FindProject(actor, projectName).Row;
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Dataset, project.Id, request.Name));
        Names.Check("dataset", request.Name);
        CheckDescription(request.Description);
        var dataset = new Dataset
        {
            ProjectId = project.Id,
            Name = request.Name,
            Description = request.Description,
            CreatorId = actor.UserId,
            Access = request.Access,
            Created = platform.Time.GetUtcNow(),
        };
        var ids = await ProjectFiles.ReserveAsync(platform.Files, Dataset.PathOf(projectName, request.Name), cancellationToken);
        await platform.Store.WriteAsync(
            async transaction =>
            {
                await Project.FindAsync(transaction, project.Id, LockMode.Keep);
                var datasets = await transaction.ScanAsync(Dataset.Table, Key.Of(project.Id), null, platform.Options.DatasetsMax);
                if (datasets.Count >= platform.Options.DatasetsMax)
                    throw new PlatformException(ErrorCode.LimitExceeded, "The project has as many datasets as it may have: delete one first.")
                        .With("limit", platform.Options.DatasetsMax);
                if (!await transaction.InsertAsync(Dataset.Table, dataset))
                    throw new PlatformException(ErrorCode.AlreadyExists, $"There is a dataset '{request.Name}' already.");
                await ProjectFiles.MakeDatasetAsync(platform.Files, transaction, ids, actor, (projectName, dataset));
                await HopsPlatform.AuditAsync(transaction, actor, project.Id, "dataset.create", request.Name);
                platform.Roster.OnCommitted(transaction, roster => roster.WithDataset(dataset));
                return true;
            },
            cancellationToken);
        return dataset;
    }

    internal static void CheckDescription(string description)
    {
        if (description.Length > Dataset.DescriptionLengthMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"A description has at most {Dataset.DescriptionLengthMax} characters.")
                .With("field", "description");
    }
}

/// <summary>A dataset to be made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Access">Who may write.</param>
/// <param name="Description">What it holds.</param>
public sealed record DatasetRequest(string Name, DatasetAccess Access = DatasetAccess.Editable, string Description = "");
