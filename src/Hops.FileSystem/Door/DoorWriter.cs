using System.IO.Pipelines;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Files;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Door;

/// <summary>
/// A file that a caller writes. Each piece, and the end, is asked for anew: an upload whose caller has lost the right is refused and not
/// completed. Without a close it gives up, as <see cref="FileWriter"/>. For one caller at a time.
/// </summary>
public sealed class DoorWriter : IAsyncDisposable
{
    private readonly FileWriter _writer;
    private readonly Standing _standing;
    private readonly IDisposable _slot;
    private readonly TimeSpan _idleTimeout;
    private readonly Func<WriteTransaction, long, ValueTask<bool>>? _note;

    internal DoorWriter(
        FileWriter writer, Standing standing, IDisposable slot, TimeSpan idleTimeout, Func<WriteTransaction, long, ValueTask<bool>>? note) =>
        (_writer, _standing, _slot, _idleTimeout, _note) = (writer, standing, slot, idleTimeout, note);

    /// <summary>Length of the file with all that was written so far.</summary>
    public long LengthBytes => _writer.LengthBytes;

    /// <summary>Adds bytes at the end.</summary>
    /// <exception cref="PlatformException">Unauthenticated, NotFound, AccessDenied: the right has ended; those of <see cref="FileWriter"/>.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _standing.Require();
        return _writer.WriteAsync(content, cancellationToken);
    }

    /// <summary>
    /// Adds all that comes. The next piece is read when the last one is written, so that a slow disk slows the client down and memory stays
    /// bounded. It ends with the right to it even if the client sends nothing. What has come is written whole, also if the client goes then.
    /// </summary>
    /// <param name="input">What comes.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <param name="lengthMaxBytes">The most that the file may have in the end.</param>
    /// <exception cref="PlatformException">As <see cref="WriteAsync"/>; Timeout if the client is silent for too long, TooLarge.</exception>
    public async Task CopyFromAsync(PipeReader input, CancellationToken cancellationToken, long lengthMaxBytes = long.MaxValue)
    {
        using var watch = _standing.Watch();
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(watch.Lost, cancellationToken);
        while (true)
        {
            var read = await ReadPieceAsync(input, watch, idle, cancellationToken);
            try
            {
                if (read.Buffer.Length > lengthMaxBytes - LengthBytes)
                    throw new PlatformException(ErrorCode.TooLarge, $"More came than the {lengthMaxBytes} bytes that were announced.");
                foreach (var piece in read.Buffer)
                    await WriteAsync(piece, CancellationToken.None);
            }
            finally
            {
                // Also after a refusal: a reader that is left in the middle of a read cannot be drained by its owner.
                input.AdvanceTo(read.Buffer.End);
            }

            if (read.IsCompleted)
                return;
        }
    }

    /// <summary>Makes the content durable, closes the file, gives up the lease, and tells the audit trail.</summary>
    /// <exception cref="PlatformException">As <see cref="WriteAsync"/>; the file is not completed then.</exception>
    public ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        _standing.Require();
        return _writer.CloseAsync(_note is null ? null : transaction => _note(transaction, LengthBytes), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _slot.Dispose();
    }

    private async ValueTask<ReadResult> ReadPieceAsync(
        PipeReader input, StandingWatch watch, CancellationTokenSource idle, CancellationToken cancellationToken)
    {
        idle.CancelAfter(_idleTimeout);
        try
        {
            return await input.ReadAsync(idle.Token);
        }
        catch (OperationCanceledException) when (watch.Refusal is not null)
        {
            throw watch.Refusal!;
        }
        catch (OperationCanceledException silence) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PlatformException(ErrorCode.Timeout, $"The client sent nothing for {_idleTimeout}; the upload is given up.", silence);
        }
        finally
        {
            idle.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
