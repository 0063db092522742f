using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Shares;

namespace Hops.Platform.ShareRequests;

/// <summary>An owner lends what another project asks for, or does not.</summary>
public static class AnswerShareRequest
{
    /// <summary>Lends it: the project that asked has it at once, until it is taken back, given back or over.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">An owner of the project that owns the dataset.</param>
    /// <param name="projectName">That project.</param>
    /// <param name="requestId">The request.</param>
    /// <param name="terms">Rights, null for those that are asked for, and end, null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>; <c>AccessDenied</c>; <c>InvalidArgument</c>: more than was asked for, an end that has passed; <c>Conflict</c>: nobody but its maker
    /// writes to the dataset; <c>AlreadyExists</c>: it is offered or lent; <c>LimitExceeded</c>.
    /// </exception>
    public static async Task<ShareOffer> GrantAsync(
        HopsPlatform platform, Principal actor, string projectName, string requestId, (ShareRights? Rights, DateTimeOffset? Expires) terms,
        CancellationToken cancellationToken)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Share, project.Row.Id, requestId));
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var request = await FindAsync(transaction, project.Row.Id, requestId);
                var rights = terms.Rights ?? request.Rights;
                if ((rights & ~request.Rights) != 0)
                    throw new PlatformException(ErrorCode.InvalidArgument, "No more is lent than was asked for: offer the rest.").With("field", "rights");
                OfferShare.CheckTerms(platform, actor, project, new ShareWish(ResourceKind.Dataset, request.Name, "", rights, terms.Expires));
                var offer = new ShareOffer
                {
                    OwnerId = request.OwnerId,
                    Kind = ResourceKind.Dataset,
                    Name = request.Name,
                    BorrowerId = request.BorrowerId,
                    Id = OfferShare.NextId(),
                    Rights = rights,
                    State = ShareState.Accepted,
                    Expires = terms.Expires,
                    Note = request.Note,
                    OfferedBy = actor.UserId,
                    Offered = transaction.Now,
                    Changed = transaction.Now,
                };
                await OfferShare.InsertAsync(platform, transaction, actor, offer, "share.grant");
                await ShareRequestRows.PutAsync(transaction, request with { State = ShareRequestState.Granted, Changed = transaction.Now });
                return offer;
            },
            cancellationToken);
    }

    /// <summary>Does not lend it; the project that asked sees that, and why.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>; <c>InvalidArgument</c>: the reason.</exception>
    public static async Task<ShareRequest> RejectAsync(
        HopsPlatform platform, Principal actor, string projectName, string requestId, string reason, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Alter, new Resource(ResourceKind.Share, id, requestId));
        ShareText.Check("reason", reason);
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var request = await FindAsync(transaction, id, requestId);
                var rejected = request with { State = ShareRequestState.Rejected, Reason = reason, Changed = transaction.Now };
                await ShareRequestRows.PutAsync(transaction, rejected);
                await ShareRequestRows.AuditAsync(platform, transaction, actor, rejected, "share.refuse", "");
                return rejected;
            },
            cancellationToken);
    }

    private static async ValueTask<ShareRequest> FindAsync(WriteTransaction transaction, long ownerId, string requestId) =>
        await transaction.LookupAsync(ShareRequest.Table, ShareRequest.ById, Key.Of(requestId), LockMode.Write) is { } request
        && request.OwnerId == ownerId && request.IsOpenAt(transaction.Now)
            ? request
            : throw new PlatformException(ErrorCode.NotFound, $"There is no request '{requestId}' that waits for this project: it was answered or withdrawn.");
}
