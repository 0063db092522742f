using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Access;
using Hops.Platform.Projects;
using Hops.Platform.Shares;

namespace Hops.Platform.ShareRequests;

/// <summary>
/// An owner of a project asks for a listed dataset of another one, or takes that back. What is granted is lent at once, so only those ask who could
/// accept an offer.
/// </summary>
public static class AskForShare
{
    /// <summary>Asks.</summary>
    /// <exception cref="PlatformException">
    /// <c>NotFound</c>: there is no such dataset, or it is not listed; <c>AccessDenied</c>; <c>AlreadyExists</c>: it is asked, offered or lent;
    /// <c>ProjectArchived</c>; <c>InvalidArgument</c>; <c>LimitExceeded</c>.
    /// </exception>
    public static async Task<ShareRequest> RunAsync(
        HopsPlatform platform, Principal actor, string projectName, ShareRequestWish wish, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Create, new Resource(ResourceKind.Share, id, wish.Dataset));
        ShareText.Check("note", wish.Note);
        if (wish.Rights is not (ShareRights.Read or ShareRights.ReadWrite))
            throw new PlatformException(ErrorCode.InvalidArgument, "It is asked for reading, or for reading and writing.").With("field", "rights");
        var listed = platform.Roster.Now.ListedDatasets.GetValueOrDefault(wish.Dataset) ?? throw EnlistDataset.NotListed(wish.Dataset);
        if (listed.ProjectId == id)
            throw new PlatformException(ErrorCode.InvalidArgument, "It is a dataset of the project itself.").With("field", "dataset");
        if (platform.Roster.Now.Archived.ContainsKey(listed.ProjectId))
            throw new PlatformException(ErrorCode.ProjectArchived, $"The project of '{wish.Dataset}' is archived: nothing of it is shared.");
        return await platform.Store.WriteAsync(
            async transaction =>
            {
                var now = transaction.Now;
                var request = new ShareRequest
                {
                    OwnerId = listed.ProjectId,
                    Name = listed.Name,
                    BorrowerId = id,
                    Id = OfferShare.NextId(),
                    Rights = wish.Rights,
                    Note = wish.Note,
                    AskedBy = actor.UserId,
                    State = ShareRequestState.Waiting,
                    Asked = now,
                    Changed = now,
                };
                await CheckAsync(transaction, request, wish.Dataset);
                await MakeRoomAsync(transaction, request);
                await ShareRequestRows.PutAsync(transaction, request);
                var detail = JsonSerializer.Serialize(new { id = request.Id, rights = request.Rights.ToString() });
                await ShareRequestRows.AuditAsync(platform, transaction, actor, request, "share.ask", detail);
                return request;
            },
            cancellationToken);
    }

    /// <summary>Takes it back.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: the project does not ask that.</exception>
    public static async Task WithdrawAsync(HopsPlatform platform, Principal actor, string projectName, string requestId, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Share, id, requestId));
        await platform.Store.WriteAsync(
            async transaction =>
            {
                var request = await transaction.LookupAsync(ShareRequest.Table, ShareRequest.ById, Key.Of(requestId), LockMode.Destroy);
                if (request?.BorrowerId != id || !await ShareRequestRows.RemoveAsync(transaction, request))
                    throw new PlatformException(ErrorCode.NotFound, $"The project has no request '{requestId}'.");
                await ShareRequestRows.AuditAsync(platform, transaction, actor, request, "share.withdraw", "");
                return true;
            },
            cancellationToken);
    }

    private static async ValueTask CheckAsync(WriteTransaction transaction, ShareRequest request, string dataset)
    {
        // Each may have gone since it was looked up in memory.
        if (await transaction.GetAsync(DatasetListing.Table, Key.Of(request.OwnerId, request.Name), LockMode.Keep) is null
            || await transaction.GetAsync(Project.Table, Key.Of(request.BorrowerId), LockMode.Keep) is null)
            throw EnlistDataset.NotListed(dataset);
        var thing = Key.Of(request.OwnerId, ResourceKind.Dataset.Noun(), request.Name, request.BorrowerId);
        if ((await transaction.GetAsync(ShareOffer.Table, thing, LockMode.Keep))?.IsOpenAt(transaction.Now) == true)
            throw new PlatformException(ErrorCode.AlreadyExists, $"'{dataset}' is offered to the project or lent to it already.");
        var before = await transaction.GetAsync(ShareRequest.Table, request.Key, LockMode.Destroy);
        if (before?.IsOpenAt(transaction.Now) == true)
            throw new PlatformException(ErrorCode.AlreadyExists, $"The project has asked for '{dataset}' already; its owners will answer.");
        if (before is not null)
            await ShareRequestRows.RemoveAsync(transaction, before);
    }

    private static async ValueTask MakeRoomAsync(WriteTransaction transaction, ShareRequest request)
    {
        var asked = await ShareRequestRows.OfOwnerAsync(transaction, request.OwnerId);
        await MakeRoomAsync(transaction, asked, ShareRequestRows.PerOwnerMax, "Too many ask that project for something: try again when its owners have answered.");
        var ofProject = await ShareRequestRows.OfPartyAsync(transaction, ShareRequestOf.Project, request.BorrowerId);
        await MakeRoomAsync(transaction, ofProject, ShareRequestRows.PerBorrowerMax, "The project asks for as much as it may at a time: withdraw a request first.");
        var ofUser = await ShareRequestRows.OfPartyAsync(transaction, ShareRequestOf.User, request.AskedBy);
        await MakeRoomAsync(transaction, ofUser, ShareRequestRows.PerUserMax, "You ask for as much as you may at a time: withdraw a request first.");
    }

    /// <summary>What is over or answered makes room for more.</summary>
    private static async ValueTask MakeRoomAsync(WriteTransaction transaction, IReadOnlyList<ShareRequest> kept, int max, string words)
    {
        var open = kept.Count(request => request.IsOpenAt(transaction.Now));
        if (open >= max)
            throw new PlatformException(ErrorCode.LimitExceeded, words).With("limit", max).With("used", open);
        foreach (var old in kept.Where(request => !request.IsOpenAt(transaction.Now)).OrderByDescending(request => request.Changed).Skip(max - open - 1))
            await ShareRequestRows.RemoveAsync(transaction, old);
    }
}

/// <summary>What is asked for.</summary>
/// <param name="Dataset">The dataset, <c>owner::dataset</c>.</param>
/// <param name="Rights"><see cref="ShareRights.Read"/> or <see cref="ShareRights.ReadWrite"/>.</param>
/// <param name="Note">What its owners should know.</param>
public sealed record ShareRequestWish(string Dataset, ShareRights Rights, string Note);
