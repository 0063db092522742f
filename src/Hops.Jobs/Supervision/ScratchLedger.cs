namespace Hops.Jobs.Supervision;

/// <summary>How much the staging directories of all runners hold together. When it is too much, the largest has to go. Thread safe.</summary>
/// <param name="maxBytes">Most bytes together.</param>
public sealed class ScratchLedger(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _usedBytes = new(StringComparer.Ordinal);

    /// <summary>Most bytes together.</summary>
    public long MaxBytes { get; } = maxBytes;

    /// <summary>Bytes of all of them, as last told.</summary>
    public long UsedBytes
    {
        get
        {
            lock (_lock)
                return _usedBytes.Values.Sum();
        }
    }

    /// <summary>Notes what a staging directory holds now.</summary>
    /// <returns>False if all together hold too much and this one most: its runner is to be ended.</returns>
    public bool Note(string stagingDirectory, long usedBytes)
    {
        lock (_lock)
        {
            _usedBytes[stagingDirectory] = usedBytes;
            return _usedBytes.Values.Sum() <= MaxBytes || usedBytes < _usedBytes.Values.Max();
        }
    }

    /// <summary>Forgets a staging directory: its runner has ended.</summary>
    public void Forget(string stagingDirectory)
    {
        lock (_lock)
            _usedBytes.Remove(stagingDirectory);
    }
}
