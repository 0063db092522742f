using Hops.Net.Frames;
using Hops.Net.Memory;

namespace Hops.Kafka.Dispatch;

/// <summary>
/// Bytes of the responses of one connection that its peer has not taken yet. A peer that asks on and does not read would otherwise make us
/// hold as many fetches as its pipeline is deep. Thread safe.
/// </summary>
/// <param name="maxBytes">Beyond it nothing further is begun.</param>
internal sealed class UnsentBytes(long maxBytes)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiting;
    private long _bytes;

    /// <summary>Counts a response, and charges it to an account, until it is disposed: sent or thrown away.</summary>
    public void Count(FrameBuilder response, MemoryAccount? account)
    {
        var lengthBytes = response.LengthBytes;
        lock (_lock)
            _bytes += lengthBytes;
        account?.Charge(lengthBytes);
        response.Own(new Counted(this, account, lengthBytes));
    }

    /// <summary>Completes when there is room to begin another response.</summary>
    public Task RoomAsync()
    {
        lock (_lock)
        {
            if (_bytes <= maxBytes)
                return Task.CompletedTask;
            _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    private void Discount(long lengthBytes)
    {
        TaskCompletionSource? waiting;
        lock (_lock)
        {
            _bytes -= lengthBytes;
            if (_bytes > maxBytes)
                return;
            (waiting, _waiting) = (_waiting, null);
        }

        waiting?.TrySetResult();
    }

    private sealed class Counted(UnsentBytes unsent, MemoryAccount? account, long lengthBytes) : IDisposable
    {
        public void Dispose()
        {
            account?.Release(lengthBytes);
            unsent.Discount(lengthBytes);
        }
    }
}
