using Hops.FileSystem.Namespace;
using Hops.FileSystem.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Door.Copies;

/// <summary>Takes away the directory in which a copy grew: with all that is in it if the copy was broken off, empty once it is done.</summary>
internal static class DropCopy
{
    private const int Page = 500;

    internal static ValueTask<bool> RunAsync(Volume volume, Copying row) =>
        volume.FreeAsync(() => volume.WriteAsync(Hints.None, edit => InAsync(edit, row), CancellationToken.None));

    /// <summary>Drops all that were under way when the process ended.</summary>
    internal static async ValueTask AllAsync(Volume volume, CancellationToken cancellationToken)
    {
        while (true)
        {
            var rows = await volume.Store.ReadAsync(read => read.SweepAsync(Copying.Table, null, Page), cancellationToken);
            foreach (var row in rows)
                await RunAsync(volume, row);
            if (rows.Count < Page)
                return;
        }
    }

    internal static async ValueTask<bool> InAsync(Edit edit, Copying row)
    {
        if (await edit.Transaction.GetAsync(Copying.Table, row.Key, LockMode.Destroy) is null)
            return false;
        await edit.Transaction.DeleteAsync(Copying.Table, row.Key);
        if (await Resolve.ByIdAsync(edit.Transaction, row.InodeId) is not { } place)
            return false;
        await Detach.InAsync(edit, edit.Volume.Keeper, place);
        await edit.TouchAsync(place.Inodes[^2]);
        return true;
    }
}
