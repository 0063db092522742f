using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Files;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Commits;

/// <summary>
/// One transaction by which a streaming sink publishes a batch (ADR 0019, reference 07 section 2.5): readers that list see all of it or
/// nothing, and of two runners with the same number one is fenced. Each part needs the rights that it would need alone.
/// </summary>
internal static class CommitFiles
{
    internal static async ValueTask<FileStatus> RunAsync(
        Volume volume, Principal who, CommitRequest request, Func<WriteTransaction, ValueTask<bool>>? note, CancellationToken cancellationToken)
    {
        Check(request);
        var path = request.CommitDirectory.Child(request.Sequence.ToString(CultureInfo.InvariantCulture));
        var options = new CreateOptions { CreateParents = false, Mode = request.Mode };
        var create = await CreateFile.PrepareAsync(volume, who, path, options, request.Body, cancellationToken);
        IEnumerable<FilePath> paths =
            [request.CommitDirectory, .. request.Moves.SelectMany(move => new[] { move.From, move.To }), .. request.Removals];
        return await volume.WriteAsync(
            paths,
            async edit =>
            {
                var status = await InAsync(edit, who, request, create);
                if (note is not null)
                    await note(edit.Transaction);
                return status;
            },
            cancellationToken);
    }

    private static async ValueTask<FileStatus> InAsync(Edit edit, Principal who, CommitRequest request, CreateRequest create)
    {
        // 1. Nobody else has committed this number, or a later one.
        var directory = await edit.ResolveAsync(request.CommitDirectory, LockMode.None);
        Permissions.RequireTraverse(who, directory);
        if (!directory.Required.IsDirectory)
            throw new PlatformException(ErrorCode.NotADirectory, $"{request.CommitDirectory} (is not a directory)");
        Permissions.Require(who, directory.Required, Rights.Write, request.CommitDirectory);
        await RequireNextAsync(edit.Transaction, directory.Required.Id, request);

        // 2. The files of the batch.
        foreach (var move in request.Moves)
        {
            if ((await edit.ResolveAsync(move.From)).Target is { IsUnderConstruction: true })
                throw new PlatformException(ErrorCode.Conflict, $"{move.From} is still being written; close it before its commit.");
            await Rename.InAsync(edit, Movers.Of(who), move.From, move.To, overwrite: false);
        }

        foreach (var removal in request.Removals)
            await Delete.InAsync(edit, who, removal, recursive: false);

        // 3. The commit itself.
        var created = await CreateFile.InAsync(edit, create, null);
        await edit.Transaction.PutAsync(CommitHead.Table, new CommitHead(directory.Required.Id, request.Sequence));
        return Statuses.Of(created.Required);
    }

    /// <summary>
    /// Without a head the directory is new, or was filled by a sink on a foreign file system: then the file of the commit before decides.
    /// </summary>
    private static async ValueTask RequireNextAsync(WriteTransaction transaction, long directoryId, CommitRequest request)
    {
        var head = await transaction.GetAsync(CommitHead.Table, Key.Of(directoryId), LockMode.Write);
        var isNext = head is not null
            ? head.Sequence == request.Sequence - 1
            : request.Sequence == 0 || await HasFileAsync(transaction, directoryId, request.Sequence - 1);
        if (isNext && !await HasFileAsync(transaction, directoryId, request.Sequence))
            return;
        throw new PlatformException(
            ErrorCode.Fenced,
            $"Commit {request.Sequence} of {request.CommitDirectory} is not the next one: another writer is ahead. Stop, or read its commits and go on from there.")
            .With("last", head?.Sequence);
    }

    private static async ValueTask<bool> HasFileAsync(ReadTransaction transaction, long directoryId, long number) =>
        await transaction.GetAsync(Inode.Table, Inode.KeyOf(directoryId, number.ToString(CultureInfo.InvariantCulture))) is not null;

    private static void Check(CommitRequest request)
    {
        if (request.Sequence < 0)
            throw new PlatformException(ErrorCode.InvalidArgument, "Commits are numbered from 0.");
        if (request.Body.Length > CommitRequest.BodyMaxBytes)
            throw new PlatformException(ErrorCode.TooLarge, $"A commit file has at most {CommitRequest.BodyMaxBytes} bytes.");
        if (request.Moves.Count + request.Removals.Count > CommitRequest.FilesMax)
            throw new PlatformException(ErrorCode.TooLarge, $"A commit moves and removes at most {CommitRequest.FilesMax} files.");
    }
}
