using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;

namespace Hops.Platform.Shares;

/// <summary>Borrows a public dataset: its owner need not offer it, and sees who has it.</summary>
public static class JoinPublished
{
    /// <summary>Borrows it, for reading.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">An owner of the project.</param>
    /// <param name="projectName">The project that will borrow.</param>
    /// <param name="name"><c>owner::dataset</c>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>; <c>AccessDenied</c>; <c>AlreadyExists</c>; <c>InvalidArgument</c>: it is the project's own; <c>LimitExceeded</c>.</exception>
    public static async Task<ShareOffer> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, string name, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Share, id, name));
        var published = platform.Roster.Now.Published.GetValueOrDefault(name) ?? throw ListPublished.NotPublic(name);
        if (published.ProjectId == id)
            throw new PlatformException(ErrorCode.InvalidArgument, "It is a dataset of the project itself.").With("field", "dataset");
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                if (await transaction.GetAsync(PublishedDataset.Table, published.Key, LockMode.Keep) is null)
                    throw ListPublished.NotPublic(name);
                var offer = Joined(published, id, actor.UserId, transaction.Now);
                var before = await transaction.GetAsync(ShareOffer.Table, offer.Key, LockMode.Write);
                if (before?.IsOpenAt(transaction.Now) == true)
                    throw new PlatformException(ErrorCode.AlreadyExists, "The project borrows it or is offered it already.").With("share", before.Id);
                await ShareLimits.MakeRoomAsync(platform, transaction, offer, before);
                await ShareRows.PutAsync(platform, transaction, before, offer);
                await ShareRows.AuditAsync(platform, transaction, actor, offer, "share.join", "");
                return offer;
            },
            cancellationToken);
    }

    private static ShareOffer Joined(PublishedDataset published, long borrowerId, long userId, DateTimeOffset now) => new()
    {
        OwnerId = published.ProjectId,
        Kind = ResourceKind.Dataset,
        Name = published.Name,
        BorrowerId = borrowerId,
        Id = OfferShare.NextId(),
        Rights = ShareRights.Read,
        State = ShareState.Joined,
        Note = published.Note,
        OfferedBy = userId,
        Offered = now,
        Changed = now,
    };
}
