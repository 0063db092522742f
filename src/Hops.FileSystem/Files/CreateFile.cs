using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Quotas;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Files;

/// <summary>
/// Creates a file, open for a writer or closed with its content at once. Needs write on the parent, or on the nearest directory that exists;
/// to replace a file, write on that too. The group is that of the parent.
/// </summary>
internal static class CreateFile
{
    private const int OwnerWriteExecute = 0xC0; // 0300

    /// <summary>Creates a file and the lease of its writer in one transaction; a file that it replaces is gone with that, which is noted.</summary>
    internal static async ValueTask<FileWriter> OpenAsync(
        Volume volume, Principal who, FilePath path, CreateOptions options, Func<WriteTransaction, ValueTask<bool>>? noteReplaced,
        CancellationToken cancellationToken)
    {
        volume.Leases.RequireRoom();
        var request = await PrepareAsync(volume, who, path, options, null, cancellationToken) with { NoteReplaced = noteReplaced };
        var writerId = await volume.Store.NextIdAsync("file_writer", cancellationToken);
        var lineage = await volume.WriteAsync(request.Hints, edit => InAsync(edit, request, writerId), cancellationToken);
        return new FileWriter(volume, new OpenedFile(lineage.Required, writerId, request.Hints.Find(path.Parent)) { IsNew = true, HasQuota = lineage.QuotaIds().Any() });
    }

    /// <summary>Creates a small file with its content in one transaction.</summary>
    internal static async ValueTask<FileStatus> WholeAsync(
        Volume volume, Principal who, FilePath path, ReadOnlyMemory<byte> content, CreateOptions options, CancellationToken cancellationToken)
    {
        var request = await PrepareAsync(volume, who, path, options, content, cancellationToken);
        var lineage = await volume.WriteAsync(request.Hints, edit => InAsync(edit, request, null), cancellationToken);
        return Statuses.Of(lineage.Required);
    }

    internal static async ValueTask<CreateRequest> PrepareAsync(
        Volume volume, Principal who, FilePath path, CreateOptions options, ReadOnlyMemory<byte>? content, CancellationToken cancellationToken)
    {
        Check(volume.Options, path, options);
        volume.Options.Reserve?.RequireRoom();
        var hints = await Hints.AheadAsync(volume, [path], cancellationToken);
        var ids = await Mkdirs.ReserveAsync(volume, hints.Find(path.Parent) is null ? path.Depth : 1, cancellationToken);
        return new CreateRequest(who, path, options, ids, hints, content);
    }

    /// <summary>Creates the file within a transaction; with a lease if there is a writer, else closed with the content of the request.</summary>
    internal static async ValueTask<Lineage> InAsync(Edit edit, CreateRequest request, long? writerId)
    {
        var (who, path, options) = (request.Who, request.Path, request.Options);
        var lineage = request.Hints.Find(path.Parent) is { } hint && edit.Holds(hint) ? hint.Lineage with { Path = path } : await edit.ResolveAsync(path);
        if (lineage.Target is null)
        {
            var directories = await ParentAsync(edit, request, lineage);
            if (await TryInsertAsync(edit, request, directories, writerId) is { } created)
                return created;
            lineage = await edit.ResolveAsync(path);
        }

        var parent = await ReplaceAsync(edit, who, lineage, options.Overwrite);
        if (request.NoteReplaced is { } note)
            await note(edit.Transaction);
        return await TryInsertAsync(edit, request, parent, writerId)
            ?? throw new PlatformException(ErrorCode.Internal, "a file that was just removed is there");
    }

    private static async ValueTask<Lineage> ParentAsync(Edit edit, CreateRequest request, Lineage lineage)
    {
        var (who, path) = (request.Who, request.Path);
        if (lineage.LastDepth == path.Depth - 1)
        {
            Permissions.RequireTraverse(who, lineage);
            Permissions.Require(who, lineage.Last, Rights.Write, path.Parent);
            return lineage with { Path = path.Parent };
        }

        if (!request.Options.CreateParents)
        {
            Permissions.RequireTraverse(who, lineage);
            throw new PlatformException(ErrorCode.NotFound, $"Parent directory doesn't exist: {path.Parent}");
        }

        var mode = lineage.Last.Mode | OwnerWriteExecute;
        if (request.Ids.Ids.Length < path.Depth)
            throw new PlatformException(ErrorCode.Conflict, $"{path.Parent} was removed at the same time; try again.");
        return await Mkdirs.BelowAsync(edit, who, lineage with { Path = path.Parent }, request.Ids, mode, createParents: true);
    }

