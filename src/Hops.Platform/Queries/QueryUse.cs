using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Projects;
using Hops.Platform.Shares;

namespace Hops.Platform.Queries;

/// <summary>
/// Which queries use a topic or dataset: whoever deletes it has to say that he means it, for those that run fail with it, and those that are
/// stopped cannot be started again. Asked before the deletion; a query that is started between the two fails like one that was forced.
/// </summary>
public static class QueryUse
{
    /// <summary>Most queries that a refusal names in words; its fact <c>queries</c> names all.</summary>
    private const int NamedMax = 5;

    /// <summary>Refuses if a query reads a topic or sends its dead letters there, here or in a project that borrows it.</summary>
    /// <exception cref="PlatformException"><c>Conflict</c> with the fact <c>queries</c>; <c>NotFound</c>: the caller sees no such project.</exception>
    public static Task CheckTopicAsync(HopsPlatform platform, Principal actor, string project, string topic, CancellationToken cancellationToken) =>
        CheckAsync(
            platform, actor, project, (ResourceKind.Topic, topic),
            query => query.UsesTopic(topic), cancellationToken);

    /// <summary>Refuses if a query writes into a dataset, here or in a project that borrows it.</summary>
    /// <exception cref="PlatformException"><c>Conflict</c> with the fact <c>queries</c>; <c>NotFound</c>: the caller sees no such project.</exception>
    public static Task CheckDatasetAsync(HopsPlatform platform, Principal actor, string project, string dataset, CancellationToken cancellationToken) =>
        CheckAsync(
            platform, actor, project, (ResourceKind.Dataset, dataset),
            query => query.WritesInto(project, $"{ProjectFiles.PathOf(project)}/{dataset}"), cancellationToken);

    private static async Task CheckAsync(
        HopsPlatform platform, Principal actor, string project, (ResourceKind Kind, string Name) thing, Func<StoredQuery, bool> isUser, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, project).Row.Id;
        var queries = await QueryDuty.OfProjectAsync(platform, id, cancellationToken);
        var users = queries.Where(isUser).ToList();
        if (users.Count > 0)
            throw Refused($"{thing.Kind.Noun()} {thing.Name}", users);
        var offers = await platform.Store.ReadAsync(
            read => read.ScanAsync(ShareOffer.Table, Key.Of(id, thing.Kind.Noun(), thing.Name), null, platform.Options.SharesPerProjectMax + 1), cancellationToken);
        foreach (var offer in offers)
            await ShareUse.CheckAsync(platform, offer, cancellationToken);
    }

    /// <summary>The refusal to take something away from queries that use it.</summary>
    /// <param name="what">What it is.</param>
    /// <param name="users">The queries, at least one.</param>
    /// <param name="whose">Whose they are, if not of the project itself.</param>
    internal static PlatformException Refused(string what, IReadOnlyList<StoredQuery> users, string? whose = null)
    {
        var running = Names(users, QueryState.Running);
        var stopped = Names(users, QueryState.Stopped);
        var of = whose is null ? "" : " of " + whose;
        List<string> uses = [];
        if (running.Length > 0)
            uses.Add($"by the {Listed(running)}{of}, which would fail without it");
        if (stopped.Length > 0)
            uses.Add($"by the stopped {Listed(stopped)}{of}, which could not be started again");
        var advice = whose is not null ? "tell its owners" : running.Length > 0 ? "stop and delete what uses it" : "delete that";
        return new PlatformException(ErrorCode.Conflict, $"The {what} is used {string.Join(", and ", uses)}: {advice} first, or force it.")
            .With("queries", (string[])[.. running, .. stopped]);
    }

    private static string[] Names(IReadOnlyList<StoredQuery> queries, QueryState desired) =>
        [.. queries.Where(query => query.Desired == desired).Select(query => query.Name)];

    private static string Listed(string[] names) =>
        (names.Length == 1 ? "query " : "queries ") + string.Join(", ", names.Take(NamedMax).Select(name => $"'{name}'"))
        + (names.Length > NamedMax ? ", ..." : "");
}
