namespace Hops.Net.Memory;

/// <summary>
/// Memory that somebody makes the server hold, in bytes, and the most it may be. Who may wait does so in order; work that has begun charges
/// what it must and holds up what comes after it. A single charge above the bound is let through alone, so that nothing waits for ever. Thread
/// safe.
/// </summary>
/// <remarks>Nobody waits for an account while holding a charge to it: two that did would wait for each other.</remarks>
/// <param name="maxBytes">Bound of what is charged to it, bytes.</param>
public sealed class MemoryAccount(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private long _usedBytes;

    /// <summary>Bound of what is charged to it, bytes.</summary>
    public long MaxBytes => maxBytes;

    /// <summary>Bytes charged to it at present.</summary>
    public long UsedBytes
    {
        get
        {
            lock (_lock)
                return _usedBytes;
        }
    }

    /// <summary>Charges memory that is held already, or that must be; never waits.</summary>
    public void Charge(long bytes)
    {
        lock (_lock)
            _usedBytes += bytes;
    }

    /// <summary>Charges memory when there is room for it, in the order of asking.</summary>
    /// <param name="bytes">How much; 0 only waits until nothing is beyond its bound.</param>
    /// <param name="cancellationToken">Ends the waiting; nothing is charged then.</param>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask ChargeAsync(long bytes, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            if (_waiting.Count == 0 && Fits_NeedsLock(bytes))
            {
                _usedBytes += bytes;
                return;
            }

            node = _waiting.AddLast(new Waiter(this, bytes));
            Admit_NeedsLock();
        }

        await using var cancelled = cancellationToken.UnsafeRegister(static state => GiveUp((LinkedListNode<Waiter>)state!), node);
        await node.Value.Done.Task;
    }

    /// <summary>Takes back a charge.</summary>
    public void Release(long bytes)
    {
        lock (_lock)
        {
            _usedBytes -= bytes;
            Admit_NeedsLock();
        }
    }

    private static void GiveUp(LinkedListNode<Waiter> node)
    {
        var account = node.Value.Account;
        lock (account._lock)
        {
            if (node.List is null)
                return;
            account._waiting.Remove(node);
            account.Admit_NeedsLock();
        }

        node.Value.Done.TrySetCanceled();
    }

    private bool Fits_NeedsLock(long bytes) => _usedBytes == 0 || _usedBytes + bytes <= maxBytes;

    /// <summary>Lets in who has room now; nobody gets past another.</summary>
    private void Admit_NeedsLock()
    {
        while (_waiting.First is { } node && Fits_NeedsLock(node.Value.Bytes))
        {
            _usedBytes += node.Value.Bytes;
            _waiting.Remove(node);
            node.Value.Done.TrySetResult();
        }
    }

    private sealed class Waiter(MemoryAccount account, long bytes)
    {
        public MemoryAccount Account => account;

        public long Bytes => bytes;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
