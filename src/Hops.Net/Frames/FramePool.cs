using System.Numerics;

namespace Hops.Net.Frames;

/// <summary>
/// Memory of frames on their way through the process: arrays of power-of-two sizes, kept for reuse up to a limit, and a budget of what
/// may be rented at a time. A renter waits when the budget is used up, which stops the reading of its connection. Thread safe.
/// </summary>
/// <param name="inFlightMaxBytes">Budget of rented bytes; a single larger frame is let through alone.</param>
/// <param name="retainedMaxBytes">Bytes of returned arrays that are kept for reuse.</param>
public sealed class FramePool(long inFlightMaxBytes, long retainedMaxBytes)
{
    private const int SizeMinBytes = 1024;

    private readonly Lock _lock = new();
    private readonly Stack<byte[]>[] _free = CreateClasses();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private long _inFlightBytes;
    private long _retainedBytes;

    /// <summary>Bytes rented at the moment.</summary>
    public long InFlightBytes
    {
        get
        {
            lock (_lock)
                return _inFlightBytes;
        }
    }

    /// <summary>Rents a buffer of at least <paramref name="capacityBytes"/>, waiting for room in the budget.</summary>
    public async ValueTask<FrameBuffer> RentAsync(int capacityBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource waiter;
            lock (_lock)
            {
                if (TryTake_NeedsLock(capacityBytes) is { } array)
                    return new FrameBuffer(this, array);
                waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue(waiter);
            }

            await waiter.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Rents an array for output; never waits, because output is what frees the budget.</summary>
    internal byte[] RentOutput(int capacityBytes)
    {
        lock (_lock)
            return Take_NeedsLock(capacityBytes);
    }

    internal void Return(byte[] array)
    {
        TaskCompletionSource[] woken;
        lock (_lock)
        {
            _inFlightBytes -= array.Length;
            if (_retainedBytes + array.Length <= retainedMaxBytes)
            {
                _retainedBytes += array.Length;
                _free[ClassOf(array.Length)].Push(array);
            }

            woken = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var waiter in woken)
            waiter.TrySetResult();
    }

    private static Stack<byte[]>[] CreateClasses()
    {
        var classes = new Stack<byte[]>[32];
        for (var index = 0; index < classes.Length; index++)
            classes[index] = new Stack<byte[]>();
        return classes;
    }

    private static int ClassOf(int lengthBytes) => BitOperations.Log2((uint)lengthBytes);

    private byte[]? TryTake_NeedsLock(int capacityBytes)
    {
        var length = SizeOf(capacityBytes);
        return _inFlightBytes > 0 && _inFlightBytes + length > inFlightMaxBytes ? null : Take_NeedsLock(capacityBytes);
    }

    private byte[] Take_NeedsLock(int capacityBytes)
    {
        var length = SizeOf(capacityBytes);
        _inFlightBytes += length;
        if (!_free[ClassOf(length)].TryPop(out var array))
            return GC.AllocateUninitializedArray<byte>(length);
        _retainedBytes -= array.Length;
        return array;
    }

    private static int SizeOf(int capacityBytes) =>
        (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacityBytes, SizeMinBytes)), 1u << 30);
}
