using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Door.Trash;

/// <summary>Moves a file or directory into the trash of its dataset: one row moves, whatever is below it.</summary>
internal static class MoveToTrash
{
    /// <summary>Depth of a dataset: <c>/Projects/project/dataset</c>.</summary>
    private const int DatasetDepth = 3;
    private const int OwnerAll = 0x1C0; // 0700

    private static readonly FilePath Projects = FilePath.Parse(Names.ProjectsDirectory);

    private const string CopyingBelow = "/" + Copying.NamePrefix;

    /// <summary>True for what a trash takes: it lies in a dataset, and neither in its trash nor as the part of an upload or of a copy.</summary>
    internal static bool Takes(FilePath path) =>
        path.Depth > DatasetDepth && path.IsWithin(Projects)
        && !string.Equals(path.Prefix(DatasetDepth + 1).Name, Trashed.DirectoryName, StringComparison.Ordinal)
        && !path.Name.StartsWith(Upload.PartialPrefix, StringComparison.Ordinal)
        && !path.Text.Contains(CopyingBelow, StringComparison.Ordinal);

    /// <returns>What is in the trash now; null if there was nothing.</returns>
    internal static async ValueTask<TrashedStatus?> RunAsync(Volume volume, Pass pass, FilePath path, bool recursive, CancellationToken cancellationToken)
    {
        var id = await volume.Store.NextIdAsync("trashed", cancellationToken);
        var place = path.Prefix(DatasetDepth).Child(Trashed.DirectoryName).Child(Trashed.NameOf(id));
        var ids = await Mkdirs.ReserveAsync(volume, place.Depth, cancellationToken);
        try
        {
            return await volume.WriteAsync([path], edit => InAsync(edit, pass, (path, recursive), (id, place, ids)), cancellationToken);
        }
        catch (PlatformException full) when (full.Code is ErrorCode.NamespaceQuotaExceeded or ErrorCode.DiskFull)
        {
            throw new PlatformException(full.Code, $"There is no room to keep {path.Name} in the trash: delete it for good (skipTrash, --skip-trash), or empty the trash.", full);
        }
    }

    private static async ValueTask<TrashedStatus?> InAsync(
        Edit edit, Pass pass, (FilePath Path, bool Recursive) wish, (long Id, FilePath Path, InodeIds Ids) place)
    {
        var actor = pass.Actor;
        var lineage = await edit.ResolveAsync(wish.Path);
        Permissions.RequireTraverse(actor, lineage);
        if (lineage.Target is not { } inode)
            return null;
        if (inode.IsDirectory && !wish.Recursive && await Children.AnyAsync(edit.Transaction, inode.Id))
            throw Delete.NotEmpty(wish.Path);

        // The trash is the platform's, so its bits are not asked for on the way in; what is deleted stays as closed as the directories were that it was in.
        var keeper = actor with { IsSuperuser = true };
        var dataset = lineage.Inodes[DatasetDepth];
        var trashMode = (FileDoor.DirectoryModeDefault & dataset.Mode) | OwnerAll;
        var mode = lineage.Inodes[DatasetDepth..^1].Aggregate(trashMode, (bits, directory) => bits & directory.Mode) | OwnerAll;
        await Mkdirs.InAsync(edit, keeper, place.Path.Parent, place.Ids, (trashMode, CreateParents: false), note: null);
        await Mkdirs.InAsync(edit, keeper, place.Path, place.Ids, (mode, CreateParents: false), note: null);
        await Rename.InAsync(edit, new Movers(actor, keeper), wish.Path, place.Path.Join(inode.Name), overwrite: false);

        var row = new Trashed(dataset.Id, place.Id, place.Ids.Ids[place.Path.Depth - 1], inode.Id, wish.Path.Text, actor.Name, edit.NowMs);
        await edit.Transaction.InsertAsync(Trashed.Table, row);
        await DoorAudit.NoteAsync(edit.Transaction, pass, "file.delete", DoorAudit.Detail("trash", place.Path.Text));
        return TrashedStatus.Of(edit.Volume, row, inode);
    }
}
