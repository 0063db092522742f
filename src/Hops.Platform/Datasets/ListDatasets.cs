using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Access;

namespace Hops.Platform.Datasets;

/// <summary>The datasets of a project.</summary>
public static class ListDatasets
{
    /// <summary>Datasets after a name, in order of name.</summary>
    public static IReadOnlyList<Dataset> Run(HopsPlatform platform, Principal actor, string projectName, string nameAfter, int limit)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Dataset, project.Row.Id, projectName));
        return project.Datasets.Values.Where(dataset => string.CompareOrdinal(dataset.Name, nameAfter) > 0).Take(limit).ToList();
    }

    /// <summary>One dataset.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static Dataset Find(HopsPlatform platform, Principal actor, DatasetName name)
    {
        var project = platform.FindProject(actor, name.Project);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Dataset, project.Row.Id, name.Dataset));
        return project.Datasets.GetValueOrDefault(name.Dataset)
            ?? throw MissingName.Dataset(platform, actor, project.Row.Id, name.Dataset);
    }
}
