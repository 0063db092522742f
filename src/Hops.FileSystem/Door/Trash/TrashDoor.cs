using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Door.Trash;

/// <summary>
/// The trash of each dataset (ADR 0102): what people delete lies there for <see cref="FileSystemOptions.TrashInterval"/>, counts for the quota,
/// and can be put back. Thread safe.
/// </summary>
/// <remarks>Refusals of each call besides those of <see cref="FileDoor"/>: <c>NotFound</c> for what is not in the trash.</remarks>
public sealed class TrashDoor
{
    private readonly FileDoor _door;
    private readonly Volume _volume;
    private readonly Admission _admission;

    internal TrashDoor(FileDoor door, Volume volume, Admission admission) => (_door, _volume, _admission) = (door, volume, admission);

    /// <summary>
    /// Deletes into the trash of the dataset. Null if there was nothing, or if it is gone for good: what lies in the trash already, an unfinished
    /// upload, what lies in no dataset.
    /// </summary>
    /// <returns>Whether there was something, and what is in the trash now.</returns>
    public async ValueTask<(bool WasThere, TrashedStatus? Trashed)> DeleteAsync(
        Principal who, FilePath path, bool recursive, CancellationToken cancellationToken)
    {
        if (!MoveToTrash.Takes(path))
            return (await _door.DeleteAsync(who, path, recursive, cancellationToken), null);
        var trashed = await MoveToTrash.RunAsync(_volume, _admission.Admit(who, Operation.Delete, path), path, recursive, cancellationToken);
        return (trashed is not null, trashed);
    }

    /// <summary>What is in the trash of a dataset and not hidden from the caller by permission bits, the oldest first.</summary>
    /// <param name="who">The caller.</param>
    /// <param name="dataset">Path of the dataset.</param>
    /// <param name="startAfter">Id after which the page begins; 0 for the first one.</param>
    /// <param name="limit">Most that are looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Perhaps fewer than <paramref name="limit"/>, as some may be hidden or gone, and the id after which the next page begins; null at the end.</returns>
    public async ValueTask<(IReadOnlyList<TrashedStatus> Items, long? ContinueAfter)> ListAsync(
        Principal who, FilePath dataset, long startAfter, int limit, CancellationToken cancellationToken)
    {
        var actor = _admission.Admit(who, Operation.Describe, dataset).Actor;
        return await _volume.Store.ReadAsync(
            async read =>
            {
                var root = (await Resolve.InAsync(read, dataset)).Required;
                var items = new List<TrashedStatus>();
                var rows = await read.ScanAsync(Trashed.Table, Key.Of(root.Id), Key.Of(root.Id, startAfter), limit + 1);
                foreach (var row in rows.Take(limit))
                {
                    var place = await read.LookupAsync(Inode.Table, Inode.ById, Key.Of(row.PlaceId));
                    var inode = await read.LookupAsync(Inode.Table, Inode.ById, Key.Of(row.InodeId));
                    if (place is not null && inode?.ParentId == place.Id && Permissions.Allows(actor, place, Rights.Read | Rights.Execute))
                        items.Add(TrashedStatus.Of(_volume, row, inode));
                }

                return (items, rows.Count > limit ? rows[limit - 1].Id : (long?)null);
            },
            cancellationToken);
    }

    /// <summary>Puts something back where it was, or to another path of the project; missing directories are made.</summary>
    /// <returns>It, in its place.</returns>
    /// <exception cref="PlatformException"><c>AlreadyExists</c> if the name is taken.</exception>
    public async ValueTask<FileStatus> RestoreAsync(Principal who, FilePath dataset, long id, FilePath? to, CancellationToken cancellationToken)
    {
        _admission.Admit(who, Operation.Describe, dataset);
        var row = await FindAsync(dataset, id, cancellationToken);
        var target = to ?? FilePath.Parse(row.Path);
        await RestoreFromTrash.RunAsync(_volume, _admission, who, (row, PlaceOf(dataset, id), target), cancellationToken);
        return await _door.StatAsync(who, target, cancellationToken);
    }

    /// <summary>Deletes something in the trash for good.</summary>
    public async ValueTask PurgeAsync(Principal who, FilePath dataset, long id, CancellationToken cancellationToken)
    {
        _admission.Admit(who, Operation.Describe, dataset);
        await FindAsync(dataset, id, cancellationToken);
        await _door.DeleteAsync(who, PlaceOf(dataset, id), recursive: true, cancellationToken);
    }

    /// <summary>Deletes all that is in the trash of a dataset for good; false if there was nothing.</summary>
    public ValueTask<bool> EmptyAsync(Principal who, FilePath dataset, CancellationToken cancellationToken) =>
        _door.DeleteAsync(who, dataset.Child(Trashed.DirectoryName), recursive: true, cancellationToken);

    private static FilePath PlaceOf(FilePath dataset, long id) => dataset.Child(Trashed.DirectoryName).Child(Trashed.NameOf(id));

    private async ValueTask<Trashed> FindAsync(FilePath dataset, long id, CancellationToken cancellationToken) =>
        await _volume.Store.ReadAsync(
            async read =>
            {
                var row = await read.GetAsync(Trashed.Table, Key.Of((await Resolve.InAsync(read, dataset)).Required.Id, id));
                var inode = row is null ? null : await read.LookupAsync(Inode.Table, Inode.ById, Key.Of(row.InodeId));
                return inode?.ParentId == row?.PlaceId ? row : null;
            },
            cancellationToken)
        ?? throw new PlatformException(
            ErrorCode.NotFound, string.Create(CultureInfo.InvariantCulture, $"{id} is not in the trash of {dataset.Name}: it was restored, or deleted for good."));
}
