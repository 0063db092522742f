using System.Buffers;
using Hops.Core.Errors;
using Hops.FileSystem.Access;
using Hops.FileSystem.Files;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Quotas;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Door.Copies;

/// <summary>
/// Makes one copy. It grows in a directory of its own beside its place, which nobody else can read, and gets its name in one transaction when all
/// of it is durable: nobody sees a part of it, and one that is refused or broken off leaves nothing (ADR 0117).
/// </summary>
internal sealed class CopyTree
{
    private const int PieceBytes = 256 * 1024;
    private const int PlaceMode = 0x1C0; // 0700
    private const int OwnerAll = 0x1C0; // 0700
    private const int ModeMask = 0x1FF; // 0777

    /// <summary>Files under way at a time: the commits of small ones are then one.</summary>
    private const int FilesAtOnce = 4;

    private readonly Volume _volume;
    private readonly Passage _passage;
    private readonly CopyRequest _request;
    private readonly Action _require;
    private readonly FilePath _place;
    private long _lengthBytes;

    private CopyTree(Volume volume, Admission admission, Passage passage, CopyRequest request)
    {
        (_volume, _passage, _request) = (volume, passage, request);
        _require = passage.Standing(admission);
        _place = request.To.Parent.Child(Copying.NewName());
    }

    /// <summary>Makes it, for a caller that was let through.</summary>
    internal static async ValueTask<CopyReport> RunAsync(
        Volume volume, Admission admission, Passage passage, CopyRequest request, CancellationToken cancellationToken)
    {
        var copy = new CopyTree(volume, admission, passage, request);
        await copy.RequireFreeAsync(cancellationToken);
        var plan = await CopyPlan.MakeAsync(volume, passage.Movers.Source, request, cancellationToken);
        var row = await copy.BeginAsync(plan, cancellationToken);
        try
        {
            await copy.FillAsync(plan, cancellationToken);
            return await copy.PublishAsync(plan, row);
        }
        catch
        {
            await DropCopy.RunAsync(volume, row);
            throw;
        }
    }

    /// <summary>Says what is wrong with the paths before anything is copied; the rename at the end decides.</summary>
    private async ValueTask RequireFreeAsync(CancellationToken cancellationToken)
    {
        var (from, to) = (_request.From, _request.To);
        if (from == to)
            throw new PlatformException(ErrorCode.AlreadyExists, $"{to} cannot be copied to where it is: say another name.");
        if (to.IsWithin(from))
            throw new PlatformException(ErrorCode.InvalidArgument, $"{to} lies within {from}: a copy of a directory goes elsewhere.");
        var source = await Stat.RunAsync(_volume, _passage.Movers.Source, from, cancellationToken);
        if (await Stat.FindAsync(_volume, _passage.Movers.Target, to, cancellationToken) is not { } present)
            return;
        if (present.IsDirectory != source.IsDirectory)
        {
            throw present.IsDirectory
                ? new PlatformException(ErrorCode.IsADirectory, $"{to} is a directory: say the name that the copy is to have in it.")
                : new PlatformException(ErrorCode.NotADirectory, $"{to} is a file, and {from} a directory: say another name.");
        }

        if (!_request.Overwrite)
            throw new PlatformException(ErrorCode.AlreadyExists, $"{to} already exists");
        if (present.IsDirectory && await _volume.Store.ReadAsync(read => Children.AnyAsync(read, present.InodeId), cancellationToken))
            throw Delete.NotEmpty(to);
    }

    /// <summary>Makes the directory in which the copy grows, if the quota has room for the whole.</summary>
    private async ValueTask<Copying> BeginAsync(CopyPlan plan, CancellationToken cancellationToken)
    {
        _volume.Options.Reserve?.RequireRoom();
        var ids = await Mkdirs.ReserveAsync(_volume, _place.Depth, cancellationToken);
        return await _volume.WriteAsync(
            [_place],
            async edit =>
            {
                var place = await Mkdirs.InAsync(edit, _passage.Movers.Target, _place, ids, (PlaceMode, CreateParents: false), note: null);
                var room = await QuotaUsage.RoomBytesAsync(edit.Transaction, await edit.ResolveAsync(_place));
                if (plan.LengthBytes > room)
                {
                    throw new PlatformException(
                        ErrorCode.StorageQuotaExceeded,
                        $"The quota has room for {room} bytes, and the copy has {plan.LengthBytes}. Delete something or ask for a larger quota.").With("room", room);
                }

                var row = new Copying(place.InodeId);
                await edit.Transaction.InsertAsync(Copying.Table, row);
                return row;
            },
            cancellationToken);
    }

