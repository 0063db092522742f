using Hops.FileSystem.Namespace;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Door.Uploads;

/// <summary>Takes away what has come of uploads that are given up: by their callers, or because nothing more came.</summary>
internal static class DropUpload
{
    private const int Page = 500;

    /// <summary>Drops one. A file that somebody has given another name since is theirs and stays.</summary>
    internal static ValueTask<bool> RunAsync(Volume volume, Upload row, CancellationToken cancellationToken) =>
        RunAsync(volume, row, expiresMaxMs: long.MaxValue, cancellationToken);

    /// <summary>Drops those that have expired.</summary>
    internal static async ValueTask ExpiredAsync(Volume volume, CancellationToken cancellationToken)
    {
        Key? after = null;
        while (true)
        {
            var from = after;
            var rows = await volume.Store.ReadAsync(read => read.SweepAsync(Upload.Table, from, Page), cancellationToken);
            var nowMs = volume.Time.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var row in rows.Where(row => row.ExpiresMs <= nowMs))
                await RunAsync(volume, row, nowMs, cancellationToken);
            if (rows.Count < Page)
                return;
            after = rows[^1].Key;
        }
    }

    private static ValueTask<bool> RunAsync(Volume volume, Upload row, long expiresMaxMs, CancellationToken cancellationToken) =>
        volume.FreeAsync(() => volume.WriteAsync(Hints.None, edit => InAsync(edit, row, expiresMaxMs), cancellationToken));

    private static async ValueTask<bool> InAsync(Edit edit, Upload row, long expiresMaxMs)
    {
        var present = await edit.Transaction.GetAsync(Upload.Table, row.Key, LockMode.Destroy);

        // A part that came meanwhile has put the end off.
        if (present is null || present.ExpiresMs > expiresMaxMs)
            return false;
        await edit.Transaction.DeleteAsync(Upload.Table, row.Key);
        if (present.IsNamed || await Resolve.ByIdAsync(edit.Transaction, row.InodeId) is not { } lineage)
            return true;
        var inode = lineage.Required;
        if (!string.Equals(inode.Name, row.PartialName, StringComparison.Ordinal))
            return true;
        await edit.RemoveAsync(inode);
        await Detach.FileAsync(edit, inode, [.. lineage.ParentLineage.QuotaIds()]);
        return true;
    }
}
