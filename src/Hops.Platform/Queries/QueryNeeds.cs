using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Platform.Access;
using Hops.Platform.Projects;

namespace Hops.Platform.Queries;

/// <summary>
/// What a query needs to run and may have lost since it was made. Its runner would find out too, but by a path that it may not make again, which
/// says nothing to a person.
/// </summary>
internal static class QueryNeeds
{
    /// <summary>Refuses a query whose topics or dataset are gone.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: one of them, by its name, and which may be meant instead.</exception>
    public static void Check(HopsPlatform platform, Principal actor, ProjectRoster project, StoredQuery query)
    {
        var id = project.Row.Id;
        var names = new TenantNames(id, project.Borrowed);
        if (query.TextOf("topic") is { } source && names.Find(platform.Topics, source) is null)
            throw MissingName.Gone(platform, actor, id, ResourceKind.Topic, source, "which the query reads", "Make a new query over a topic that is there.");
        if (query.TextOf(StoredQuery.DeadLetterField) is { } letters && names.Find(platform.Topics, letters) is null)
            throw MissingName.Gone(platform, actor, id, ResourceKind.Topic, letters, "to which the query sends bad records", "Make it again.");
        if (DatasetOf(project, query) is { } dataset && !project.Datasets.ContainsKey(dataset) && project.Borrowed.Find(ResourceKind.Dataset, dataset) is null)
            throw MissingName.Gone(platform, actor, id, ResourceKind.Dataset, dataset, "into which the query writes", "Make it again, or delete the query.");
    }

    /// <summary>The dataset of the sink, as members of the project call it.</summary>
    private static string? DatasetOf(ProjectRoster project, StoredQuery query)
    {
        if (query.SinkIn(project.Row.Name)?.Split('/', 5) is not ["", "Projects", var owner, var dataset, ..])
            return null;
        return owner == project.Row.Name ? dataset : Names.BorrowedDataset(owner, dataset);
    }
}
