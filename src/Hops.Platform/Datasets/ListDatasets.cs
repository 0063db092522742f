using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Shares;

namespace Hops.Platform.Datasets;

/// <summary>The datasets of a project: its own, and those that it borrows.</summary>
public static class ListDatasets
{
    /// <summary>Datasets after a name, in order of name.</summary>
    public static IReadOnlyList<ListedDataset> Run(HopsPlatform platform, Principal actor, string projectName, string nameAfter, int limit)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Dataset, project.Row.Id, projectName));
        return project.Datasets.Values.Select(dataset => new ListedDataset(dataset.Name, dataset, projectName, null))
            .Concat(Loans.Of(platform, project, ResourceKind.Dataset).Select(loan => Borrowed(platform, loan)).OfType<ListedDataset>())
            .Where(dataset => string.CompareOrdinal(dataset.Name, nameAfter) > 0)
            .OrderBy(dataset => dataset.Name, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
    }

    /// <summary>One dataset.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static ListedDataset Find(HopsPlatform platform, Principal actor, DatasetName name)
    {
        var project = platform.FindProject(actor, name.Project);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Dataset, project.Row.Id, name.Dataset));
        if (project.Datasets.TryGetValue(name.Dataset, out var own))
            return new ListedDataset(own.Name, own, name.Project, null);
        return Loans.Find(platform, project, ResourceKind.Dataset, name.Dataset) is { } loan && Borrowed(platform, loan) is { } borrowed
            ? borrowed
            : throw MissingName.Dataset(platform, actor, project.Row.Id, name.Dataset);
    }

    private static ListedDataset? Borrowed(HopsPlatform platform, Loan loan) =>
        platform.Roster.Now.Projects.GetValueOrDefault(loan.Share.OwnerId) is { } owner && owner.Datasets.TryGetValue(loan.Share.Name, out var dataset)
            ? new ListedDataset(loan.Name, dataset, owner.Row.Name, loan.Share)
            : null;
}

/// <summary>A dataset as a project sees it.</summary>
/// <param name="Name">The name by which its members know it.</param>
/// <param name="Row">The dataset.</param>
/// <param name="Owner">Name of the project that owns it.</param>
/// <param name="Share">By which share it is borrowed; null for one of its own.</param>
public sealed record ListedDataset(string Name, Dataset Row, string Owner, Share? Share);
