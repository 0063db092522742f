using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Projects;

namespace Hops.Platform.Queries;

/// <summary>
/// Which queries use a topic or dataset: whoever deletes it has to say that he means it, for those that run fail with it, and those that are
/// stopped cannot be started again. Asked before the deletion; a query that is started between the two fails like one that was forced.
/// </summary>
public static class QueryUse
{
    /// <summary>Most queries that a refusal names in words; its fact <c>queries</c> names all.</summary>
    private const int NamedMax = 5;

    /// <summary>Refuses if a query reads a topic or sends its dead letters there.</summary>
    /// <exception cref="PlatformException"><c>Conflict</c> with the fact <c>queries</c>; <c>NotFound</c>: the caller sees no such project.</exception>
    public static Task CheckTopicAsync(HopsPlatform platform, Principal actor, string project, string topic, CancellationToken cancellationToken) =>
        CheckAsync(platform, actor, project, $"topic {topic}", query => StoredQuery.TopicFields.Any(field => query.Uses(field, topic)), cancellationToken);

    /// <summary>Refuses if a query writes into a dataset.</summary>
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
        var users = queries.Where(isUser).ToList();
        var running = Names(users, QueryState.Running);
        var stopped = Names(users, QueryState.Stopped);
        if (users.Count == 0)
            return;
        List<string> uses = [];
        if (running.Length > 0)
            uses.Add($"by the {Listed(running)}, which would fail without it");
        if (stopped.Length > 0)
            uses.Add($"by the stopped {Listed(stopped)}, which could not be started again");
        throw new PlatformException(
            ErrorCode.Conflict,
            $"The {what} is used {string.Join(", and ", uses)}: {(running.Length > 0 ? "stop and delete what uses it" : "delete that")} first, or force it.")
            .With("queries", (string[])[.. running, .. stopped]);
    }

    private static string[] Names(List<StoredQuery> queries, QueryState desired) =>
        [.. queries.Where(query => query.Desired == desired).Select(query => query.Name)];

    private static string Listed(string[] names) =>
        (names.Length == 1 ? "query " : "queries ") + string.Join(", ", names.Take(NamedMax).Select(name => $"'{name}'"))
        + (names.Length > NamedMax ? ", ..." : "");
}
