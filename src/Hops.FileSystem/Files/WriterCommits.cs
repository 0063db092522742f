using Hops.Core.Errors;
using Hops.FileSystem.Blocks;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Quotas;
using Hops.FileSystem.Reclaim;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Files;

/// <summary>
/// The transactions of one writer. Each begins by checking the lease, so that nothing of a fenced writer becomes part of a file, and finds the
/// file by its id, so that a rename on the way does no harm.
/// </summary>
internal sealed class WriterCommits(Volume volume, OpenedFile file)
{
    /// <summary>A writer reserves at most this part of the room that is left, so that several find some.</summary>
    private const int RoomShare = 16;

    private long _reservedBytes;

    internal long InodeId => file.Inode.Id;

    /// <summary>
    /// Records that a block is begun, before there is anything of it on disk, and charges the quotas for its first content in the same
    /// transaction.
    /// </summary>
    internal async ValueTask BeginAsync(LooseBlock block, long lengthBytes, CancellationToken cancellationToken) =>
        _reservedBytes = await volume.WriteAsync(
            Hints.None,
            async edit =>
            {
                var (lease, lineage) = await HeldAsync(edit);
                await edit.Transaction.InsertAsync(LooseBlock.Begun, block);
                return file.HasQuota && lengthBytes > _reservedBytes ? await ReserveInAsync(edit, lease, lineage, lengthBytes) : _reservedBytes;
            },
            cancellationToken);

    /// <summary>
    /// Charges the quotas for content of the block under way before it is written: for the whole block while there is plenty of room, for
    /// less and less towards the edge, where a writer is refused early. Does nothing without a quota above: then, or if one is set later, the block pays when it is added.
    /// </summary>
    internal async ValueTask ReserveAsync(long blockLengthBytes, CancellationToken cancellationToken)
    {
        if (!file.HasQuota || blockLengthBytes <= _reservedBytes)
            return;
        _reservedBytes = await volume.WriteAsync(
            Hints.None,
            async edit =>
            {
                var (lease, lineage) = await HeldAsync(edit);
                return await ReserveInAsync(edit, lease, lineage, blockLengthBytes);
            },
            cancellationToken);
    }

    /// <summary>Makes a finished block part of the file.</summary>
    internal async ValueTask AddAsync(BlockWriter block, int index, CancellationToken cancellationToken) =>
        _reservedBytes = await volume.WriteAsync(
            Hints.None,
            async edit =>
            {
                var (lease, lineage) = await HeldAsync(edit);
                var inode = await AddInAsync(edit, lineage, block, index);
                lease = await PayAsync(edit, lineage, inode, lease);
                await edit.Transaction.UpdateAsync(Lease.Table, lease);
                await edit.UpdateAsync(inode);
                return lease.ReservedBytes;
            },
            cancellationToken);

    /// <summary>Closes the file, after adding its last block if there is one.</summary>
    internal async ValueTask CloseAsync(
        BlockWriter? block, int index, Func<WriteTransaction, ValueTask<bool>>? note, CancellationToken cancellationToken) =>
        await volume.WriteAsync(
            Hints.None,
            async edit =>
            {
                var (lease, lineage) = await HeldAsync(edit);
                var inode = block is null ? lineage.Required : await AddInAsync(edit, lineage, block, index);
                return await CloseInAsync(edit, lineage, inode, lease, note);
            },
            cancellationToken);

    /// <summary>Closes a small file with this content.</summary>
    internal async ValueTask CloseAsync(
        ReadOnlyMemory<byte> body, Func<WriteTransaction, ValueTask<bool>>? note, CancellationToken cancellationToken) =>
        await volume.WriteAsync(
            Hints.None,
            async edit =>
            {
                var (lease, lineage) = await HeldAsync(edit);
                var inode = lineage.Required;
                if (inode.HasBody)
                    await edit.Transaction.DeletePrefixAsync(BodyChunk.Table, Key.Of(inode.Id), Detach.BodyChunksMax);
                if (!body.IsEmpty)
                    await Body.WriteAsync(edit.Transaction, inode.Id, body);
                var flags = body.IsEmpty ? inode.Flags & ~InodeFlags.Body : inode.Flags | InodeFlags.Body;
                return await CloseInAsync(edit, lineage, inode with { Flags = flags, LengthBytes = body.Length }, lease, note);
            },
            cancellationToken);

