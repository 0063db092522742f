using System.Globalization;
using Hops.Core.Errors;

namespace Hops.Streaming.Supervision;

/// <summary>
/// Counts how often in a row the runner of a query has died without saying why. Once or twice it may have been the machine; a batch that
/// kills its runner each time does so again, and would be tried for ever.
/// </summary>
/// <param name="crashesMax">How often is too often.</param>
internal sealed class CrashCount(int crashesMax)
{
    private const int SignalBase = 128;

    private int _crashes;

    /// <summary>A batch was committed, or the runner has said what is wrong: what died before died of something else.</summary>
    public void Reset() => _crashes = 0;

    /// <summary>A runner has died.</summary>
    /// <param name="exitCode">Its exit code.</param>
    /// <returns>The failure: one that may be tried again, or at last one that may not.</returns>
    public PlatformException Add(int exitCode)
    {
        _crashes++;
        var how = Describe(exitCode);
        return _crashes < crashesMax
            ? new PlatformException(ErrorCode.Unavailable, $"The runner ended {how} and without a reason; it may have run out of memory.")
            : new PlatformException(
                ErrorCode.Internal,
                $"The runner died {_crashes} times in a row before it had committed a batch, the last time {how}: the next batch seems to kill it. Try smaller "
                + "batches (limits.recordsPerBatchMax) or other SQL, and start the query again.")
                .With("crashes", _crashes).With("exitCode", exitCode);
    }

    private static string Describe(int exitCode) => string.Create(CultureInfo.InvariantCulture, $"with code {exitCode}") + exitCode switch
    {
        SignalBase + 6 => " (SIGABRT)",
        SignalBase + 9 => " (SIGKILL)",
        SignalBase + 11 => " (SIGSEGV, a fault in native code)",
        _ => "",
    };
}
