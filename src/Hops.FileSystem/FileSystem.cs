using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.FileSystem.Blocks;
using Hops.FileSystem.Commits;
using Hops.FileSystem.Door.Copies;
using Hops.FileSystem.Files;
using Hops.FileSystem.Leases;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Quotas;
using Hops.FileSystem.Reclaim;
using Hops.FileSystem.Tables;
using Hops.Metadata;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem;

/// <summary>
/// HopsFS without a wire: names and small files in the metadata database, larger content in blocks on local disk. Every change is one durable
/// transaction, acknowledged after its commit. Thread safe. Paths are checked by <see cref="FilePath.Parse"/>.
/// </summary>
/// <remarks>
/// Common refusals: <c>InvalidPath</c>, <c>AccessDenied</c>, <c>NotFound</c>, <c>NotADirectory</c> (a file where a directory is needed),
/// <c>NamespaceQuotaExceeded</c>, <c>StorageQuotaExceeded</c>, <c>DiskFull</c>, <c>Unavailable</c> (the store is closing).
/// </remarks>
public sealed class FileSystem : IAsyncDisposable
{
    private readonly Volume _volume;
    private readonly Housekeeping _housekeeping;

    private FileSystem(Volume volume, Housekeeping housekeeping) => (_volume, _housekeeping) = (volume, housekeeping);

    /// <summary>The settings it was opened with.</summary>
    public FileSystemOptions Options => _volume.Options;

    internal Volume Volume => _volume;