    /// <summary>
    /// Removes the file if this writer made it, else closes it as it is; the block under way is doomed. Nothing else happens if the lease is
    /// gone.
    /// </summary>
    internal async ValueTask AbortAsync(LooseBlock? begun, CancellationToken cancellationToken) =>
        await volume.WriteAsync(
            Hints.None,
            async edit =>
            {
                if (begun is not null && await edit.Transaction.DeleteAsync(LooseBlock.Begun, Key.Of(begun.BlockId)))
                    await DoomedBlocks.AddAsync(edit, begun);
                var lease = await edit.Transaction.GetAsync(Lease.Table, Key.Of(InodeId), LockMode.Destroy);
                var lineage = lease?.WriterId == file.WriterId ? await Resolve.ByIdAsync(edit.Transaction, InodeId) : null;
                if (lineage is null)
                    return false;
                if (!file.IsNew)
                {
                    await Leases.RecoverLease.CloseAsync(edit, lineage);
                    return true;
                }

                await edit.RemoveAsync(lineage.Required);
                await Detach.FileAsync(edit, lineage.Required, [.. lineage.QuotaIds()]);
                return true;
            },
            cancellationToken);

    /// <summary>The refusal of a writer whose lease is gone.</summary>
    internal PlatformException Expired() => new(
        ErrorCode.LeaseExpired, $"{file.Path?.Text ?? file.Inode.Name} is not open for this writer any more: it was deleted, replaced or closed for it.");

    private static async ValueTask<Inode> AddInAsync(Edit edit, Lineage lineage, BlockWriter block, int index)
    {
        var inode = lineage.Required;
        var row = new Block(inode.Id, index, block.BlockId, block.Generation, block.LengthBytes);
        if (!await edit.Transaction.DeleteAsync(LooseBlock.Begun, Key.Of(block.BlockId)) || !await edit.Transaction.InsertAsync(Block.Table, row))
            throw new PlatformException(ErrorCode.Internal, $"block {index} of file {inode.Id} exists already, or was never begun");
        if (!inode.HasBody)
            return inode with { LengthBytes = inode.LengthBytes + block.LengthBytes, ModifiedMs = edit.NowMs };

        // The first block of a file that had a body holds that body and what was appended.
        await edit.Transaction.DeletePrefixAsync(BodyChunk.Table, Key.Of(inode.Id), Detach.BodyChunksMax);
        return inode with { LengthBytes = block.LengthBytes, Flags = inode.Flags & ~InodeFlags.Body, ModifiedMs = edit.NowMs };
    }

    /// <summary>Pays for the growth of the file, out of the reservation first.</summary>
    private static async ValueTask<Lease> PayAsync(Edit edit, Lineage lineage, Inode grown, Lease lease)
    {
        var growth = grown.LengthBytes - lineage.Required.LengthBytes;
        var paid = Math.Min(growth, lease.ReservedBytes);
        await QuotaUsage.ChargeAsync(edit.Transaction, lineage, 0, growth - paid);
        return lease with { ReservedBytes = lease.ReservedBytes - paid };
    }

    private async ValueTask<bool> CloseInAsync(
        Edit edit, Lineage lineage, Inode inode, Lease lease, Func<WriteTransaction, ValueTask<bool>>? note)
    {
        var rest = await PayAsync(edit, lineage, inode, lease);
        await QuotaUsage.ReturnAsync(edit.Transaction, lineage.QuotaIds(), 0, rest.ReservedBytes);
        await edit.Transaction.DeleteAsync(Lease.Table, Key.Of(InodeId));
        await edit.UpdateAsync(inode with { Flags = inode.Flags & ~InodeFlags.UnderConstruction, ModifiedMs = edit.NowMs });
        edit.Transaction.OnCommitted(() => volume.Leases.Forget(InodeId));
        if (note is not null)
            await note(edit.Transaction);
        return true;
    }

    private async ValueTask<long> ReserveInAsync(Edit edit, Lease lease, Lineage lineage, long blockLengthBytes)
    {
        var needed = blockLengthBytes - _reservedBytes;
        var wanted = file.Inode.BlockSizeBytes - _reservedBytes;
        var room = await QuotaUsage.RoomBytesAsync(edit.Transaction, lineage);
        var bytes = Math.Max(needed, Math.Min(wanted, room / RoomShare));
        await QuotaUsage.ChargeAsync(edit.Transaction, lineage, 0, bytes);
        var reserved = lease.ReservedBytes + bytes;
        await edit.Transaction.UpdateAsync(Lease.Table, lease with { ReservedBytes = reserved });
        return reserved;
    }

    private async ValueTask<(Lease Lease, Lineage Lineage)> HeldAsync(Edit edit)
    {
        var lineage = await FindAsync(edit) ?? throw Expired();
        var lease = await edit.Transaction.GetAsync(Lease.Table, Key.Of(InodeId), LockMode.Destroy);
        return lease?.WriterId == file.WriterId ? (lease, lineage) : throw Expired();
    }

    /// <summary>The file where it is now: where it was if the directory holds, else by its id.</summary>
    private async ValueTask<Lineage?> FindAsync(Edit edit)
    {
        if (file.DirectoryHint is { } hint && edit.Holds(hint))
        {
            var lineage = await edit.ResolveAsync(hint.Lineage.Path.Join(file.Inode.Name), hint);
            if (lineage.Target?.Id == InodeId)
                return lineage;
        }

        return await Resolve.ByIdAsync(edit.Transaction, InodeId);
    }
}
