using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Door.Trash;

/// <summary>Moves something out of the trash, and removes the directory that it lay in.</summary>
internal static class RestoreFromTrash
{
    internal static async ValueTask RunAsync(
        Volume volume, Admission admission, Principal who, (Trashed Row, FilePath Place, FilePath To) wish, CancellationToken cancellationToken)
    {
        var from = wish.Place.Join(FilePath.Parse(wish.Row.Path).Name);
        var passage = Passage.Admit(admission, who, from, wish.To);
        var ids = await Mkdirs.ReserveAsync(volume, wish.To.Depth, cancellationToken);
        await volume.WriteAsync(
            [from, wish.To],
            async edit =>
            {
                await passage.NoteRestoreAsync(edit, MoveAsync(edit, passage.Movers, (from, wish.To), ids));
                var keeper = passage.Movers.Source with { IsSuperuser = true };
                await Delete.InAsync(edit, keeper, wish.Place, recursive: false);
                if (await edit.Transaction.GetAsync(Trashed.Table, wish.Row.Key, LockMode.Destroy) is not null)
                    await edit.Transaction.DeleteAsync(Trashed.Table, wish.Row.Key);
                return true;
            },
            cancellationToken);
    }

    private static async ValueTask<bool> MoveAsync(Edit edit, Movers who, (FilePath From, FilePath To) paths, InodeIds ids)
    {
        var target = await edit.ResolveAsync(paths.To);
        if (target.Target is not null)
            throw new PlatformException(ErrorCode.AlreadyExists, $"{paths.To} is there already: move that away, or restore to another path.");
        if (target.LastDepth < paths.To.Depth - 1)
            await Mkdirs.InAsync(edit, who.Target, paths.To.Parent, ids, (FileDoor.DirectoryModeDefault, CreateParents: true), note: null);
        return await Rename.InAsync(edit, who, paths.From, paths.To, overwrite: false);
    }
}
