using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.JoinRequests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.JoinRequests;

/// <summary>They are so few that each list is one page.</summary>
internal static class GetJoinRequests
{
    internal static Ok<Page<ListedProjectView>> Listed(HopsPlatform platform, ApiCall call, [AsParameters] PageRequest page)
    {
        var projects = ListJoinRequests.Listed(platform, call.Actor, page.After(), page.Count() + 1);
        var roster = platform.Roster.Now;
        return TypedResults.Ok(page.Of(projects, project => project.Row.Name, project => ListedProjectView.Of(roster, call.Actor, project)));
    }

    internal static async Task<Ok<Page<JoinRequestView>>> OwnAsync(HopsPlatform platform, ApiCall call, CancellationToken cancellationToken) =>
        Answer(platform, await ListJoinRequests.OfUserAsync(platform, call.Actor, cancellationToken));

    internal static async Task<Ok<Page<JoinRequestView>>> OfProjectAsync(
        HopsPlatform platform, ApiCall call, string project, CancellationToken cancellationToken) =>
        Answer(platform, await ListJoinRequests.OfProjectAsync(platform, call.Actor, project, cancellationToken));

    private static Ok<Page<JoinRequestView>> Answer(HopsPlatform platform, IReadOnlyList<JoinRequest> requests) =>
        TypedResults.Ok(new Page<JoinRequestView>([.. requests.Select(request => JoinRequestView.Of(platform, request))], null));
}
