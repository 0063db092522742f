using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Shares;

/// <summary>
/// What every change of an offer does: the row, the way to it from the borrower, an entry in the trails of both projects, and the roster, all with the
/// commit.
/// </summary>
internal static class ShareRows
{
    /// <summary>Stores an offer that is new or has turned.</summary>
    public static async ValueTask PutAsync(HopsPlatform platform, WriteTransaction transaction, ShareOffer? before, ShareOffer offer)
    {
        if (before is not null)
            await transaction.DeleteAsync(ShareOfBorrower.Table, ShareOfBorrower.Of(before).Key);
        await transaction.PutAsync(ShareOffer.Table, offer);
        await transaction.PutAsync(ShareOfBorrower.Table, ShareOfBorrower.Of(offer));
        platform.Roster.OnCommitted(transaction, roster => (before is null ? roster : roster.WithoutOffer(before)).WithOffer(offer));
        transaction.OnCommitted(platform.Expiry.Wake);
    }

    /// <summary>Removes an offer, whatever became of it.</summary>
    public static async ValueTask DeleteAsync(HopsPlatform platform, WriteTransaction transaction, ShareOffer offer)
    {
        await transaction.DeleteAsync(ShareOffer.Table, offer.Key);
        await transaction.DeleteAsync(ShareOfBorrower.Table, ShareOfBorrower.Of(offer).Key);
        platform.Roster.OnCommitted(transaction, roster => roster.WithoutOffer(offer));
    }

    /// <summary>An offer that a project has made.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static async ValueTask<ShareOffer> FindGivenAsync(ReadTransaction read, long ownerId, string id, LockMode lockMode = LockMode.None) =>
        await read.LookupAsync(ShareOffer.Table, ShareOffer.ById, Key.Of(id), lockMode) is { } offer && offer.OwnerId == ownerId
            ? offer
            : throw Missing(id);

    /// <summary>An offer that was made to a project and can still come to something.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public static async ValueTask<ShareOffer> FindReceivedAsync(ReadTransaction read, long borrowerId, string id, LockMode lockMode = LockMode.None) =>
        await read.LookupAsync(ShareOffer.Table, ShareOffer.ById, Key.Of(id), lockMode) is { IsOpen: true } offer && offer.BorrowerId == borrowerId
            ? offer
            : throw Missing(id);

    /// <summary>Tells the trails of both projects, in the order of projects.</summary>
    public static async ValueTask AuditAsync(
        HopsPlatform platform, WriteTransaction transaction, Principal actor, ShareOffer offer, string action, string detail)
    {
        foreach (var projectId in new[] { offer.OwnerId, offer.BorrowerId }.Order())
            await HopsPlatform.AuditAsync(transaction, actor, projectId, action, $"{NameOf(platform, offer)} -> {BorrowerOf(platform, offer)}", detail);
    }

    /// <summary>The name by which the borrower knows the thing.</summary>
    public static string NameOf(HopsPlatform platform, ShareOffer offer) =>
        Borrowings.NameOf(OwnerOf(platform, offer), new Resource(offer.Kind, offer.OwnerId, offer.Name));

    /// <summary>Name of the project that owns the thing.</summary>
    public static string OwnerOf(HopsPlatform platform, ShareOffer offer) => ProjectOf(platform, offer.OwnerId);

    /// <summary>Name of the project to which it was offered.</summary>
    public static string BorrowerOf(HopsPlatform platform, ShareOffer offer) => ProjectOf(platform, offer.BorrowerId);

    /// <summary>A project that is being deleted has its name until that is committed.</summary>
    private static string ProjectOf(HopsPlatform platform, long id) => platform.Roster.Now.Projects.GetValueOrDefault(id)?.Row.Name ?? "";

    private static PlatformException Missing(string id) => new(ErrorCode.NotFound, $"There is no share '{id}' of this project.");
}
