using System.IO.Pipelines;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Files;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Door;

/// <summary>
/// A file whose content goes to a caller. Each piece is asked for anew, so that a download ends with the right to it, and what goes out of the
/// platform is told to the audit trail before it goes. For one caller at a time.
/// </summary>
public sealed class DoorReader : IDisposable
{
    private const int PieceBytes = 128 * 1024;

    private readonly FileReader _reader;
    private readonly Standing _standing;
    private readonly IDisposable _slot;

    private DoorReader(FileReader reader, Standing standing, IDisposable slot) => (_reader, _standing, _slot) = (reader, standing, slot);

    /// <summary>The file when it was opened.</summary>
    public FileStatus Status => _reader.Status;

    /// <summary>Its length.</summary>
    public long LengthBytes => _reader.LengthBytes;

    /// <summary>Reads from an offset for the caller to have.</summary>
    /// <returns>Bytes read: as many as were asked for, fewer at the end of the file, 0 at or after it.</returns>
    /// <exception cref="PlatformException">Unauthenticated, NotFound, AccessDenied: the right has ended. CorruptData.</exception>
    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _standing.Require();
        var count = await _reader.ReadAsync(offset, buffer, cancellationToken);
        _standing.NoteExport(count);
        return count;
    }

    /// <summary>As <see cref="ReadAsync"/>, for a digest: the bytes stay here.</summary>
    public ValueTask<int> ReadInsideAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _standing.Require();
        return _reader.ReadAsync(offset, buffer, cancellationToken);
    }

    /// <summary>Sends a range that lies within the file. It ends with the right to it even if the client takes nothing.</summary>
    /// <exception cref="PlatformException">As <see cref="ReadAsync"/>; fewer bytes than asked for have been sent then.</exception>
    public async Task CopyToAsync(PipeWriter output, long offset, long lengthBytes, CancellationToken cancellationToken)
    {
        using var watch = _standing.Watch();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(watch.Lost, cancellationToken);
        try
        {
            for (var end = offset + lengthBytes; offset < end;)
            {
                var piece = output.GetMemory(PieceBytes);
                piece = piece[..(int)Math.Min(Math.Min(piece.Length, PieceBytes), end - offset)];
                var count = await ReadAsync(offset, piece, cancellationToken);
                if (count == 0)
                    throw new PlatformException(ErrorCode.CorruptData, $"{Status.Name} ended before its length.");
                output.Advance(count);
                await output.FlushAsync(ends.Token);
                offset += count;
            }
        }
        catch (OperationCanceledException) when (watch.Refusal is not null)
        {
            throw watch.Refusal!;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _slot.Dispose();
    }

    internal static async ValueTask<DoorReader> OpenAsync(
        FileSystem files, Admission admission, TransferLimit transfers, (Principal Who, FilePath Path) asked, CancellationToken cancellationToken)
    {
        var pass = admission.Admit(asked.Who, Operation.Read, asked.Path);
        var slot = transfers.Enter(pass.Actor.Name);
        try
        {
            var reader = await OpenFile.RunAsync(files.Volume, pass.Actor, asked.Path, cancellationToken);
            return new DoorReader(reader, admission.Standing(pass), slot);
        }
        catch
        {
            slot.Dispose();
            throw;
        }
    }
}
