using Hops.Core.Errors;

namespace Hops.FileSystem.Door;

/// <summary>How many uploads and downloads, or copies, one caller has under way, over all protocols. Thread safe.</summary>
/// <param name="perCallerMax">Most of one caller.</param>
/// <param name="noun">What they are called in refusals.</param>
internal sealed class TransferLimit(int perCallerMax, string noun = "transfers")
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _underWay = new(StringComparer.Ordinal);

    /// <summary>Transfers of all callers.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _underWay.Values.Sum();
        }
    }

    /// <summary>Counts a transfer of <paramref name="caller"/> until the result is disposed.</summary>
    /// <exception cref="PlatformException">Throttled.</exception>
    internal IDisposable Enter(string caller)
    {
        lock (_lock)
        {
            var count = _underWay.GetValueOrDefault(caller);
            if (count >= perCallerMax)
            {
                throw new PlatformException(
                    ErrorCode.Throttled, $"{caller} has {count} {noun} under way, which is the limit; try again when one has ended.");
            }

            _underWay[caller] = count + 1;
        }

        return new Transfer(this, caller);
    }

    private void Leave(string caller)
    {
        lock (_lock)
        {
            if (--_underWay[caller] == 0)
                _underWay.Remove(caller);
        }
    }

    private sealed class Transfer(TransferLimit limit, string caller) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                limit.Leave(caller);
        }
    }
}
