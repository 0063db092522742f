using Hops.Net.Memory;

namespace Hops.Net.Frames;

/// <summary>
/// The bytes of one received frame in rented memory, counted by reference: whoever keeps a slice beyond the call in which it got the frame
/// calls <see cref="Retain"/> and later <see cref="Release"/>. The last release returns the memory. Thread safe.
/// </summary>
public sealed class FrameBuffer
{
    private readonly FramePool? _pool;
    private byte[]? _array;
    private int _references = 1;
    private MemoryAccount? _account;
    private long _chargedBytes;

    internal FrameBuffer(FramePool pool, byte[] array) => (_pool, _array) = (pool, array);

    /// <summary>A frame over memory that nobody rents, for clients and tests.</summary>
    public FrameBuffer(byte[] content)
    {
        _array = content;
        LengthBytes = content.Length;
    }

    /// <summary>Bytes of the frame, without its length prefix.</summary>
    public int LengthBytes { get; internal set; }

    /// <summary>The memory; the frame is its first <see cref="LengthBytes"/> bytes.</summary>
    /// <exception cref="ObjectDisposedException">All references were released.</exception>
    public byte[] Array => _array ?? throw new ObjectDisposedException(nameof(FrameBuffer));

    /// <summary>The bytes of the frame.</summary>
    public ReadOnlyMemory<byte> Memory => new(Array, 0, LengthBytes);

    /// <summary>Adds a reference.</summary>
    public FrameBuffer Retain()
    {
        ObjectDisposedException.ThrowIf(Interlocked.Increment(ref _references) <= 1, this);
        return this;
    }

    /// <summary>Drops a reference; the last one returns the memory.</summary>
    public void Release()
    {
        var left = Interlocked.Decrement(ref _references);
        ObjectDisposedException.ThrowIf(left < 0, this);
        if (left > 0)
            return;
        var array = Interlocked.Exchange(ref _array, null);
        if (array is not null)
            _pool?.Return(array);
        _account?.Release(_chargedBytes);
    }

    /// <summary>Takes over a charge, which is released with the last reference.</summary>
    internal void Bear(MemoryAccount? account, long bytes) => (_account, _chargedBytes) = (account, bytes);

    /// <summary>Hands its charge to the buffer that takes its place.</summary>
    internal void PassChargeTo(FrameBuffer successor)
    {
        successor.Bear(_account, _chargedBytes);
        _account = null;
    }
}
