using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Hops.Net.Memory;

/// <summary>
/// The memory between sockets and what reads and writes them, in blocks of 32 KiB: one call of the kernel takes so much, and a reader is woken so much less often,
/// than with Kestrel's own of 4 KiB (ADR 0148). A connection on which nothing is under way holds none. Thread safe.
/// </summary>
public sealed class SocketBlocks : MemoryPool<byte>
{
    /// <summary>Length of a block.</summary>
    public const int BlockBytes = 32 * 1024;

    private readonly Lock _lock = new();
    private readonly Stack<Block> _free = new();
    private readonly int _freeMax;
    private bool _isDisposed;

    /// <param name="retainedMaxBytes">Bytes of returned blocks that are kept for reuse; what is above goes back to the system.</param>
    public SocketBlocks(int retainedMaxBytes) => _freeMax = retainedMaxBytes / BlockBytes;

    /// <inheritdoc/>
    public override int MaxBufferSize => BlockBytes;

    /// <summary>A block, or another one that was given back.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More is wanted than a block has.</exception>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        lock (_lock)
        {
            // The last one that came back is the likeliest to be in the processor's cache.
            if (_free.TryPop(out var block))
                return block.Lend();
        }

        return new Block(this).Lend();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        lock (_lock)
        {
            _isDisposed = true;
            _free.Clear();
        }
    }

    private void Return(Block block)
    {
        lock (_lock)
        {
            if (!_isDisposed && _free.Count < _freeMax)
                _free.Push(block);
        }
    }

    /// <summary>Gives each endpoint blocks of its own.</summary>
    internal sealed class Factory : IMemoryPoolFactory<byte>
    {
        private const int RetainedMaxBytes = 16 * 1024 * 1024;

        /// <inheritdoc/>
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new SocketBlocks(RetainedMaxBytes);
    }

    private sealed class Block(SocketBlocks pool) : IMemoryOwner<byte>
    {
        // Sockets pin what they are given; here that costs nothing.
        private readonly byte[] _array = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
        private int _isLent;

        public Memory<byte> Memory => _array;

        public Block Lend()
        {
            _isLent = 1;
            return this;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLent, 0) == 1)
                pool.Return(this);
        }
    }
}
