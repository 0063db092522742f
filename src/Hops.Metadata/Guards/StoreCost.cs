namespace Hops.Metadata.Guards;

/// <summary>What operations asked of the store. Thread safe; take the difference of two to measure one operation.</summary>
public sealed class StoreCost
{
    private int _reads;
    private int _changes;
    private int _roundTrips;
    private int _transactions;

    /// <summary>Calls that read, however many rows each.</summary>
    public int Reads => _reads;

    /// <summary>Calls that change.</summary>
    public int Changes => _changes;

    /// <summary>
    /// Times that a database across the network would have to be waited for: each reading call, and each run of changes without a read in
    /// between, the last of which carries the commit.
    /// </summary>
    public int RoundTrips => _roundTrips;

    /// <summary>Transactions, of both kinds.</summary>
    public int Transactions => _transactions;

    /// <summary>Forgets everything.</summary>
    public void Clear() => _reads = _changes = _roundTrips = _transactions = 0;

    internal void AddTransaction() => Interlocked.Increment(ref _transactions);

    internal void AddRead()
    {
        Interlocked.Increment(ref _reads);
        Interlocked.Increment(ref _roundTrips);
    }

    internal void AddChange(bool startsRun)
    {
        Interlocked.Increment(ref _changes);
        if (startsRun)
            Interlocked.Increment(ref _roundTrips);
    }
}
