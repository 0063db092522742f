using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Platform.Datasets;

namespace Hops.Platform.Shares;

/// <summary>The public datasets of the installation, for everybody who is signed in.</summary>
public static class ListPublished
{
    /// <summary>Public datasets after a name <c>owner::dataset</c>, in order of name.</summary>
    public static IReadOnlyList<(string Name, PublishedDataset Row)> Run(HopsPlatform platform, Principal actor, string nameAfter, int limit)
    {
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Share, 0, ""));
        return [.. platform.Roster.Now.Published
            .Where(pair => string.CompareOrdinal(pair.Key, nameAfter) > 0).Take(limit).Select(pair => (pair.Key, pair.Value))];
    }

    /// <summary>A public dataset of a project, with the shares of those who borrow it for that.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: it is not public.</exception>
    public static async Task<(PublishedDataset Row, IReadOnlyList<ShareOffer> Borrowers)> FindAsync(
        HopsPlatform platform, Principal actor, DatasetName name, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, name.Project).Row.Id;
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Share, id, name.Dataset));
        var published = platform.Roster.Now.Published.GetValueOrDefault(Names.BorrowedDataset(name.Project, name.Dataset)) ?? throw NotPublic(name.Dataset);
        var offers = await platform.Store.ReadAsync(
            read => read.ScanAsync(
                ShareOffer.Table, Key.Of(id, ResourceKind.Dataset.Noun(), name.Dataset), null, platform.Options.SharesPerProjectMax + 1), cancellationToken);
        return (published, [.. offers.Where(offer => offer.State == ShareState.Joined)]);
    }

    internal static PlatformException NotPublic(string name) => new(ErrorCode.NotFound, $"There is no public dataset '{name}'.");
}