    private static async ValueTask<Lineage> ReplaceAsync(Edit edit, Principal who, Lineage lineage, bool overwrite)
    {
        var (path, present) = (lineage.Path, lineage.Required);
        Permissions.RequireTraverse(who, lineage);
        if (present.IsDirectory)
            throw new PlatformException(ErrorCode.AlreadyExists, $"{path} already exists as a directory");
        Permissions.Require(who, lineage.Inodes[^2], Rights.Write, path.Parent);
        if (!overwrite && present.IsUnderConstruction && !edit.Volume.Leases.IsSoftExpired(present.Id))
            throw new PlatformException(ErrorCode.LeaseConflict, $"{path} is being written by another client.");
        if (!overwrite)
            throw new PlatformException(ErrorCode.AlreadyExists, $"{path} already exists");
        Permissions.Require(who, present, Rights.Write, path);
        await Detach.InAsync(edit, who, lineage);
        return lineage.ParentLineage;
    }

    private static async ValueTask<Lineage?> TryInsertAsync(Edit edit, CreateRequest request, Lineage directories, long? writerId)
    {
        var parent = directories.Required;
        var content = request.Content ?? default;
        var hasBody = writerId is null && content.Length > 0;
        var inode = new Inode
        {
            ParentId = parent.Id,
            Name = request.Path.Name,
            Id = request.Ids.Ids[^1],
            Flags = writerId is not null ? InodeFlags.UnderConstruction : hasBody ? InodeFlags.Body : InodeFlags.None,
            Mode = request.Options.Mode & Inode.ModeMask,
            Owner = request.Who.Name,
            Group = parent.Group,
            ModifiedMs = edit.NowMs,
            AccessedMs = edit.NowMs,
            LengthBytes = hasBody ? content.Length : 0,
            BlockSizeBytes = request.Options.BlockSizeBytes ?? edit.Volume.Options.BlockSizeBytes,
            Replication = request.Options.Replication,
        };
        if (!await edit.InsertAsync(inode))
            return null;
        await QuotaUsage.ChargeAsync(edit.Transaction, directories, 1, inode.LengthBytes);
        if (hasBody)
            await Body.WriteAsync(edit.Transaction, inode.Id, content);
        if (writerId is { } writer)
        {
            await edit.Transaction.InsertAsync(Lease.Table, new Lease(inode.Id, writer, HolderOf(request), 0));
            edit.Transaction.OnCommitted(() => edit.Volume.Leases.Begin(inode.Id));
        }

        await edit.TouchAsync(parent);
        return directories.With(inode);
    }

    private static string HolderOf(CreateRequest request) =>
        request.Options.Holder.Length > 0 ? request.Options.Holder : request.Who.Name;

    private static void Check(FileSystemOptions limits, FilePath path, CreateOptions options)
    {
        if (path.IsRoot)
            throw new PlatformException(ErrorCode.AlreadyExists, "/ already exists as a directory");
        if (options.BlockSizeBytes is { } size && (size < limits.BlockSizeMinBytes || size > limits.BlockSizeMaxBytes))
        {
            throw new PlatformException(
                ErrorCode.InvalidArgument, $"A block has {limits.BlockSizeMinBytes} to {limits.BlockSizeMaxBytes} bytes, not {size}.");
        }

        if (options.Replication is < 1 or > 512)
            throw new PlatformException(ErrorCode.InvalidArgument, $"Replication is 1 to 512, not {options.Replication}.");
        if (options.Holder.Length > FilePath.NameLengthMaxBytes)
            throw new PlatformException(ErrorCode.TooLarge, "The name of a client has at most 255 characters.");
    }
}

/// <summary>A creation, prepared ahead of its transaction: ids are reserved and the directory is resolved if it could be.</summary>
/// <param name="Who">The caller.</param>
/// <param name="Path">The file.</param>
/// <param name="Options">How.</param>
/// <param name="Ids">The last is for the file, the others for directories above it by depth.</param>
/// <param name="Hints">The directory, if it was resolved.</param>
/// <param name="Content">The content of a file that is created closed.</param>
internal sealed record CreateRequest(
    Principal Who, FilePath Path, CreateOptions Options, InodeIds Ids, Hints Hints, ReadOnlyMemory<byte>? Content)
{
    /// <summary>Called in the transaction if the file replaces one; null for nobody.</summary>
    internal Func<WriteTransaction, ValueTask<bool>>? NoteReplaced { get; init; }
}
