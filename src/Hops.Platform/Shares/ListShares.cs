using Hops.Core.Identity;
using Hops.Metadata.Tables;

namespace Hops.Platform.Shares;

/// <summary>The offers of a project and to a project. Members see them; only owners act on them.</summary>
public static class ListShares
{
    /// <summary>What a project has offered, whatever became of it, in order of thing and borrower.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>.</exception>
    public static async Task<IReadOnlyList<ShareOffer>> GivenAsync(
        HopsPlatform platform, Principal actor, string projectName, CancellationToken cancellationToken)
    {
        var id = Demand(platform, actor, projectName);
        return await platform.Store.ReadAsync(
            read => read.ScanAsync(ShareOffer.Table, Key.Of(id), null, platform.Options.SharesPerProjectMax + 1), cancellationToken);
    }

    /// <summary>What is offered to a project, or what it borrows.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="projectName">The project.</param>
    /// <param name="isLent">True for what it borrows, false for what waits for an answer.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>.</exception>
    public static async Task<IReadOnlyList<ShareOffer>> ReceivedAsync(
        HopsPlatform platform, Principal actor, string projectName, bool isLent, CancellationToken cancellationToken)
    {
        var id = Demand(platform, actor, projectName);
        return await platform.Store.ReadAsync(
            async read =>
            {
                var found = new List<ShareOffer>();
                foreach (var way in await read.ScanAsync(ShareOfBorrower.Table, ShareOfBorrower.Open(id), null, platform.Options.BorrowingsPerProjectMax + 1))
                {
                    var offer = await read.LookupAsync(ShareOffer.Table, ShareOffer.ById, Key.Of(way.ShareId));
                    if (offer?.IsOpenAt(platform.Time.GetUtcNow()) == true && offer.IsLent == isLent)
                        found.Add(offer);
                }

                return found;
            },
            cancellationToken);
    }

    /// <summary>One that a project has offered.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>.</exception>
    public static async Task<ShareOffer> FindGivenAsync(
        HopsPlatform platform, Principal actor, string projectName, string shareId, CancellationToken cancellationToken)
    {
        var id = Demand(platform, actor, projectName);
        return await platform.Store.ReadAsync(read => ShareRows.FindGivenAsync(read, id, shareId), cancellationToken);
    }

    /// <summary>One that is offered to a project or that it borrows.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>.</exception>
    public static async Task<ShareOffer> FindReceivedAsync(
        HopsPlatform platform, Principal actor, string projectName, string shareId, CancellationToken cancellationToken)
    {
        var id = Demand(platform, actor, projectName);
        return await platform.Store.ReadAsync(read => ShareRows.FindReceivedAsync(read, id, shareId), cancellationToken);
    }

    private static long Demand(HopsPlatform platform, Principal actor, string projectName)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Share, id, projectName));
        return id;
    }
}
