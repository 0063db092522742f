using System.IO.Pipelines;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Door.Uploads;

/// <summary>
/// Files that come in parts, each over a connection of its own: what was taken stays over a cut, a pause and a restart (ADR 0101). An upload
/// is its beginner's alone. Thread safe.
/// </summary>
/// <remarks>Refusals of each call besides those of <see cref="FileDoor"/>: <c>NotFound</c> for an upload that is not the caller's or is over.</remarks>
public sealed class UploadDoor
{
    private readonly FileDoor _door;
    private readonly Volume _volume;
    private readonly Admission _admission;

    internal UploadDoor(FileDoor door, Volume volume, Admission admission) => (_door, _volume, _admission) = (door, volume, admission);

    /// <summary>The longest file that can come in parts.</summary>
    public long LengthMaxBytes => Files.FileWriter.BlocksMax * _volume.Options.BlockSizeBytes;

    /// <summary>Begins an upload, if its path is free and the quota has room for the whole.</summary>
    /// <exception cref="PlatformException"><c>AlreadyExists</c>, <c>StorageQuotaExceeded</c>, <c>LimitExceeded</c>, <c>TooLarge</c>.</exception>
    public async ValueTask<UploadStatus> BeginAsync(Principal who, FilePath path, UploadRequest request, CancellationToken cancellationToken)
    {
        if (request.LengthBytes < 0 || request.LengthBytes > LengthMaxBytes)
            throw new PlatformException(ErrorCode.TooLarge, $"An upload has 0 to {LengthMaxBytes} bytes, not {request.LengthBytes}.");
        var pass = _admission.Admit(who, Operation.Create, path);
        var row = await BeginUpload.RunAsync(_volume, pass, path, request, cancellationToken);
        return row.LengthBytes == 0 ? await NameAsync(who, row, cancellationToken) : UploadStatus.Of(row, 0);
    }

    /// <summary>How far an upload is. One of which all has come, and which a restart kept from its name, gets it now.</summary>
    public async ValueTask<UploadStatus> GetAsync(Principal who, string id, CancellationToken cancellationToken)
    {
        var (row, receivedBytes) = await FindAsync(who, id, cancellationToken);
        return row.IsNamed || receivedBytes < row.LengthBytes ? UploadStatus.Of(row, receivedBytes) : await NameAsync(who, row, cancellationToken);
    }

    /// <summary>The unfinished uploads of the caller, in the order of their ids.</summary>
    /// <param name="who">The caller.</param>
    /// <param name="startAfter">Id after which the page begins; empty for the first one.</param>
    /// <param name="limit">Most that are looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Perhaps fewer than <paramref name="limit"/>, as some may be finished, and the id after which the next page begins; null at the end.</returns>
    public ValueTask<(IReadOnlyList<UploadStatus> Items, string? ContinueAfter)> ListAsync(
        Principal who, string startAfter, int limit, CancellationToken cancellationToken) =>
        _volume.Store.ReadAsync<(IReadOnlyList<UploadStatus>, string?)>(
            async read =>
            {
                Key? after = startAfter.Length == 0 ? null : Key.Of(who.Name, startAfter);
                var found = new List<UploadStatus>();
                var rows = await read.ScanAsync(Upload.Table, Key.Of(who.Name), after, limit + 1);
                foreach (var row in rows.Take(limit))
                {
                    if (!row.IsNamed && await read.LookupAsync(Inode.Table, Inode.ById, Key.Of(row.InodeId)) is { } inode)
                        found.Add(UploadStatus.Of(row, inode.LengthBytes));
                }

                return (found, rows.Count > limit ? rows[limit - 1].Id : null);
            },
            cancellationToken);

