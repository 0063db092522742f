using Hops.Core.Identity;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.ShareRequests;

/// <summary>The rows of a request, which come and go together, and the entries of both projects' trails.</summary>
internal static class ShareRequestRows
{
    /// <summary>Requests of one user that are kept, over all projects.</summary>
    internal const int PerUserMax = 20;

    /// <summary>Requests of one project that are kept.</summary>
    internal const int PerBorrowerMax = 50;

    /// <summary>Requests to one project that are kept.</summary>
    internal const int PerOwnerMax = 200;

    internal static async ValueTask PutAsync(WriteTransaction transaction, ShareRequest request)
    {
        await transaction.PutAsync(ShareRequest.Table, request);
        foreach (var way in WaysOf(request))
            await transaction.PutAsync(ShareRequestOf.Table, way);
    }

    internal static async ValueTask<bool> RemoveAsync(WriteTransaction transaction, ShareRequest request)
    {
        foreach (var way in WaysOf(request))
            await transaction.DeleteAsync(ShareRequestOf.Table, way.Key);
        return await transaction.DeleteAsync(ShareRequest.Table, request.Key);
    }

    /// <summary>What a project asks, or a user.</summary>
    internal static async ValueTask<IReadOnlyList<ShareRequest>> OfPartyAsync(ReadTransaction read, string party, long partyId)
    {
        var found = new List<ShareRequest>();
        foreach (var way in await read.ScanAsync(ShareRequestOf.Table, Key.Of(party, partyId), null, PerBorrowerMax + 1))
        {
            if (await read.LookupAsync(ShareRequest.Table, ShareRequest.ById, Key.Of(way.RequestId)) is { } request)
                found.Add(request);
        }

        return found;
    }

    /// <summary>What is asked of a project.</summary>
    internal static ValueTask<IReadOnlyList<ShareRequest>> OfOwnerAsync(ReadTransaction read, long ownerId) =>
        read.ScanAsync(ShareRequest.Table, Key.Of(ownerId), null, PerOwnerMax + 1);

    /// <summary>Removes what is asked of a dataset that is deleted, and that it is listed.</summary>
    internal static async ValueTask RemoveOfDatasetAsync(HopsPlatform platform, WriteTransaction transaction, long ownerId, string name)
    {
        await transaction.DeleteAsync(DatasetListing.Table, Key.Of(ownerId, name));
        foreach (var request in await transaction.ScanAsync(ShareRequest.Table, Key.Of(ownerId, name), null, PerOwnerMax + 1))
            await RemoveAsync(transaction, request);
        platform.Roster.OnCommitted(transaction, roster => roster.WithoutListedDataset(ownerId, name));
    }

    /// <summary>Removes what is asked of a project that is deleted, what it asks, and its listed datasets.</summary>
    internal static async ValueTask RemoveOfProjectAsync(WriteTransaction transaction, long projectId)
    {
        await WholePartition.RemoveAsync(transaction, DatasetListing.Table, Key.Of(projectId));
        foreach (var request in await OfOwnerAsync(transaction, projectId))
            await RemoveAsync(transaction, request);
        foreach (var request in await OfPartyAsync(transaction, ShareRequestOf.Project, projectId))
            await RemoveAsync(transaction, request);
    }

    /// <summary>Removes what a user who is deleted has asked.</summary>
    internal static async ValueTask RemoveOfUserAsync(WriteTransaction transaction, long userId)
    {
        foreach (var request in await OfPartyAsync(transaction, ShareRequestOf.User, userId))
            await RemoveAsync(transaction, request);
    }

    /// <summary>Tells the trails of both projects, in the order of projects.</summary>
    internal static async ValueTask AuditAsync(
        HopsPlatform platform, WriteTransaction transaction, Principal actor, ShareRequest request, string action, string detail)
    {
        var target = $"{NameOf(platform, request)} -> {ProjectOf(platform, request.BorrowerId)}";
        foreach (var projectId in new[] { request.OwnerId, request.BorrowerId }.Order())
            await HopsPlatform.AuditAsync(transaction, actor, projectId, action, target, detail);
    }

    /// <summary>The name by which the borrower would know it, <c>owner::dataset</c>.</summary>
    internal static string NameOf(HopsPlatform platform, ShareRequest request) =>
        Borrowings.NameOf(ProjectOf(platform, request.OwnerId), new Resource(ResourceKind.Dataset, request.OwnerId, request.Name));

    private static string ProjectOf(HopsPlatform platform, long id) => platform.Roster.Now.Projects.GetValueOrDefault(id)?.Row.Name ?? "";

    private static ShareRequestOf[] WaysOf(ShareRequest request) =>
        [new(ShareRequestOf.Project, request.BorrowerId, request.Id), new(ShareRequestOf.User, request.AskedBy, request.Id)];
}
