using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Platform.JoinRequests;

/// <summary>The rows of a request: that of the project and the way of the user come and go together.</summary>
internal static class JoinRequestRows
{
    /// <summary>Requests of one user that are kept, over all projects.</summary>
    internal const int PerUserMax = 20;

    /// <summary>Requests to one project that are kept.</summary>
    internal const int PerProjectMax = 200;

    internal static async ValueTask PutAsync(WriteTransaction transaction, JoinRequest request)
    {
        await transaction.PutAsync(JoinRequest.Table, request);
        await transaction.PutAsync(JoinRequestOfUser.Table, new JoinRequestOfUser(request.UserId, request.ProjectId));
    }

    internal static async ValueTask<bool> RemoveAsync(WriteTransaction transaction, long projectId, long userId)
    {
        await transaction.DeleteAsync(JoinRequestOfUser.Table, Key.Of(userId, projectId));
        return await transaction.DeleteAsync(JoinRequest.Table, Key.Of(projectId, userId));
    }

    internal static async ValueTask<IReadOnlyList<JoinRequest>> OfUserAsync(ReadTransaction read, long userId)
    {
        var found = new List<JoinRequest>();
        foreach (var way in await read.ScanAsync(JoinRequestOfUser.Table, Key.Of(userId), null, PerUserMax + 1))
        {
            if (await read.GetAsync(JoinRequest.Table, Key.Of(way.ProjectId, userId)) is { } request)
                found.Add(request);
        }

        return found;
    }

    internal static async ValueTask RemoveInAsync(WriteTransaction transaction, long projectId)
    {
        foreach (var request in await transaction.ScanAsync(JoinRequest.Table, Key.Of(projectId), null, PerProjectMax + 1))
            await RemoveAsync(transaction, projectId, request.UserId);
    }

    internal static async ValueTask RemoveOfAsync(WriteTransaction transaction, long userId)
    {
        foreach (var way in await transaction.ScanAsync(JoinRequestOfUser.Table, Key.Of(userId), null, PerUserMax + 1))
            await RemoveAsync(transaction, way.ProjectId, userId);
    }
}
