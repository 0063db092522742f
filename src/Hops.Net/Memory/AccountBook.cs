namespace Hops.Net.Memory;

/// <summary>
/// The accounts of all owners (projects) that have connections: one for requests as they arrive, one for what is made of them, one for answers
/// that nobody has taken yet. They are apart, so that a consumer that does not read holds up no producer. An owner without connections has none.
/// </summary>
/// <param name="requestsMaxBytes">Bound of the requests of one owner, bytes: of what they announced, and again of what is made of them.</param>
/// <param name="answersMaxBytes">Bound of the answers of one owner, bytes.</param>
public sealed class AccountBook(long requestsMaxBytes, long answersMaxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Entry> _entries = [];

    /// <summary>Owners that have connections.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    /// <summary>The accounts of an owner for one more connection, which disposes them once.</summary>
    public OwnerAccounts Open(long ownerId)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(ownerId, out var entry))
                _entries[ownerId] = entry = new Entry(new MemoryAccount(requestsMaxBytes), new MemoryAccount(requestsMaxBytes), new MemoryAccount(answersMaxBytes));
            entry.Connections++;
            return new OwnerAccounts(entry.Frames, entry.Work, entry.Answers, () => Close(ownerId));
        }
    }

    private void Close(long ownerId)
    {
        lock (_lock)
        {
            if (--_entries[ownerId].Connections == 0)
                _entries.Remove(ownerId);
        }
    }

    private sealed class Entry(MemoryAccount frames, MemoryAccount work, MemoryAccount answers)
    {
        public MemoryAccount Frames => frames;

        public MemoryAccount Work => work;

        public MemoryAccount Answers => answers;

        public int Connections { get; set; }
    }
}

/// <summary>The accounts that a connection of one owner charges.</summary>
public sealed class OwnerAccounts : IDisposable
{
    private Action? _close;

    internal OwnerAccounts(MemoryAccount frames, MemoryAccount work, MemoryAccount answers, Action close)
    {
        (Frames, Work, Answers) = (frames, work, answers);
        _close = close;
    }

    /// <summary>Requests as they arrive: charged as long as they announced to be, until they are answered.</summary>
    public MemoryAccount Frames { get; }

    /// <summary>What is made of requests: decoded messages and what is held to answer them.</summary>
    public MemoryAccount Work { get; }

    /// <summary>Answers that the peer has not taken.</summary>
    public MemoryAccount Answers { get; }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _close, null)?.Invoke();
}
