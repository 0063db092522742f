using Hops.FileSystem.Namespace;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Door.Trash;

/// <summary>Deletes for good what has been in the trash for long enough, and forgets what somebody has deleted there by hand.</summary>
internal static class ExpireTrash
{
    private const int Page = 500;

    internal static async ValueTask RunAsync(Volume volume, CancellationToken cancellationToken)
    {
        Key? after = null;
        while (true)
        {
            var from = after;
            var rows = await volume.Store.ReadAsync(read => read.SweepAsync(Trashed.Table, from, Page), cancellationToken);
            var deletedMaxMs = (volume.Time.GetUtcNow() - volume.Options.TrashInterval).ToUnixTimeMilliseconds();
            foreach (var row in rows.Where(row => row.DeletedMs <= deletedMaxMs))
                await volume.FreeAsync(() => volume.WriteAsync(Hints.None, edit => InAsync(edit, row), cancellationToken));
            if (rows.Count < Page)
                return;
            after = rows[^1].Key;
        }
    }

    private static async ValueTask<bool> InAsync(Edit edit, Trashed row)
    {
        if (await edit.Transaction.GetAsync(Trashed.Table, row.Key, LockMode.Destroy) is null)
            return false;
        await edit.Transaction.DeleteAsync(Trashed.Table, row.Key);
        var place = await Resolve.ByIdAsync(edit.Transaction, row.PlaceId);
        if (place is null || !string.Equals(place.Path.Parent.Name, Trashed.DirectoryName, StringComparison.Ordinal))
            return false;
        await Detach.InAsync(edit, edit.Volume.Keeper, place);
        await edit.TouchAsync(place.Inodes[^2]);
        return true;
    }
}
