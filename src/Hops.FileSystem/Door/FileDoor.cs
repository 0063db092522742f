using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Commits;
using Hops.FileSystem.Door.Copies;
using Hops.FileSystem.Door.Trash;
using Hops.FileSystem.Door.Uploads;
using Hops.FileSystem.Files;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Door;

/// <summary>
/// The one door for files: what every protocol does around <see cref="FileSystem"/>, done once. Each operation (1) asks the gate and keeps a
/// refusal for the audit trail, (2) acts as the project-user of the path, for being superuser ends at the door of a project, (3) tells the
/// audit trail what left, came or went. A protocol that calls it need not know the gate. Thread safe.
/// </summary>
/// <remarks>
/// Refusals of each call besides those of the file system: <c>NotFound</c> where the caller may not know the path, <c>ExportDenied</c>,
/// <c>AccessDenied</c>.
/// </remarks>
public sealed class FileDoor
{
    /// <summary>Length of <c>.uploading-</c> with the 32 digits behind it.</summary>
    private const int PartialEndingLength = 43;

    /// <summary>Permission bits of a file whose creator states none: 0660, shared by the group of its dataset (ADR 0048).</summary>
    public const int FileModeDefault = 0x1B0;

    /// <summary>Permission bits of a directory whose creator states none: 0770 (ADR 0048).</summary>
    public const int DirectoryModeDefault = 0x1F8;

    /// <summary>Why a file is gone that a writer has replaced: at once, whatever becomes of the new one.</summary>
    private const string Replaced = """{"replaced":true}""";

    private readonly FileSystem _files;
    private readonly Admission _admission;
    private readonly TransferLimit _transfers;
    private readonly TransferLimit _copies;

    /// <param name="files">What is behind the door.</param>
    /// <param name="gate">Who may do what.</param>
    public FileDoor(FileSystem files, IGate gate)
    {
        _files = files;
        _admission = new Admission(gate, files.Volume.Time);
        _transfers = new TransferLimit(files.Options.TransfersPerCallerMax);
        _copies = new TransferLimit(files.Options.CopiesPerCallerMax, "copies");
        Trash = new TrashDoor(this, files.Volume, _admission);
        Uploads = new UploadDoor(this, files.Volume, _admission);
    }

    /// <summary>The settings of the file system.</summary>
    public FileSystemOptions Options => _files.Options;

    /// <summary>What people have deleted and may have back.</summary>
    public TrashDoor Trash { get; }

    /// <summary>Files that come in parts.</summary>
    public UploadDoor Uploads { get; }

    /// <summary>Uploads and downloads that are under way now, of all callers.</summary>
    public int TransfersUnderWay => _transfers.Count;

    /// <summary>
    /// Refuses what the caller may not do. For a protocol that answers before it acts, such as a redirect: the operations ask by themselves.
    /// </summary>
    public void Demand(Principal who, Operation operation, FilePath path) => _admission.Admit(who, operation, path);

    /// <summary>Whether a name in a directory is that of a file of people, and not of a trash, a part of an upload or a copy under way.</summary>
    public static bool IsShown(string name) =>
        !string.Equals(name, Trashed.DirectoryName, StringComparison.Ordinal)
        && !name.StartsWith(Copying.NamePrefix, StringComparison.Ordinal)
        && !(name.Length >= PartialEndingLength && name.AsSpan(name.Length - PartialEndingLength).StartsWith(Upload.PartialPrefix));

    /// <summary>Where a principal is at home: a project-user in its project.</summary>
    public static string HomeOf(Principal who) =>
        who.ProjectName.Length > 0 ? Names.ProjectDirectory(who.ProjectName) : "/user/" + who.Name;

    /// <summary>As <see cref="FileSystem.StatAsync"/>.</summary>
    public ValueTask<FileStatus> StatAsync(Principal who, FilePath path, CancellationToken cancellationToken) =>
        Stat.RunAsync(_files.Volume, _admission.Admit(who, Operation.Describe, path).Actor, path, cancellationToken);