    /// <summary>
    /// Takes a part, which begins where the upload is. What came of a part whose client has gone is kept. With the last part the file gets its
    /// name.
    /// </summary>
    /// <param name="who">The caller.</param>
    /// <param name="id">The upload.</param>
    /// <param name="part">Where the part begins, and its content.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <exception cref="PlatformException">
    /// <c>Conflict</c> if the upload is elsewhere; <c>LeaseConflict</c> if another part is under way; <c>TooLarge</c>.
    /// </exception>
    public async ValueTask<UploadStatus> AddAsync(
        Principal who, string id, (long OffsetBytes, PipeReader Content) part, CancellationToken cancellationToken)
    {
        var (row, receivedBytes) = await FindAsync(who, id, cancellationToken);
        if (row.IsNamed || receivedBytes != part.OffsetBytes)
            throw Elsewhere(receivedBytes, part.OffsetBytes);
        var path = FilePath.Parse(row.Path);
        _admission.Admit(who, Operation.Create, path);
        await using var writer = await _door.AppendPartAsync(who, PartialOf(path, row), edit => BeginUpload.ExtendInAsync(_volume, edit, row), cancellationToken);
        if (writer.LengthBytes != part.OffsetBytes)
            throw Elsewhere(writer.LengthBytes, part.OffsetBytes);
        try
        {
            await writer.CopyFromAsync(part.Content, cancellationToken, row.LengthBytes);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or PlatformException { Code: ErrorCode.Timeout })
        {
            await writer.CloseAsync(CancellationToken.None);
            throw;
        }

        await writer.CloseAsync(CancellationToken.None);
        return writer.LengthBytes < row.LengthBytes
            ? UploadStatus.Of(row with { ExpiresMs = BeginUpload.ExpiryMs(_volume) }, writer.LengthBytes)
            : await NameAsync(who, row, CancellationToken.None);
    }

    /// <summary>Gives an upload up, with what has come of it.</summary>
    public async ValueTask DropAsync(Principal who, string id, CancellationToken cancellationToken)
    {
        var (row, _) = await FindAsync(who, id, cancellationToken);
        await DropUpload.RunAsync(_volume, row, cancellationToken);
    }

    private static FilePath PartialOf(FilePath path, Upload row) => path.Parent.Child(row.PartialName);

    private static PlatformException Elsewhere(long receivedBytes, long offsetBytes) => new PlatformException(
        ErrorCode.Conflict, $"The upload has {receivedBytes} bytes; a part that begins at {offsetBytes} does not go on with it.").With("offset", receivedBytes);

    private async ValueTask<(Upload Row, long ReceivedBytes)> FindAsync(Principal who, string id, CancellationToken cancellationToken)
    {
        var (row, inode) = await _volume.Store.ReadAsync(
            async read =>
            {
                var found = await read.GetAsync(Upload.Table, Key.Of(who.Name, id));
                return (found, found is null ? null : await read.LookupAsync(Inode.Table, Inode.ById, Key.Of(found.InodeId)));
            },
            cancellationToken);
        if (row is null || row.ExpiresMs <= _volume.Time.GetUtcNow().ToUnixTimeMilliseconds())
            throw new PlatformException(ErrorCode.NotFound, "There is no such upload: it is not yours, was given up, or has expired. Begin it again.");
        if (row.IsNamed)
            return (row, row.LengthBytes);
        return inode is not null
            ? (row, inode.LengthBytes)
            : throw new PlatformException(ErrorCode.NotFound, $"What had come for {row.Path} was deleted, with its folder or by itself. Begin the upload again.");
    }

    /// <summary>Gives the file its name. Where that is refused the upload is over: with all of it there, no further part could be sent.</summary>
    private async ValueTask<UploadStatus> NameAsync(Principal who, Upload row, CancellationToken cancellationToken)
    {
        var path = FilePath.Parse(row.Path);
        var named = row with { IsNamed = true, ExpiresMs = BeginUpload.ExpiryMs(_volume) };
        try
        {
            var passage = Passage.Admit(_admission, who, PartialOf(path, row), path);
            await _volume.WriteAsync(
                [path],
                async edit =>
                {
                    if (await edit.Transaction.GetAsync(Upload.Table, row.Key, Metadata.Transactions.LockMode.Write) is not { IsNamed: false })
                        return false;
                    await passage.NoteUploadAsync(edit, Rename.InAsync(edit, passage.Movers, PartialOf(path, row), path, row.Overwrite), row.LengthBytes);
                    return await edit.Transaction.UpdateAsync(Upload.Table, named);
                },
                cancellationToken);
        }
        catch (PlatformException refusal) when (!ErrorTable.Row(refusal.Code).Retriable)
        {
            await DropUpload.RunAsync(_volume, row, CancellationToken.None);
            throw;
        }

        return UploadStatus.Of(named, named.LengthBytes);
    }
}