    private async ValueTask FillAsync(CopyPlan plan, CancellationToken cancellationToken)
    {
        foreach (var step in plan.Directories)
        {
            _require();

            // Its maker has to fill it, whatever the bits of the source say.
            var wish = ((step.Mode & ModeMask) | OwnerAll, CreateParents: false);
            await Mkdirs.RunAsync(_volume, _passage.Movers.Target, Staged(step), wish, note: null, cancellationToken);
        }

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(plan.Files, parallel, CopyFileAsync);
    }

    private async ValueTask CopyFileAsync(CopyStep step, CancellationToken cancellationToken)
    {
        _require();
        using var reader = await OpenAsync(step, cancellationToken);
        if (Interlocked.Add(ref _lengthBytes, reader.LengthBytes) > _volume.Options.CopiedBytesMax)
            throw new PlatformException(ErrorCode.LimitExceeded, $"{_request.From} has grown above {_volume.Options.CopiedBytesMax} bytes, the most of one copy: copy its parts.");
        var options = new CreateOptions { CreateParents = false, Mode = step.Mode & ModeMask, Holder = _passage.Movers.Target.Name };
        if (reader.LengthBytes <= _volume.Options.SmallFileMaxBytes)
        {
            var content = new byte[reader.LengthBytes];
            await reader.ReadAsync(0, content, cancellationToken);
            await CreateFile.WholeAsync(_volume, _passage.Movers.Target, Staged(step), content, options, cancellationToken);
            return;
        }

        await using var writer = await CreateFile.OpenAsync(_volume, _passage.Movers.Target, Staged(step), options, noteReplaced: null, cancellationToken);
        await PumpAsync(reader, writer, cancellationToken);
        await writer.CloseAsync(cancellationToken);
    }

    private async ValueTask<FileReader> OpenAsync(CopyStep step, CancellationToken cancellationToken)
    {
        try
        {
            var reader = await OpenFile.RunAsync(_volume, _passage.Movers.Source, step.From, cancellationToken);
            if (!reader.Status.IsUnderConstruction)
                return reader;
            reader.Dispose();
        }
        catch (PlatformException gone) when (gone.Code is ErrorCode.NotFound or ErrorCode.NotADirectory or ErrorCode.IsADirectory)
        {
            throw new PlatformException(ErrorCode.Conflict, $"{step.From} was deleted or renamed while it was copied, and nothing is copied: try again.", gone);
        }

        throw new PlatformException(ErrorCode.LeaseConflict, $"{step.From} is written again since the copy began, and nothing is copied: try again when that has ended.");
    }

    private async ValueTask PumpAsync(FileReader reader, FileWriter writer, CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (long offset = 0; offset < reader.LengthBytes;)
            {
                _require();
                var count = await reader.ReadAsync(offset, piece.AsMemory(0, PieceBytes), cancellationToken);
                await writer.WriteAsync(piece.AsMemory(0, count), cancellationToken);
                offset += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private async ValueTask<CopyReport> PublishAsync(CopyPlan plan, Copying row)
    {
        _require();
        var target = _passage.Movers.Target;
        return await _volume.WriteAsync(
            [_request.To],
            async edit =>
            {
                await Rename.InAsync(edit, Movers.Of(target), _place.Join(_request.To.Name), _request.To, _request.Overwrite);
                await DropCopy.InAsync(edit, row);
                var status = Statuses.Of((await edit.ResolveAsync(_request.To)).Required);
                var report = new CopyReport(status, plan.Directories.Count, plan.Files.Count, _lengthBytes, plan.LeftOutCount);
                await _passage.NoteCopyAsync(edit, report);
                return report;
            },
            CancellationToken.None);
    }

    private FilePath Staged(CopyStep step)
    {
        var staged = _place.Join(_request.To.Name);
        foreach (var name in step.Below.Split('/', StringSplitOptions.RemoveEmptyEntries))
            staged = staged.Join(name);
        return staged;
    }
}
