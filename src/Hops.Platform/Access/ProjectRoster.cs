using System.Collections.Immutable;
using Hops.Platform.Credentials;
using Hops.Platform.Datasets;
using Hops.Platform.Members;
using Hops.Platform.Projects;

namespace Hops.Platform.Access;

/// <summary>A project with its members and datasets, at one moment. Immutable.</summary>
public sealed record ProjectRoster
{
    /// <summary>The project itself.</summary>
    public required Project Row { get; init; }

    /// <summary>Members by user id.</summary>
    public ImmutableDictionary<long, Member> Members { get; init; } = ImmutableDictionary<long, Member>.Empty;

    /// <summary>Datasets by name.</summary>
    public ImmutableSortedDictionary<string, Dataset> Datasets { get; private init; } =
        ImmutableSortedDictionary.Create<string, Dataset>(StringComparer.Ordinal);

    /// <summary>Credentials of project-users by user id.</summary>
    internal ImmutableDictionary<long, Credential> Credentials { get; init; } = ImmutableDictionary<long, Credential>.Empty;

    /// <summary>File system groups of every member: that of the project and one for each dataset.</summary>
    public ImmutableArray<string> Groups { get; private init; } = [];

    internal static ProjectRoster Of(Project row) => new() { Row = row, Groups = [row.Name] };

    internal ProjectRoster WithDataset(Dataset dataset) => WithDatasets(Datasets.SetItem(dataset.Name, dataset));

    internal ProjectRoster WithoutDataset(string name) => WithDatasets(Datasets.Remove(name));

    private ProjectRoster WithDatasets(ImmutableSortedDictionary<string, Dataset> datasets) => this with
    {
        Datasets = datasets,
        Groups = [Row.Name, .. datasets.Keys.Select(dataset => Dataset.GroupOf(Row.Name, dataset))],
    };
}
