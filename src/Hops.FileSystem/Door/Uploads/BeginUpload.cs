using System.Globalization;
using Hops.Core.Errors;
using Hops.FileSystem.Files;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Quotas;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Door.Uploads;

/// <summary>Begins an upload in parts: an empty file for what comes, and the row that says what it is to become.</summary>
internal static class BeginUpload
{
    /// <summary>Rows of one caller that are looked at; those of files that have their name expire with the others.</summary>
    private const int RowsMax = 10_000;
    private const int MetadataLengthMax = 4096;

    internal static async ValueTask<Upload> RunAsync(Volume volume, Pass pass, FilePath path, UploadRequest request, CancellationToken cancellationToken)
    {
        if (request.Metadata.Length > MetadataLengthMax)
            throw new PlatformException(ErrorCode.TooLarge, $"What is said of an upload has at most {MetadataLengthMax} characters.");
        await UploadFile.RequireFreeAsync(volume, pass, path, request.Overwrite, cancellationToken);
        var row = new Upload(
            pass.Actor.Name, Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture), 0, path.Text, request.Overwrite, request.LengthBytes, ExpiryMs(volume), IsNamed: false,
            request.Metadata);
        var options = new CreateOptions { CreateParents = false, Mode = FileDoor.FileModeDefault, Holder = pass.Actor.Name };
        var partial = await CreateFile.PrepareAsync(
            volume, pass.Actor, path.Parent.Child(row.PartialName), options, ReadOnlyMemory<byte>.Empty, cancellationToken);
        return await volume.WriteAsync(partial.Hints, edit => InAsync(edit, partial, row), cancellationToken);
    }

    /// <summary>When an upload of which something comes now is given up.</summary>
    internal static long ExpiryMs(Volume volume) => (volume.Time.GetUtcNow() + volume.Options.UploadExpiry).ToUnixTimeMilliseconds();

    /// <summary>Notes within the transaction of a part that the upload goes on.</summary>
    internal static async ValueTask<bool> ExtendInAsync(Volume volume, WriteTransaction transaction, Upload row) =>
        await transaction.GetAsync(Upload.Table, row.Key, LockMode.Write) is { } present
        && await transaction.UpdateAsync(Upload.Table, present with { ExpiresMs = ExpiryMs(volume) });

    private static async ValueTask<Upload> InAsync(Edit edit, CreateRequest partial, Upload row)
    {
        var rows = await edit.Transaction.ScanAsync(Upload.Table, Key.Of(row.Owner), null, RowsMax);
        var unfinished = rows.Count(one => !one.IsNamed);
        if (unfinished >= edit.Volume.Options.UploadsPerCallerMax || rows.Count == RowsMax)
        {
            throw new PlatformException(
                ErrorCode.LimitExceeded, $"{row.Owner} has {unfinished} unfinished uploads, which is the limit: finish some, or give them up.");
        }

        var lineage = await CreateFile.InAsync(edit, partial, writerId: null);
        var room = await QuotaUsage.RoomBytesAsync(edit.Transaction, lineage);
        if (row.LengthBytes > room)
        {
            throw new PlatformException(
                ErrorCode.StorageQuotaExceeded,
                $"The quota has room for {room} bytes, and the file has {row.LengthBytes}. Delete something or ask for a larger quota.").With("room", room);
        }

        var begun = row with { InodeId = lineage.Required.Id };
        await edit.Transaction.InsertAsync(Upload.Table, begun);
        return begun;
    }
}
