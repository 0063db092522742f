using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Reading;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Groups;

/// <summary>The consumer groups of a project: who reads, and how far behind.</summary>
internal static class GetGroups
{
    internal static async Task<Ok<Page<GroupView>>> RunAsync(
        HopsPlatform platform, IConsumerGroups groups, RecordsOf recordsOf, ApiCall call, string project, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var names = NamesIn(platform, call, project);
        var found = await groups.ListAsync(names, page.After(), page.Count() + 1, cancellationToken);
        var views = await new GroupLag(platform.Topics, recordsOf, names).ViewsAsync(found, cancellationToken);
        return TypedResults.Ok(page.Of(views, view => view.Group, view => view));
    }

    internal static async Task<Ok<GroupView>> RunOneAsync(
        HopsPlatform platform, IConsumerGroups groups, RecordsOf recordsOf, ApiCall call, [AsParameters] GroupPath path, CancellationToken cancellationToken)
    {
        var names = NamesIn(platform, call, path.Project);
        var found = await FindAsync(groups, names, path.Group, cancellationToken);
        return TypedResults.Ok((await new GroupLag(platform.Topics, recordsOf, names).ViewsAsync([found], cancellationToken))[0]);
    }

    internal static TenantNames NamesIn(HopsPlatform platform, ApiCall call, string project)
    {
        var found = platform.FindProject(call.Actor, project);
        return new TenantNames(found.Row.Id, found.Borrowed);
    }

    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    internal static async Task<GroupReport> FindAsync(IConsumerGroups groups, TenantNames names, string groupId, CancellationToken cancellationToken) =>
        await groups.FindAsync(names, groupId, cancellationToken)
        ?? throw new PlatformException(ErrorCode.NotFound, $"There is no consumer group '{groupId}' in the project.");
}

/// <summary>Route parameters of a consumer group.</summary>
public readonly record struct GroupPath(string Project, string Group);
