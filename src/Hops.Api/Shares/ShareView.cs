using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Access;
using Hops.Platform.Shares;

namespace Hops.Api.Shares;

/// <summary>An offer to share something, and what became of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">DATASET or TOPIC.</param>
/// <param name="Name">Name of the thing in the project that owns it.</param>
/// <param name="BorrowedName">The name by which the borrower knows it: owner::dataset or owner.topic.</param>
/// <param name="Owner">Project that owns the thing.</param>
/// <param name="Borrower">Project to which it is offered.</param>
/// <param name="Rights">READ or READ_WRITE.</param>
/// <param name="State">OFFERED, ACCEPTED, REJECTED, REVOKED, LEFT, EXPIRED, or JOINED: borrowed because it is public.</param>
/// <param name="Expires">When it ends by itself; null if it does not.</param>
/// <param name="Note">What its owner says of it.</param>
/// <param name="Reason">Why it was rejected.</param>
/// <param name="OfferedBy">User who offered it, or took what is public.</param>
/// <param name="Offered">When it was offered.</param>
/// <param name="Changed">When it came into its state.</param>
public sealed record ShareView(
    string Id,
    SharedKind Kind,
    string Name,
    string BorrowedName,
    string Owner,
    string Borrower,
    ShareAccess Rights,
    ShareState State,
    DateTimeOffset? Expires,
    string Note,
    string Reason,
    string OfferedBy,
    DateTimeOffset Offered,
    DateTimeOffset Changed)
{
    internal static ShareView Of(HopsPlatform platform, ShareOffer offer)
    {
        var roster = platform.Roster.Now;
        var owner = NameOf(offer.OwnerId);
        return new(
            offer.Id,
            offer.Kind == ResourceKind.Topic ? SharedKind.Topic : SharedKind.Dataset,
            offer.Name,
            Borrowings.NameOf(owner, new Resource(offer.Kind, offer.OwnerId, offer.Name)),
            owner,
            NameOf(offer.BorrowerId),
            ShareAccesses.Of(offer.Rights),
            offer.StateAt(platform.Time.GetUtcNow()),
            offer.Expires,
            offer.Note,
            offer.Reason,
            roster.Users[offer.OfferedBy].Name,
            offer.Offered,
            offer.State == offer.StateAt(platform.Time.GetUtcNow()) ? offer.Changed : offer.Expires!.Value);

        string NameOf(long projectId) => roster.Projects.GetValueOrDefault(projectId)?.Row.Name ?? "";
    }

    /// <summary>Where it is in a list: unique, and near to others of its thing.</summary>
    internal string Place => $"{BorrowedName}\n{Borrower}\n{Id}";
}

/// <summary>What can be shared.</summary>
public enum SharedKind
{
    /// <summary>A dataset.</summary>
    Dataset,

    /// <summary>A topic.</summary>
    Topic,
}

/// <summary>What a borrower may.</summary>
public enum ShareAccess
{
    /// <summary>See and read it, inside the platform.</summary>
    Read,

    /// <summary>Write to it too.</summary>
    ReadWrite,
}

/// <summary>Rights of the platform as this interface says them.</summary>
internal static class ShareAccesses
{
    internal static ShareAccess Of(ShareRights rights) => rights.HasFlag(ShareRights.Write) ? ShareAccess.ReadWrite : ShareAccess.Read;

    internal static ShareAccess? Of(Share? share) => share is null ? null : Of(share.Rights);

    internal static ShareRights RightsOf(ShareAccess access) => access == ShareAccess.ReadWrite ? ShareRights.ReadWrite : ShareRights.Read;
}
