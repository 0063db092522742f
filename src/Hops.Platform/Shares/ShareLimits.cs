using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Shares;

/// <summary>How many offers there may be, in the transaction that adds one.</summary>
internal static class ShareLimits
{
    /// <summary>Offers of one project that wait for an answer of another one: nobody fills the inbox of a stranger.</summary>
    private const int WaitingOfPairMax = 20;

    /// <summary>Refuses one offer too many; one that has ended makes room for it.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="offer">The offer that is to be added.</param>
    /// <param name="replaced">The row in whose place it will be; null if there is none.</param>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>.</exception>
    public static async ValueTask MakeRoomAsync(HopsPlatform platform, WriteTransaction transaction, ShareOffer offer, ShareOffer? replaced)
    {
        var options = platform.Options;
        var given = await transaction.ScanAsync(ShareOffer.Table, Key.Of(offer.OwnerId), null, options.SharesPerProjectMax + 1);
        var open = given.Where(other => other.IsOpenAt(transaction.Now)).ToList();
        Limit(open.Count(other => other.Thing == offer.Thing), options.SharesPerThingMax, "It is offered to as many projects as it may be: revoke one of the shares first.");
        Limit(
            open.Count(other => other.BorrowerId == offer.BorrowerId && other.State == ShareState.Offered), WaitingOfPairMax,
            "That project has not answered the offers that it has from this one: wait for that, or revoke some.");
        Limit(open.Count, options.SharesPerProjectMax, "The project shares as much as it may: revoke something first.");
        var received = await transaction.ScanAsync(
            ShareOfBorrower.Table, ShareOfBorrower.Open(offer.BorrowerId), null, options.BorrowingsPerProjectMax + 1);
        Limit(received.Count, options.BorrowingsPerProjectMax, "That project is offered or borrows as much as it may: its owners have to reject or leave something first.");
        if (given.Count >= options.SharesPerProjectMax && replaced is null)
            await ShareRows.DeleteAsync(platform, transaction, given.Except(open).OrderBy(other => other.Changed).First());
    }

    private static void Limit(int used, int limit, string words)
    {
        if (used >= limit)
            throw new PlatformException(ErrorCode.LimitExceeded, words).With("limit", limit).With("used", used);
    }
}