    /// <summary>
    /// A file or directory of a dataset by its id, where it is now, for a caller who could come upon it by listing directories; null for everybody else, as
    /// if there were none, and for what is in a trash or a part of an upload.
    /// </summary>
    /// <param name="who">The caller.</param>
    /// <param name="inodeId">The id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<(FilePath Path, FileStatus Status)?> FindByIdAsync(Principal who, long inodeId, CancellationToken cancellationToken)
    {
        var lineage = await _files.Volume.Store.ReadAsync(read => Resolve.ByIdAsync(read, inodeId), cancellationToken);
        return lineage?.Target is { } inode && MoveToTrash.Takes(lineage.Path) && _admission.FindActor(who, Operation.Describe, lineage.Path) is { } actor && Permissions.AllowsToComeUpon(actor, lineage)
            ? (lineage.Path, Statuses.Of(inode))
            : null;
    }

    /// <summary>One page of a directory without the names that the caller may not know.</summary>
    /// <param name="who">The caller.</param>
    /// <param name="path">The directory; a file lists as itself.</param>
    /// <param name="startAfter">Name after which the page begins; empty for the first one.</param>
    /// <param name="limit">Most entries that are looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public ValueTask<DirectoryPage> ListAsync(Principal who, FilePath path, string startAfter, int limit, CancellationToken cancellationToken) =>
        DirectoryPage.ReadAsync(_files.Volume, _admission, (who, path), (startAfter, limit), cancellationToken);

    /// <summary>Counts a tree. Above the projects only for those who may list them all: the sum tells of projects.</summary>
    public ValueTask<ContentSummary> SummarizeAsync(Principal who, FilePath path, CancellationToken cancellationToken)
    {
        var operation = _admission.ResourceOf(path).ProjectId == 0 ? Operation.Read : Operation.Describe;
        return Summarize.RunAsync(_files.Volume, _admission.Admit(who, operation, path).Actor, path, cancellationToken);
    }

    /// <summary>The blocks of a range of a file, as they are stored.</summary>
    public ValueTask<FileBlocks> LocateBlocksAsync(Principal who, FilePath path, long offset, long lengthBytes, CancellationToken cancellationToken) =>
        LocateBlocks.RunAsync(_files.Volume, _admission.Admit(who, Operation.Describe, path).Actor, path, (offset, lengthBytes), cancellationToken);

    /// <summary>Refuses as the file system would refuse the caller these rights on the inode itself.</summary>
    public ValueTask<FileStatus> CheckAccessAsync(Principal who, FilePath path, Rights rights, CancellationToken cancellationToken)
    {
        var operation = rights.HasFlag(Rights.Write) ? Operation.Write : Operation.Describe;
        return CheckAccess.RunAsync(_files.Volume, _admission.Admit(who, operation, path).Actor, path, rights, cancellationToken);
    }

    /// <summary>Opens a file whose content goes to the caller.</summary>
    public ValueTask<DoorReader> OpenAsync(Principal who, FilePath path, CancellationToken cancellationToken) =>
        DoorReader.OpenAsync(_files, _admission, _transfers, (who, path), cancellationToken);

    /// <summary>Creates a file in its place and opens it for writing: others see that it is being written.</summary>
    public ValueTask<DoorWriter> CreateAsync(Principal who, FilePath path, CreateOptions options, CancellationToken cancellationToken)
    {
        var pass = _admission.Admit(who, Operation.Create, path);
        return OpenWriterAsync(
            pass,
            () => CreateFile.OpenAsync(
                _files.Volume, pass.Actor, path, options, transaction => DoorAudit.NoteAsync(transaction, pass, "file.delete", Replaced), cancellationToken),
            (transaction, lengthBytes) => DoorAudit.NoteAsync(transaction, pass, "file.create", DoorAudit.Detail(lengthBytes)));
    }

    /// <summary>Opens a file to write on at its end. <paramref name="holder"/> names the client for messages.</summary>
    public ValueTask<DoorWriter> AppendAsync(Principal who, FilePath path, string holder, CancellationToken cancellationToken)
    {
        var pass = _admission.Admit(who, Operation.Write, path);
        return OpenWriterAsync(
            pass,
            () => AppendFile.OpenAsync(_files.Volume, pass.Actor, path, holder, cancellationToken),
            (transaction, lengthBytes) => DoorAudit.NoteAsync(transaction, pass, "file.append", DoorAudit.Detail(lengthBytes)));
    }

