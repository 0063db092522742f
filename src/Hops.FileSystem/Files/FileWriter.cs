using System.Buffers;
using Hops.Core.Errors;
using Hops.FileSystem.Blocks;
using Hops.FileSystem.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Files;

/// <summary>
/// Writes a file from its beginning, or on at its end. What was written is durable and acknowledged when <see cref="CloseAsync(CancellationToken)"/> returns;
/// whole blocks become readable before. Without a close, disposal gives up as <see cref="AbortAsync"/>. For one caller at a time.
/// </summary>
/// <remarks>
/// Refusals of every call: <c>LeaseExpired</c> if the file was deleted, replaced or closed for its writer; <c>StorageQuotaExceeded</c>,
/// <c>DiskFull</c>. After a refusal the writer is of no more use.
/// </remarks>
public sealed class FileWriter : IAsyncDisposable
{
    /// <summary>The most blocks of a file.</summary>
    internal const int BlocksMax = 10_000;

    private readonly Volume _volume;
    private readonly WriterCommits _commits;
    private readonly long _blockSizeBytes;
    private ArrayBufferWriter<byte>? _small;
    private LooseBlock? _begun;
    private BlockWriter? _block;
    private int _blockCount;
    private State _state = State.Open;

    internal FileWriter(Volume volume, OpenedFile file)
    {
        _volume = volume;
        _commits = new WriterCommits(volume, file);
        _blockSizeBytes = file.Inode.BlockSizeBytes;
        _blockCount = file.BlockCount;
        LengthBytes = file.Inode.LengthBytes;
        if (file.BlockCount > 0)
            return;
        _small = new ArrayBufferWriter<byte>(Math.Max(file.Body.Length, 256));
        _small.Write(file.Body);
    }

    private enum State
    {
        Open,
        Closed,
        Failed,
    }

    /// <summary>The file.</summary>
    public long InodeId => _commits.InodeId;

    /// <summary>Length of the file with all that was written so far.</summary>
    public long LengthBytes { get; private set; }

    /// <summary>Adds bytes at the end.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        RequireOpen();
        if (!_volume.Leases.TryRenew(InodeId))
        {
            _state = State.Failed;
            throw _commits.Expired();
        }

        _state = State.Failed; // Until this call has succeeded.
        if (_small is not null && _small.WrittenCount + content.Length <= _volume.Options.SmallFileMaxBytes)
        {
            _small.Write(content.Span);
        }
        else
        {
            await SpillAsync(cancellationToken);
            await WriteBlocksAsync(content, cancellationToken);
        }

        LengthBytes += content.Length;
        _state = State.Open;
    }

    /// <summary>Makes the content durable, closes the file and gives up the lease. A second call does nothing.</summary>
    public ValueTask CloseAsync(CancellationToken cancellationToken = default) => CloseAsync(note: null, cancellationToken);

    /// <summary>As the other; what is noted is noted in the transaction that makes the content the file's.</summary>
    internal async ValueTask CloseAsync(Func<WriteTransaction, ValueTask<bool>>? note, CancellationToken cancellationToken)
    {
        if (_state == State.Closed)
            return;
        RequireOpen();
        _state = State.Failed; // Until this call has succeeded.
        if (_small is not null)
            await _commits.CloseAsync(_small.WrittenMemory, note, cancellationToken);
        else
            await _commits.CloseAsync(await FinishBlockAsync(cancellationToken), _blockCount, note, cancellationToken);
        DropBlock(delete: false);
        _state = State.Closed;
    }

    /// <summary>
    /// Gives up: a file that this writer created is removed, one that it appended to keeps what it had and the blocks that were complete.
    /// Does nothing after a close.
    /// </summary>
    public async ValueTask AbortAsync(CancellationToken cancellationToken = default)
    {
        if (_state == State.Closed)
            return;
        _state = State.Closed;
        DropBlock(delete: true);
        await _commits.AbortAsync(_begun, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => AbortAsync();

    private async ValueTask SpillAsync(CancellationToken cancellationToken)
    {
        if (_small is not { } small)
            return;
        _small = null;
        await WriteBlocksAsync(small.WrittenMemory, cancellationToken);
    }

    private async ValueTask WriteBlocksAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        while (!content.IsEmpty)
        {
            if (_block is null)
                await BeginBlockAsync(Math.Min(content.Length, _blockSizeBytes), cancellationToken);
            var part = content[..(int)Math.Min(content.Length, _blockSizeBytes - _block!.LengthBytes)];
            await _commits.ReserveAsync(_block.LengthBytes + part.Length, cancellationToken);
            _block.Append(part.Span);
            content = content[part.Length..];
            if (_block.LengthBytes < _blockSizeBytes)
                continue;
            await _commits.AddAsync((await FinishBlockAsync(cancellationToken))!, _blockCount, cancellationToken);
            DropBlock(delete: false);
            _blockCount++;
        }
    }

    private async ValueTask BeginBlockAsync(long lengthBytes, CancellationToken cancellationToken)
    {
        if (_blockCount >= BlocksMax)
            throw new PlatformException(ErrorCode.LimitExceeded, $"A file has at most {BlocksMax} blocks; write a new one.");
        var block = new LooseBlock(await _volume.Store.NextIdAsync("block", cancellationToken), Generation: 1);
        await _commits.BeginAsync(block, lengthBytes, cancellationToken);
        _begun = block;
        _block = _volume.Blocks.Create(block.BlockId, block.Generation);
    }

    private async ValueTask<BlockWriter?> FinishBlockAsync(CancellationToken cancellationToken)
    {
        if (_block is { } block)
            await Task.Run(block.Finish, cancellationToken);
        return _block;
    }

    private void DropBlock(bool delete)
    {
        if (_block is not { } block)
            return;
        _block = null;
        block.Dispose();
        if (delete)
            _volume.Blocks.Delete(block.BlockId, block.Generation);
        else
            _begun = null;
    }

    private void RequireOpen()
    {
        if (_state != State.Open)
            throw new PlatformException(ErrorCode.Conflict, "The writer is closed or has failed; open the file again.");
    }
}
