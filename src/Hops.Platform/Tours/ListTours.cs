using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Tours;

/// <summary>The tours that there are, and how far the caller has come in each.</summary>
public static class ListTours
{
    /// <summary>All of them, those that were not begun too.</summary>
    public static async Task<IReadOnlyList<TourState>> RunAsync(HopsPlatform platform, Principal actor, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var rows = await platform.Store.ReadAsync(read => TourProgress.OfAsync(read, actor.UserId), cancellationToken);
        return [.. Tour.All.Select(tour => TourState.Of(platform, actor, tour, rows.FirstOrDefault(row => row.Tour == tour.Id)))];
    }

    /// <summary>One of them.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: there is no such tour.</exception>
    public static async Task<TourState> OneAsync(HopsPlatform platform, Principal actor, string id, CancellationToken cancellationToken)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Credential, 0, actor.UserName));
        var tour = Tour.Find(id);
        var row = await platform.Store.ReadAsync(read => read.GetAsync(TourProgress.Table, Key.Of(actor.UserId, tour.Id)), cancellationToken);
        return TourState.Of(platform, actor, tour, row);
    }
}
