using Hops.Core.Errors;

namespace Hops.Hadoop.WebHdfs;

/// <summary>How many uploads and downloads one caller has under way.</summary>
internal sealed class TransferLimit(WebHdfsOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _underWay = new(StringComparer.Ordinal);

    /// <summary>Counts a transfer of <paramref name="caller"/> until the result is disposed.</summary>
    /// <exception cref="PlatformException">Throttled.</exception>
    public IDisposable Enter(string caller)
    {
        lock (_lock)
        {
            var count = _underWay.GetValueOrDefault(caller);
            if (count >= options.TransfersPerCallerMax)
            {
                throw new PlatformException(
                    ErrorCode.Throttled, $"{caller} has {count} transfers under way, which is the limit; try again when one has ended.");
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
            {
                _underWay.Remove(caller);
            }
        }
    }

    private sealed class Transfer(TransferLimit limit, string caller) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
            {
                limit.Leave(caller);
            }
        }
    }
}
