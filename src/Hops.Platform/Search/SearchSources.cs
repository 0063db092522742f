using System.Text.Json;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Platform.Datasets;
using Hops.Platform.Projects;
using Hops.Platform.Queries;
using Hops.Platform.Shares;
using Hops.Schemas.Registry;
using Hops.Search;

namespace Hops.Platform.Search;

/// <summary>Everything that can be found: one line for each table.</summary>
internal static class SearchSources
{
    internal static IReadOnlyList<SearchSource> Of(HopsPlatform platform) =>
    [
        new TableSource<Project>(1, Project.Table, (_, row) => One(OfProject(row))),
        new TableSource<Dataset>(2, Dataset.Table, (_, row) => One(OfDataset(row))),
        new TableSource<PublishedDataset>(3, PublishedDataset.Table, (_, row) => One(OfPublished(row))),
        new TableSource<Topic>(4, TopicTables.Topics, (_, row) => One(OfTopic(row))),
        new TableSource<SubjectRow>(5, RegistryTables.Subjects, (read, row) => SchemaEntries.OfAsync(platform.Schemas, read, row)),
        new TableSource<StoredQuery>(6, StoredQuery.Table, (_, row) => One(OfQuery(row))),
        new FileSource(platform),
    ];

    /// <summary>As much of a text as is indexed.</summary>
    internal static string Cut(string text) => text.Length <= Entry.TextLengthMax ? text : text[..Entry.TextLengthMax];

    private static ValueTask<IReadOnlyList<Entry>> One(Entry entry) => new([entry]);

    private static Entry OfProject(Project row) => new()
    {
        Kind = EntryKind.Project,
        ProjectId = row.Id,
        Name = row.Name,
        Text = Cut(row.Description),
        Scope = SearchScopes.Project(row.Id),
        OtherScope = SearchScopes.Directory,
    };

    private static Entry OfDataset(Dataset row) => new()
    {
        Kind = EntryKind.Dataset,
        ProjectId = row.ProjectId,
        Name = row.Name,
        Text = Cut(row.Description),
        Scope = SearchScopes.Project(row.ProjectId),
        OtherScope = SearchScopes.Thing(new Resource(ResourceKind.Dataset, row.ProjectId, row.Name)),
    };

    private static Entry OfPublished(PublishedDataset row) => new()
    {
        Kind = EntryKind.Dataset,
        ProjectId = row.ProjectId,
        Name = row.Name,
        Text = Cut(row.Note),
        Scope = SearchScopes.Public,
    };

    private static Entry OfTopic(Topic row) => new()
    {
        Kind = EntryKind.Topic,
        ProjectId = row.TenantId,
        Name = row.Name,
        Scope = SearchScopes.Project(row.TenantId),
        OtherScope = SearchScopes.Thing(new Resource(ResourceKind.Topic, row.TenantId, row.Name)),
    };

    private static Entry OfQuery(StoredQuery row) => new()
    {
        Kind = EntryKind.Query,
        ProjectId = row.ProjectId,
        Name = row.Name,
        Text = Cut(TextOf(row.Definition)),
        Scope = SearchScopes.Project(row.ProjectId),
    };

    /// <summary>The texts of a definition: its SQL, the topics, the columns and the place that it writes to.</summary>
    private static string TextOf(string definition)
    {
        using var document = JsonDocument.Parse(definition);
        return string.Join('\n', TextsOf(document.RootElement));
    }

    private static IEnumerable<string> TextsOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(TextsOf),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => TextsOf(member.Value)),
        _ => [],
    };
}
