namespace Hops.Net.Memory;

/// <summary>
/// Memory that somebody makes the server hold, in bytes, and the most it may be; what is charged to an account is charged to those above
/// it too. Who may wait does so in order; work that has begun charges what it must and holds up what comes after it. A single charge above the
/// bound is let through alone, so that nothing waits for ever. Thread safe.
/// </summary>
/// <remarks>Nobody waits for an account while holding a charge to it: two that did would wait for each other.</remarks>
public sealed class MemoryAccount
{
    private readonly MemoryAccount? _parent;
    private readonly Lock _lock;
    private readonly LinkedList<Waiter> _waiting;
    private long _usedBytes;

    /// <param name="maxBytes">Bound of what is charged to it, bytes.</param>
    /// <param name="parent">The account above it; null if there is none.</param>
    public MemoryAccount(long maxBytes, MemoryAccount? parent = null)
    {
        MaxBytes = maxBytes;
        _parent = parent;
        _lock = parent?._lock ?? new Lock();
        _waiting = parent?._waiting ?? new LinkedList<Waiter>();
    }

    /// <summary>Bound of what is charged to it, bytes.</summary>
    public long MaxBytes { get; }

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
            Add_NeedsLock(bytes);
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
                Add_NeedsLock(bytes);
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
            Add_NeedsLock(-bytes);
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

    private void Add_NeedsLock(long bytes)
    {
        for (var account = this; account is not null; account = account._parent)
            account._usedBytes += bytes;
    }

    private bool Fits_NeedsLock(long bytes)
    {
        for (var account = this; account is not null; account = account._parent)
        {
            if (account._usedBytes > 0 && account._usedBytes + bytes > account.MaxBytes)
                return false;
        }

        return true;
    }

    /// <summary>Lets in who has room now; nobody gets past another of the same account.</summary>
    private void Admit_NeedsLock()
    {
        HashSet<MemoryAccount>? full = null;
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            var (account, bytes) = (node.Value.Account, node.Value.Bytes);
            if (full?.Contains(account) != true && account.Fits_NeedsLock(bytes))
            {
                account.Add_NeedsLock(bytes);
                _waiting.Remove(node);
                node.Value.Done.TrySetResult();
            }
            else
            {
                (full ??= []).Add(account);
            }

            node = next;
        }
    }

    private sealed class Waiter(MemoryAccount account, long bytes)
    {
        public MemoryAccount Account => account;

        public long Bytes => bytes;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