    /// <summary>
    /// Opens the file system of a store that has <see cref="FileSystemTables"/>: makes the root directory if there is none, closes the files
    /// that were open when the process ended, drops copies that were under way, puts blocks that it does not know aside, and begins to reclaim what was deleted.
    /// </summary>
    /// <param name="store">The metadata; stays the caller's to dispose of, after this.</param>
    /// <param name="disk">Where blocks are.</param>
    /// <param name="blocksDirectory">Directory for blocks; its parent exists.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">Clock of leases.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public static async ValueTask<FileSystem> OpenAsync(
        MetadataStore store, Disk disk, string blocksDirectory, FileSystemOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options.SmallFileMaxBytes is < 0 or > Body.LengthMaxBytes)
            throw new PlatformException(ErrorCode.InvalidArgument, $"{nameof(options.SmallFileMaxBytes)} is 0 to {Body.LengthMaxBytes}.");
        var volume = new Volume(store, new BlockStore(disk, blocksDirectory), options, time);
        await RootDirectory.EnsureAsync(volume, cancellationToken);
        await RecoverLease.AllAsync(volume, cancellationToken);
        await DropCopy.AllAsync(volume, cancellationToken);
        await DoomedBlocks.AddBegunAsync(volume, cancellationToken);
        await UnknownBlocks.PutAsideAsync(volume, cancellationToken);
        return new FileSystem(volume, new Housekeeping(volume, time));
    }

    /// <summary>Describes a file or directory.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>.</exception>
    public ValueTask<FileStatus> StatAsync(Principal who, string path, CancellationToken cancellationToken) =>
        Stat.RunAsync(_volume, who, FilePath.Parse(path), cancellationToken);

    /// <summary>Describes a file or directory; null if there is none.</summary>
    public ValueTask<FileStatus?> FindAsync(Principal who, string path, CancellationToken cancellationToken) =>
        Stat.FindAsync(_volume, who, FilePath.Parse(path), cancellationToken);

    /// <summary>One page of a directory, in byte order of names, after the name <paramref name="startAfter"/> (empty for the first page).</summary>
    public ValueTask<FileListing> ListAsync(Principal who, string path, string startAfter, int limit, CancellationToken cancellationToken) =>
        ListDirectory.RunAsync(_volume, who, FilePath.Parse(path), startAfter, limit, cancellationToken);

    /// <summary>Makes a directory; one that exists is left as it is.</summary>
    /// <param name="who">The caller.</param>
    /// <param name="path">The directory.</param>
    /// <param name="mode">Permission bits, the caller's umask applied.</param>
    /// <param name="createParents">Make missing directories above too; else <c>NotFound</c>.</param>
    /// <param name="cancellationToken">Stops waiting; the change may happen all the same.</param>
    public ValueTask<FileStatus> MkdirsAsync(Principal who, string path, int mode, bool createParents, CancellationToken cancellationToken) =>
        Mkdirs.RunAsync(_volume, who, FilePath.Parse(path), (mode, createParents), note: null, cancellationToken);

    /// <summary>Creates a file and opens it for writing.</summary>
    /// <exception cref="PlatformException"><c>AlreadyExists</c>, <c>LeaseConflict</c>.</exception>
    public ValueTask<FileWriter> CreateAsync(Principal who, string path, CreateOptions options, CancellationToken cancellationToken) =>
        CreateFile.OpenAsync(_volume, who, FilePath.Parse(path), options, noteReplaced: null, cancellationToken);

    /// <summary>Creates a closed file with its content; in one transaction if it is small.</summary>
    public ValueTask<FileStatus> WriteFileAsync(
        Principal who, string path, ReadOnlyMemory<byte> content, CreateOptions options, CancellationToken cancellationToken) =>
        WriteFile.RunAsync(_volume, who, FilePath.Parse(path), content, options, cancellationToken);

    /// <summary>Opens a file to write on at its end. <paramref name="holder"/> names the client for messages.</summary>
    /// <exception cref="PlatformException"><c>LeaseConflict</c>; <c>AlreadyExists</c> for a directory.</exception>
    public ValueTask<FileWriter> AppendAsync(Principal who, string path, string holder, CancellationToken cancellationToken) =>
        AppendFile.OpenAsync(_volume, who, FilePath.Parse(path), holder, cancellationToken);

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="PlatformException"><c>IsADirectory</c>, <c>CorruptData</c>.</exception>
    public ValueTask<FileReader> OpenFileAsync(Principal who, string path, CancellationToken cancellationToken) =>
        OpenFile.RunAsync(_volume, who, FilePath.Parse(path), cancellationToken);

    /// <summary>Moves to an exact path, as <c>rename2</c> of HDFS; replaces a file or an empty directory if asked.</summary>
    public async ValueTask RenameAsync(Principal who, string from, string to, bool overwrite, CancellationToken cancellationToken) =>
        await ChangeAsync(from, to, (edit, source, target) => Rename.InAsync(edit, Movers.Of(who), source, target, overwrite), cancellationToken);

    /// <summary>Moves as the older <c>rename</c> of HDFS: into the destination if that is a directory; false where it cannot.</summary>
    public ValueTask<bool> MoveAsync(Principal who, string from, string to, CancellationToken cancellationToken) =>
        ChangeAsync(from, to, (edit, source, target) => Move.InAsync(edit, Movers.Of(who), source, target), cancellationToken);

    /// <summary>Deletes, at once and atomically whatever is below.</summary>
    /// <returns>False if there was nothing, or for the root.</returns>
    /// <exception cref="PlatformException"><c>DirectoryNotEmpty</c>.</exception>
    public ValueTask<bool> DeleteAsync(Principal who, string path, bool recursive, CancellationToken cancellationToken) =>
        Delete.RunAsync(_volume, who, FilePath.Parse(path), recursive, note: null, cancellationToken);

    /// <summary>Changes owner and group; null or empty leaves what is there.</summary>
    public async ValueTask SetOwnerAsync(Principal who, string path, string? owner, string? group, CancellationToken cancellationToken) =>
        await ChangeAsync(path, (edit, at) => SetOwner.InAsync(edit, who, at, owner, group), cancellationToken);

    /// <summary>Changes the permission bits, 0 to 01777.</summary>
    public async ValueTask SetPermissionAsync(Principal who, string path, int mode, CancellationToken cancellationToken) =>
        await ChangeAsync(path, (edit, at) => SetPermission.InAsync(edit, who, at, mode), cancellationToken);

    /// <summary>Sets modification and access time; null leaves what is there.</summary>
    public async ValueTask SetTimesAsync(
        Principal who, string path, DateTimeOffset? modificationTime, DateTimeOffset? accessTime, CancellationToken cancellationToken) =>
        await ChangeAsync(path, (edit, at) => SetTimes.InAsync(edit, who, at, modificationTime, accessTime), cancellationToken);

    /// <summary>Counts a tree.</summary>
    public ValueTask<ContentSummary> SummarizeAsync(Principal who, string path, CancellationToken cancellationToken) =>
        Summarize.RunAsync(_volume, who, FilePath.Parse(path), cancellationToken);

    /// <summary>Sets the quota of a directory, -1 for no limit; superusers only.</summary>
    public async ValueTask SetQuotaAsync(Principal who, string path, long namesLimit, long bytesLimit, CancellationToken cancellationToken) =>
        await ChangeAsync(path, (edit, at) => SetQuota.InAsync(edit, who, at, namesLimit, bytesLimit), cancellationToken);

    /// <summary>Limits and usage of a directory; null if it has no quota.</summary>
    public ValueTask<QuotaUsageReport?> FindQuotaAsync(Principal who, string path, CancellationToken cancellationToken) =>
        GetQuota.RunAsync(_volume, who, FilePath.Parse(path), cancellationToken);

    /// <summary>Closes a file for its writer, with the content that is durable.</summary>
    public ValueTask<bool> RecoverLeaseAsync(Principal who, string path, CancellationToken cancellationToken) =>
        ChangeAsync(path, (edit, at) => RecoverLease.InAsync(edit, who, at), cancellationToken);

    /// <summary>Publishes staged files and a commit file in one transaction.</summary>
    /// <returns>The commit file.</returns>
    /// <exception cref="PlatformException"><c>Fenced</c> if the commit is not the next one.</exception>
    public ValueTask<FileStatus> CommitFilesAsync(Principal who, CommitRequest request, CancellationToken cancellationToken) =>
        CommitFiles.RunAsync(_volume, who, request, note: null, cancellationToken);

    /// <summary>Reserves what <see cref="MkdirsInAsync"/> of one path needs, ahead of the transaction.</summary>
    public ValueTask<InodeIds> ReserveIdsAsync(string path, CancellationToken cancellationToken) =>
        Mkdirs.ReserveAsync(_volume, FilePath.Parse(path).Depth, cancellationToken);

    /// <summary>As <see cref="MkdirsAsync"/>, parents included, within a transaction of the caller's on the same store.</summary>
    public ValueTask<FileStatus> MkdirsInAsync(WriteTransaction transaction, InodeIds ids, Principal who, string path, int mode) =>
        Mkdirs.InAsync(EditIn(transaction), who, FilePath.Parse(path), ids, (mode, CreateParents: true), note: null);

    /// <summary>As <see cref="DeleteAsync"/>, within a transaction of the caller's on the same store.</summary>
    public ValueTask<bool> DeleteInAsync(WriteTransaction transaction, Principal who, string path, bool recursive) =>
        Delete.InAsync(EditIn(transaction), who, FilePath.Parse(path), recursive);

    /// <summary>Deletes a file for good that is closed and was not changed after a time, within a transaction of the caller's on the same store.</summary>
    /// <returns>Its length in bytes; null if there is no such file.</returns>
    public ValueTask<long?> DeleteUnchangedInAsync(WriteTransaction transaction, Principal who, string path, DateTimeOffset changedLast) =>
        DeleteUnchanged.InAsync(EditIn(transaction), who, FilePath.Parse(path), changedLast);

    /// <summary>As <see cref="SetOwnerAsync"/>, within a transaction of the caller's on the same store.</summary>
    public async ValueTask SetOwnerInAsync(WriteTransaction transaction, Principal who, string path, string? owner, string? group) =>
        await SetOwner.InAsync(EditIn(transaction), who, FilePath.Parse(path), owner, group);

    /// <summary>As <see cref="SetPermissionAsync"/>, within a transaction of the caller's on the same store.</summary>
    public async ValueTask SetPermissionInAsync(WriteTransaction transaction, Principal who, string path, int mode) =>
        await SetPermission.InAsync(EditIn(transaction), who, FilePath.Parse(path), mode);

    /// <summary>As <see cref="SetQuotaAsync"/>, within a transaction of the caller's on the same store.</summary>
    public async ValueTask SetQuotaInAsync(WriteTransaction transaction, Principal who, string path, long namesLimit, long bytesLimit) =>
        await SetQuota.InAsync(EditIn(transaction), who, FilePath.Parse(path), namesLimit, bytesLimit);

    /// <summary>
    /// From now on <see cref="FileSystemOptions.Watch"/> hears when the directory is deleted, by itself or with one above, or renamed;
    /// within a transaction of the caller's on the same store. Superusers only.
    /// </summary>
    public ValueTask WatchInAsync(WriteTransaction transaction, Principal who, string path) =>
        Watch.InAsync(EditIn(transaction), who, FilePath.Parse(path));

    /// <summary>
    /// Runs a change of the caller's that frees room, such as the transaction of <see cref="DeleteInAsync"/>; on a full disk with the reserve.
    /// </summary>
    public ValueTask<T> FreeRoomAsync<T>(Func<ValueTask<T>> workAsync) => _volume.FreeAsync(workAsync);

    /// <summary>Stops the background work. Open writers find the store closed once it is.</summary>
    public ValueTask DisposeAsync() => _housekeeping.DisposeAsync();

    private Edit EditIn(WriteTransaction transaction) => new(_volume, transaction, Hints.None);

    private ValueTask<T> ChangeAsync<T>(string path, Func<Edit, FilePath, ValueTask<T>> body, CancellationToken cancellationToken)
    {
        var at = FilePath.Parse(path);
        return _volume.WriteAsync([at], edit => body(edit, at), cancellationToken);
    }

    private ValueTask<T> ChangeAsync<T>(
        string from, string to, Func<Edit, FilePath, FilePath, ValueTask<T>> body, CancellationToken cancellationToken)
    {
        var (source, target) = (FilePath.Parse(from), FilePath.Parse(to));
        return _volume.WriteAsync([source, target], edit => body(edit, source, target), cancellationToken);
    }
}
