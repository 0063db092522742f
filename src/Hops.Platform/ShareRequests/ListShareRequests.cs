using Hops.Core.Identity;

namespace Hops.Platform.ShareRequests;

/// <summary>What is asked of a project, and what it asks itself. Members see it; only owners act on it.</summary>
public static class ListShareRequests
{
    /// <summary>What is asked of a project and waits for an answer, the oldest first.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>, <c>AccessDenied</c>.</exception>
    public static async Task<IReadOnlyList<ShareRequest>> ReceivedAsync(
        HopsPlatform platform, Principal actor, string projectName, CancellationToken cancellationToken)
    {
        var (id, now) = Demand(platform, actor, projectName);
        var requests = await platform.Store.ReadAsync(read => ShareRequestRows.OfOwnerAsync(read, id), cancellationToken);
        return [.. requests.Where(request => request.IsOpenAt(now)).OrderBy(request => request.Asked)];
    }

    /// <summary>What a project has asked, with the answers of late; the newest first.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>, <c>AccessDenied</c>.</exception>
    public static async Task<IReadOnlyList<ShareRequest>> AskedAsync(
        HopsPlatform platform, Principal actor, string projectName, CancellationToken cancellationToken)
    {
        var (id, now) = Demand(platform, actor, projectName);
        var requests = await platform.Store.ReadAsync(read => ShareRequestRows.OfPartyAsync(read, ShareRequestOf.Project, id), cancellationToken);
        return [.. requests.Where(request => request.IsAliveAt(now)).OrderByDescending(request => request.Changed)];
    }

    private static (long ProjectId, DateTimeOffset Now) Demand(HopsPlatform platform, Principal actor, string projectName)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Share, id, projectName));
        return (id, platform.Time.GetUtcNow());
    }
}
