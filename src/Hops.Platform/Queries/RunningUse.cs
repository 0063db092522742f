using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Projects;

namespace Hops.Platform.Queries;

/// <summary>
/// Which queries are wanted to run and use a topic or dataset: whoever deletes it has to say that he means it, for they fail with it. Asked
/// before the deletion; a query that is started between the two fails like one that was forced.
/// </summary>
public static class RunningUse
{
    /// <summary>Refuses if a query that is to run reads a topic or sends its dead letters there.</summary>
    /// <exception cref="PlatformException"><c>Conflict</c> with the fact <c>queries</c>; <c>NotFound</c>: the caller sees no such project.</exception>
    public static Task CheckTopicAsync(HopsPlatform platform, Principal actor, string project, string topic, CancellationToken cancellationToken) =>
        CheckAsync(platform, actor, project, $"topic {topic}", query => query.Uses("topic", topic) || query.Uses("deadLetterTopic", topic), cancellationToken);

    /// <summary>Refuses if a query that is to run writes into a dataset.</summary>
    /// <exception cref="PlatformException"><c>Conflict</c> with the fact <c>queries</c>; <c>NotFound</c>: the caller sees no such project.</exception>
    public static Task CheckDatasetAsync(HopsPlatform platform, Principal actor, string project, string dataset, CancellationToken cancellationToken)
    {
        var path = $"{ProjectFiles.PathOf(project)}/{dataset}";
        return CheckAsync(
            platform, actor, project, $"dataset {dataset}",
            query => query.SinkIn(project) is { } sink && (sink == path || sink.StartsWith(path + "/", StringComparison.Ordinal)), cancellationToken);
    }

    private static async Task CheckAsync(
        HopsPlatform platform, Principal actor, string project, string what, Func<StoredQuery, bool> isUser, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, project).Row.Id;
        var queries = await platform.Store.ReadAsync(
            read => read.ScanAsync(StoredQuery.Table, Key.Of(id), null, platform.Options.QueriesMax), cancellationToken);
        var users = queries.Where(query => query.Desired == QueryState.Running && isUser(query)).Select(query => query.Name).ToArray();
        if (users.Length == 0)
            return;
        var names = string.Join(", ", users.Select(name => $"'{name}'"));
        throw new PlatformException(
            ErrorCode.Conflict, $"The {what} is used by {(users.Length == 1 ? "the query" : "the queries")} {names}, which would fail without it: stop that first, or force it.")
            .With("queries", users);
    }
}
