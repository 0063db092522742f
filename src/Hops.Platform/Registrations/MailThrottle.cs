using Hops.Core.Errors;
using Hops.Platform.Users;

namespace Hops.Platform.Registrations;

/// <summary>How many mails one source may have us send: twenty at a time, which come back within an hour. Thread safe.</summary>
internal sealed class MailThrottle(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Budgets _sources = new(triesMax: 20, recovery: TimeSpan.FromHours(1));

    /// <summary>Charges a source with a mail.</summary>
    /// <exception cref="PlatformException"><c>Throttled</c> with the seconds to wait.</exception>
    internal void Enter(string source)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_sources.HasRoom(source, now))
            {
                throw new PlatformException(ErrorCode.Throttled, "Too many mails were asked for from your address: try again later.")
                    .With("retryAfter", Math.Ceiling(_sources.Wait.TotalSeconds));
            }

            _sources.Charge(source, 1, now);
        }
    }

    /// <summary>Charges a source with a mail that nobody waits for.</summary>
    /// <returns>False if it had too many: the mail is left out.</returns>
    internal bool TryEnter(string source)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_sources.HasRoom(source, now))
                return false;
            _sources.Charge(source, 1, now);
            return true;
        }
    }
}