    /// <summary>Takes a whole file: its name is there, or stands for the new content, when all of it is durable; a broken upload leaves nothing.</summary>
    /// <param name="who">The caller.</param>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content, read to its end.</param>
    /// <param name="overwrite">True to replace a file of that path.</param>
    /// <param name="cancellationToken">Breaks the upload off.</param>
    public ValueTask<FileStatus> UploadAsync(
        Principal who, FilePath path, System.IO.Pipelines.PipeReader content, bool overwrite, CancellationToken cancellationToken) =>
        UploadFile.RunAsync(this, _files, _admission.Admit(who, Operation.Create, path), (path, overwrite, content), cancellationToken);

    /// <summary>Makes a directory and those above it.</summary>
    public ValueTask<FileStatus> MkdirsAsync(Principal who, FilePath path, int mode, CancellationToken cancellationToken)
    {
        var pass = _admission.Admit(who, Operation.Create, path);
        return Mkdirs.RunAsync(
            _files.Volume, pass.Actor, path, (mode, CreateParents: true), transaction => DoorAudit.NoteAsync(transaction, pass, "file.mkdir"), cancellationToken);
    }

    /// <summary>Moves to an exact path. From one project to another it is an export of the one and an import of the other.</summary>
    public async ValueTask RenameAsync(Principal who, FilePath from, FilePath to, bool overwrite, CancellationToken cancellationToken)
    {
        var passage = Passage.Admit(_admission, who, from, to);
        await _files.Volume.WriteAsync(
            [from, to],
            edit => passage.NoteAsync(edit, Rename.InAsync(edit, passage.Movers, from, to, overwrite)),
            cancellationToken);
    }

    /// <summary>Moves as the older <c>rename</c> of HDFS: into the destination if that is a directory; false where it cannot.</summary>
    public ValueTask<bool> MoveAsync(Principal who, FilePath from, FilePath to, CancellationToken cancellationToken)
    {
        var passage = Passage.Admit(_admission, who, from, to);
        return _files.Volume.WriteAsync(
            [from, to], edit => passage.NoteAsync(edit, Move.InAsync(edit, passage.Movers, from, to)), cancellationToken);
    }

    /// <summary>Copies a file, or a directory with all that is in it: nobody sees a part of it, and a refusal leaves nothing (ADR 0117).</summary>
    /// <param name="who">The caller at the source and at the destination; the same, unless it acts in the project of the destination under another name.</param>
    /// <param name="request">What, and to where.</param>
    /// <param name="cancellationToken">Breaks the copy off.</param>
    /// <exception cref="PlatformException">
    /// <c>AlreadyExists</c>, <c>LimitExceeded</c>, <c>StorageQuotaExceeded</c>; <c>ExportDenied</c> from one project to another for those who may not
    /// take content out; <c>Throttled</c>; <c>LeaseConflict</c> or <c>Conflict</c> if the source changes meanwhile.
    /// </exception>
    public async ValueTask<CopyReport> CopyAsync((Principal Source, Principal Target) who, CopyRequest request, CancellationToken cancellationToken)
    {
        var passage = Passage.AdmitCopy(_admission, new Movers(who.Source, who.Target), request);
        using var slot = _copies.Enter(passage.Movers.Source.Name);
        return await CopyTree.RunAsync(_files.Volume, _admission, passage, request, cancellationToken);
    }

    /// <summary>Deletes for good, at once and atomically whatever is below; false if there was nothing.</summary>
    public ValueTask<bool> DeleteAsync(Principal who, FilePath path, bool recursive, CancellationToken cancellationToken)
    {
        var pass = _admission.Admit(who, Operation.Delete, path);
        return Delete.RunAsync(
            _files.Volume, pass.Actor, path, recursive, transaction => DoorAudit.NoteAsync(transaction, pass, "file.delete"), cancellationToken);
    }

    /// <summary>Changes owner and group; null or empty leaves what is there.</summary>
    public async ValueTask SetOwnerAsync(Principal who, FilePath path, string? owner, string? group, CancellationToken cancellationToken)
    {
        var detail = JsonSerializer.Serialize(new { owner, group });
        await AlterAsync(who, path, detail, (edit, actor) => SetOwner.InAsync(edit, actor, path, owner, group), cancellationToken);
    }

