using Hops.Core.Errors;
using Hops.FileSystem.Cache;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Namespace;

/// <summary>
/// The changes that one transaction makes to inodes. All inode rows are written through it, so that the cache hears of each of them when,
/// and only when, the transaction is committed.
/// </summary>
internal sealed class Edit
{
    private readonly List<InodeChange> _changes = [];
    private readonly HashSet<long> _touched = [];
    private readonly Hints _hints;
    private long _stamp;

    internal Edit(Volume volume, WriteTransaction transaction, Hints hints)
    {
        _hints = hints;
        Volume = volume;
        Transaction = transaction;
        _stamp = volume.Epoch.Started;
        transaction.OnCommitted(Publish);
    }

    internal Volume Volume { get; }

    internal WriteTransaction Transaction { get; }

    /// <summary>Time of the transaction in Unix milliseconds.</summary>
    internal long NowMs => Transaction.Now.ToUnixTimeMilliseconds();

    /// <summary>The lineage of a path: one read of the target if its directory was resolved ahead and still holds.</summary>
    internal ValueTask<Lineage> ResolveAsync(FilePath path, LockMode lockMode = LockMode.Destroy) =>
        ResolveAsync(path, _hints.Find(path.Parent), lockMode);

    /// <summary>As the other, with a hint of the directory that the caller has kept.</summary>
    internal async ValueTask<Lineage> ResolveAsync(FilePath path, Hint? directoryHint, LockMode lockMode = LockMode.Destroy)
    {
        if (path.IsRoot || directoryHint is null || !Holds(directoryHint))
            return await Resolve.InAsync(Transaction, path);
        var directories = directoryHint.Lineage;
        var target = await Transaction.GetAsync(Inode.Table, Inode.KeyOf(directories.Required.Id, path.Name), lockMode);
        return target is null ? directories with { Path = path } : directories.With(target);
    }

    /// <summary>True if no directory changed since a hint was taken, as seen from within the writer.</summary>
    internal bool Holds(Hint hint) => hint.Stamp == Volume.Epoch.Started;

    /// <summary>Adds an inode.</summary>
    /// <returns>False if the place is taken.</returns>
    internal async ValueTask<bool> InsertAsync(Inode inode)
    {
        if (!await Transaction.InsertAsync(Inode.Table, inode))
            return false;
        _changes.Add(new InodeChange(inode.ParentId, inode.Name, inode));
        return true;
    }

    /// <summary>Changes attributes of an inode that stays in its place.</summary>
    internal async ValueTask UpdateAsync(Inode inode)
    {
        if (inode.IsDirectory)
            _stamp = Volume.Epoch.Begin();
        await StoreAsync(inode);
    }

    /// <summary>Removes an inode from its place.</summary>
    internal async ValueTask RemoveAsync(Inode inode)
    {
        if (inode.IsDirectory)
            _stamp = Volume.Epoch.Begin();
        if (!await Transaction.DeleteAsync(Inode.Table, inode.Key))
            throw new PlatformException(ErrorCode.Internal, $"inode {inode.Id} vanished within a transaction");
        _changes.Add(new InodeChange(inode.ParentId, inode.Name, null));
    }

    /// <summary>Moves an inode to a free place. What is below a directory stays as it is, for it hangs on the id.</summary>
    internal async ValueTask MoveAsync(Inode inode, long parentId, string name)
    {
        await RemoveAsync(inode);
        if (!await InsertAsync(inode with { ParentId = parentId, Name = name }))
            throw new PlatformException(ErrorCode.Internal, $"inode {inode.Id} was moved to a place that is taken");
    }

    /// <summary>
    /// Notes that the children of a directory changed. Kept to within a second, or every creation would write the row of its directory too
    /// (ADR 0015).
    /// </summary>
    internal async ValueTask TouchAsync(Inode directory)
    {
        if (NowMs - directory.ModifiedMs >= 1000 && _touched.Add(directory.Id))
            await StoreAsync(directory with { ModifiedMs = NowMs });
    }

    private async ValueTask StoreAsync(Inode inode)
    {
        if (!await Transaction.UpdateAsync(Inode.Table, inode))
            throw new PlatformException(ErrorCode.Internal, $"inode {inode.Id} vanished within a transaction");
        _changes.Add(new InodeChange(inode.ParentId, inode.Name, inode));
    }

    private void Publish()
    {
        Volume.Cache.Publish(_changes);
        Volume.Epoch.Settle(_stamp);
    }
}
