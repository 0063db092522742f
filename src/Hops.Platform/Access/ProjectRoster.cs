using System.Collections.Immutable;
using Hops.Core.Identity;
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

    /// <summary>What it borrows from other projects.</summary>
    public Borrowings Borrowed { get; private init; } = Borrowings.None;

    /// <summary>
    /// File system groups of a member: <see cref="Groups"/>, and those by which it passes and reads what the project borrows. They open nothing that the
    /// gate has not decided on: it sees shares one by one, with their rights.
    /// </summary>
    public ImmutableArray<string> GroupsOfMember { get; private init; } = [];

    internal static ProjectRoster Of(Project row) => new() { Row = row, Groups = [row.Name], GroupsOfMember = [row.Name] };

    internal ProjectRoster WithDataset(Dataset dataset) => WithDatasets(Datasets.SetItem(dataset.Name, dataset));

    internal ProjectRoster WithoutDataset(string name) => WithDatasets(Datasets.Remove(name));

    /// <summary>With other things borrowed than before.</summary>
    internal ProjectRoster WithBorrowed(Borrowings borrowed) => WithGroups(this with { Borrowed = borrowed });

    private ProjectRoster WithDatasets(ImmutableSortedDictionary<string, Dataset> datasets) => WithGroups(this with
    {
        Datasets = datasets,
        Groups = [Row.Name, .. datasets.Keys.Select(dataset => Dataset.GroupOf(Row.Name, dataset))],
    });

    private static ProjectRoster WithGroups(ProjectRoster next) => next with
    {
        GroupsOfMember = [.. next.Groups, .. next.Borrowed.Of(ResourceKind.Dataset).SelectMany(GroupsOf).Distinct(StringComparer.Ordinal)],
    };

    /// <summary>The group of the dataset, and that of its project, whose directory is on the way.</summary>
    private static IEnumerable<string> GroupsOf((string Name, Resource Thing) borrowed)
    {
        var owner = borrowed.Name[..borrowed.Name.IndexOf(Names.DatasetOwnerMark, StringComparison.Ordinal)];
        return [owner, Dataset.GroupOf(owner, borrowed.Thing.Name)];
    }
}
