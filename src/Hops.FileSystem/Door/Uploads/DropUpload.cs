using Hops.FileSystem.Namespace;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Door.Uploads;

/// <summary>Takes away what has come of uploads that are given up: by their callers, or because nothing more came; and rows whose file is gone.</summary>
internal static class DropUpload
{
    private const int Page = 500;

    /// <summary>Drops one. A file that somebody has given another name since is theirs and stays.</summary>
    internal static ValueTask<bool> RunAsync(Volume volume, Upload row, CancellationToken cancellationToken) =>
        RunAsync(volume, row, expiresMaxMs: long.MaxValue, cancellationToken);

    /// <summary>Drops those that have expired, and those whose file was deleted: their rows would go on telling where it was.</summary>
    internal static async ValueTask OverAsync(Volume volume, CancellationToken cancellationToken)
    {
        Key? after = null;
        while (true)
        {
            var from = after;
            var rows = await volume.Store.ReadAsync(read => PageAsync(read, from), cancellationToken);
            var nowMs = volume.Time.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var (row, isFileGone) in rows.Where(found => found.IsFileGone || found.Row.ExpiresMs <= nowMs))
                await RunAsync(volume, row, isFileGone ? long.MaxValue : nowMs, cancellationToken);
            if (rows.Count < Page)
                return;
            after = rows[^1].Row.Key;
        }
    }

    private static async ValueTask<IReadOnlyList<(Upload Row, bool IsFileGone)>> PageAsync(ReadTransaction read, Key? after)
    {
        var found = new List<(Upload, bool)>();
        foreach (var row in await read.SweepAsync(Upload.Table, after, Page))
            found.Add((row, await read.LookupAsync(Inode.Table, Inode.ById, Key.Of(row.InodeId)) is null));
        return found;
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