    /// <summary>Changes the permission bits, 0 to 01777.</summary>
    public async ValueTask SetPermissionAsync(Principal who, FilePath path, int mode, CancellationToken cancellationToken)
    {
        var detail = DoorAudit.Detail("mode", Convert.ToString(mode, 8).PadLeft(4, '0'));
        await AlterAsync(who, path, detail, (edit, actor) => SetPermission.InAsync(edit, actor, path, mode), cancellationToken);
    }

    /// <summary>Sets modification and access time; null leaves what is there.</summary>
    public async ValueTask SetTimesAsync(
        Principal who, FilePath path, DateTimeOffset? modificationTime, DateTimeOffset? accessTime, CancellationToken cancellationToken)
    {
        var detail = JsonSerializer.Serialize(new { modified = modificationTime, accessed = accessTime });
        await AlterAsync(who, path, detail, (edit, actor) => SetTimes.InAsync(edit, actor, path, modificationTime, accessTime), cancellationToken);
    }

    /// <summary>Publishes staged files and a commit file in one transaction, all within one project.</summary>
    /// <exception cref="PlatformException"><c>Fenced</c>; <c>AccessDenied</c> for paths of several projects.</exception>
    public ValueTask<FileStatus> CommitAsync(Principal who, CommitRequest request, CancellationToken cancellationToken)
    {
        var pass = CommitPass.Admit(_admission, who, request);
        return CommitFiles.RunAsync(_files.Volume, pass.Actor, request, transaction => CommitPass.NoteAsync(transaction, pass, request), cancellationToken);
    }

    /// <summary>As <see cref="CreateAsync"/>, for a name that stands for a part of an upload only: the trail hears of the whole.</summary>
    internal ValueTask<DoorWriter> CreateUntoldAsync(Principal who, FilePath path, CreateOptions options, CancellationToken cancellationToken)
    {
        var pass = _admission.Admit(who, Operation.Create, path);
        return OpenWriterAsync(pass, () => CreateFile.OpenAsync(_files.Volume, pass.Actor, path, options, noteReplaced: null, cancellationToken), note: null);
    }

    /// <summary>As <see cref="AppendAsync"/>, for a part of an upload: noted in the transaction that makes it durable, and not in the trail.</summary>
    internal ValueTask<DoorWriter> AppendPartAsync(
        Principal who, FilePath path, Func<WriteTransaction, ValueTask<bool>> note, CancellationToken cancellationToken)
    {
        var pass = _admission.Admit(who, Operation.Write, path);
        return OpenWriterAsync(
            pass, () => AppendFile.OpenAsync(_files.Volume, pass.Actor, path, pass.Actor.Name, cancellationToken), (transaction, _) => note(transaction));
    }

    /// <summary>Gives an upload its name, if its caller may still do that.</summary>
    internal async ValueTask NameUploadAsync(
        Principal who, (FilePath Partial, FilePath Path, bool Overwrite) upload, long lengthBytes, CancellationToken cancellationToken)
    {
        var passage = Passage.Admit(_admission, who, upload.Partial, upload.Path);
        await _files.Volume.WriteAsync(
            [upload.Partial, upload.Path],
            edit => passage.NoteUploadAsync(edit, Rename.InAsync(edit, passage.Movers, upload.Partial, upload.Path, upload.Overwrite), lengthBytes),
            cancellationToken);
    }

    private async ValueTask AlterAsync(
        Principal who, FilePath path, string detail, Func<Edit, Principal, ValueTask<bool>> alterAsync, CancellationToken cancellationToken)
    {
        var pass = _admission.Admit(who, Operation.Alter, path);
        await _files.Volume.WriteAsync(
            [path],
            async edit =>
            {
                await alterAsync(edit, pass.Actor);
                return await DoorAudit.NoteAsync(edit.Transaction, pass, "file.alter", detail);
            },
            cancellationToken);
    }

    private async ValueTask<DoorWriter> OpenWriterAsync(
        Pass pass, Func<ValueTask<FileWriter>> openAsync, Func<WriteTransaction, long, ValueTask<bool>>? note)
    {
        var slot = _transfers.Enter(pass.Actor.Name);
        try
        {
            return new DoorWriter(await openAsync(), _admission.Standing(pass), slot, Options.UploadIdleTimeout, note);
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }
}
