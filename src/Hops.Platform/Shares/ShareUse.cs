using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform.Projects;
using Hops.Platform.Queries;

namespace Hops.Platform.Shares;

/// <summary>Which queries of the borrower use what is lent: they fail when the share ends. Its owner sees their names before taking it back.</summary>
public static class ShareUse
{
    /// <summary>The queries, in order of name; none while it is only offered.</summary>
    public static async Task<IReadOnlyList<StoredQuery>> OfAsync(HopsPlatform platform, ShareOffer offer, CancellationToken cancellationToken)
    {
        if (!offer.IsLent)
            return [];
        var borrower = ShareRows.BorrowerOf(platform, offer);
        var queries = await QueryDuty.OfProjectAsync(platform, offer.BorrowerId, cancellationToken);
        return [.. queries.Where(query => Uses(platform, query, borrower, offer))];
    }

    /// <summary>Refuses if a query uses it.</summary>
    /// <exception cref="PlatformException"><c>Conflict</c> with the fact <c>queries</c>.</exception>
    public static async Task CheckAsync(HopsPlatform platform, ShareOffer offer, CancellationToken cancellationToken)
    {
        var queries = await OfAsync(platform, offer, cancellationToken);
        if (queries.Count == 0)
            return;
        throw QueryUse.Refused($"{offer.Kind.Noun()} {ShareRows.NameOf(platform, offer)}", queries, $"project {ShareRows.BorrowerOf(platform, offer)}");
    }

    private static bool Uses(HopsPlatform platform, StoredQuery query, string borrower, ShareOffer offer)
    {
        var name = ShareRows.NameOf(platform, offer);
        return offer.Kind == ResourceKind.Topic
            ? query.UsesTopic(name)
            : query.WritesInto(borrower, $"{ProjectFiles.PathOf(ShareRows.OwnerOf(platform, offer))}/{offer.Name}");
    }
}
