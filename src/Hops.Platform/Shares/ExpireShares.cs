using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Users;

namespace Hops.Platform.Shares;

/// <summary>Writes down which offers and shares have ended by themselves. Decisions do not wait for it: they look at the clock.</summary>
internal static class ExpireShares
{
    /// <summary>Turns those whose time is over, each in a transaction of its own.</summary>
    public static async Task RunAsync(HopsPlatform platform, CancellationToken cancellationToken)
    {
        var now = platform.Time.GetUtcNow();
        foreach (var (id, _) in platform.Roster.Now.ShareEnds.Where(end => end.Value <= now))
        {
            await platform.Store.WriteAsync(
                async transaction =>
                {
                    var offer = await transaction.LookupAsync(ShareOffer.Table, ShareOffer.ById, Key.Of(id), LockMode.Write);
                    if (offer is not { IsOpen: true } || offer.Expires > now)
                        return false;
                    var expired = offer.Turned(ShareState.Expired, now);
                    await ShareRows.PutAsync(platform, transaction, offer, expired);
                    await ShareRows.AuditAsync(platform, transaction, FirstRun.Itself, expired, "share.expire", "");
                    return true;
                },
                cancellationToken);
        }
    }
}
