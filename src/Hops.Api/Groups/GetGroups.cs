using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Topics;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Groups;

/// <summary>The consumer groups of a project: who reads, and how far behind.</summary>
internal static class GetGroups
{
    internal static Ok<Page<GroupView>> Run(
        HopsPlatform platform, GroupDirectory groups, TopicLogs logs, ApiCall call, string project, [AsParameters] PageRequest page)
    {
        var names = NamesIn(platform, call, project);
        var lag = new GroupLag(platform.Topics, logs, names);
        var found = GroupReport.List(groups, names.ProjectId, page.After()).Take(page.Count() + 1).ToList();
        return TypedResults.Ok(page.Of(found, group => group.GroupId, group => GroupView.Of(group, lag)));
    }

    internal static Ok<GroupView> RunOne(HopsPlatform platform, GroupDirectory groups, TopicLogs logs, ApiCall call, [AsParameters] GroupPath path)
    {
        var names = NamesIn(platform, call, path.Project);
        return TypedResults.Ok(GroupView.Of(Find(groups, names.ProjectId, path.Group), new GroupLag(platform.Topics, logs, names)));
    }

    private static TenantNames NamesIn(HopsPlatform platform, ApiCall call, string project)
    {
        var found = platform.FindProject(call.Actor, project);
        return new TenantNames(found.Row.Id, found.Borrowed);
    }

    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    internal static GroupReport Find(GroupDirectory groups, long projectId, string groupId) =>
        GroupReport.Find(groups, projectId, groupId)
        ?? throw new PlatformException(ErrorCode.NotFound, $"There is no consumer group '{groupId}' in the project.");
}

/// <summary>Route parameters of a consumer group.</summary>
public readonly record struct GroupPath(string Project, string Group);
