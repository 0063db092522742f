using Hops.Core.Errors;

namespace Hops.Platform.Users;

/// <summary>
/// Slows down guessing before it costs a hash. Two counts: one source has a number of failures that comes back with time, whatever names
/// it tries; and one source that fails at one account again and again waits, ever longer, for that account. A failure at an account from
/// one source says nothing about the same account from another, so nobody shuts somebody else out. A pair that has signed in before is
/// not charged to its source: who shares an address with an attacker gets in. Sources from which an account has never signed in share a
/// third, slow count of it, so that guessing does not become faster with the number of addresses (ADR 0081). Names that do not exist are
/// treated alike. In memory and bounded; a restart forgives. Thread safe.
/// </summary>
public sealed class SignInThrottle(TimeProvider time)
{
    /// <summary>Failures in a row at one account from one source before it has to wait.</summary>
    private const int FailuresFree = 5;

    private const int EntriesMax = 10_000;
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();

    /// <summary>Failures of one source.</summary>
    private readonly Budgets _sources = new(triesMax: 30, recovery: TimeSpan.FromMinutes(1));

    /// <summary>Failures of all strangers together at one account.</summary>
    private readonly Budgets _strangers = new(triesMax: 100, recovery: TimeSpan.FromHours(1));
    private readonly Dictionary<(string Source, string Account), Failures> _pairs = [];
    private readonly Dictionary<(string Source, string Account), DateTimeOffset> _known = [];

    /// <summary>Checks that the source may try the account now, and charges it with a failure until the outcome is told.</summary>
    /// <param name="source">Where the try comes from.</param>
    /// <param name="account">Name that is tried, of a user or not.</param>
    /// <param name="isSignedIn">True if it comes with a session of that account, which is then the source: no stranger.</param>
    /// <returns>In which queue of hashes it waits: that of its source, or one of its own for a pair that is known.</returns>
    /// <exception cref="PlatformException"><c>Throttled</c> with the seconds to wait.</exception>
    public string Enter(string source, string account, bool isSignedIn = false)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_pairs.TryGetValue((source, account), out var failures) && failures.Until > now)
                throw Refusal("Too many failed sign-ins for this account from your address", failures.Until - now);
            if (_known.ContainsKey((source, account)))
                return $"{source} {account}";
            var isStranger = !isSignedIn && !IsThisMachine(source);
            if (isStranger && !_strangers.HasRoom(account, now))
            {
                throw Refusal(
                    "Too many failed sign-ins for this account from addresses that are new to it; sign in from one that is not, or",
                    _strangers.Wait);
            }

            if (!_sources.HasRoom(source, now))
                throw Refusal("Too many failed sign-ins from your address", _sources.Wait);
            _sources.Charge(source, 1, now);
            if (isStranger)
                _strangers.Charge(account, 1, now);
            return source;
        }
    }

    /// <summary>Counts a failure.</summary>
    public void Failed(string source, string account)
    {
        lock (_lock)
        {
            var pair = (source, account);
            if (!_pairs.ContainsKey(pair))
                Oldest.MakeRoom(_pairs, EntriesMax, static failures => failures.Until);
            var count = (_pairs.TryGetValue(pair, out var before) ? before.Count : 0) + 1;
            _pairs[pair] = new Failures(count, time.GetUtcNow() + Wait(count));
        }
    }

    /// <summary>Gives back what a try was charged with that has neither failed nor succeeded: it is asked to come again with a code.</summary>
    public void Withdrawn(string source, string account)
    {
        lock (_lock)
        {
            if (!_known.ContainsKey((source, account)))
                GiveBack_NeedsLock(source, account, time.GetUtcNow());
        }
    }

    /// <summary>Forgets the failures of the pair, gives back what the try was charged with, and knows the pair from now on.</summary>
    public void Succeeded(string source, string account)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _pairs.Remove((source, account));
            if (_known.TryAdd((source, account), now))
            {
                GiveBack_NeedsLock(source, account, now);
                Oldest.MakeRoom(_known, EntriesMax, static seen => seen);
            }

            _known[(source, account)] = now;
        }
    }

    private void GiveBack_NeedsLock(string source, string account, DateTimeOffset now)
    {
        _sources.Charge(source, -1, now);
        _strangers.Charge(account, -1, now);
    }

    /// <summary>Who is at the machine itself can always let an account in, whatever others do.</summary>
    private static bool IsThisMachine(string source) =>
        source == SignInSource.Of(null) || (System.Net.IPAddress.TryParse(source, out var address) && System.Net.IPAddress.IsLoopback(address));

    private static PlatformException Refusal(string what, TimeSpan wait)
    {
        var seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds));
        return new PlatformException(ErrorCode.Throttled, $"{what}: try again in {seconds} s.").With("retryAfter", seconds);
    }

    private static TimeSpan Wait(int count)
    {
        if (count < FailuresFree)
            return TimeSpan.Zero;
        var seconds = Math.Pow(2, Math.Min(count - FailuresFree, 16));
        return TimeSpan.FromSeconds(Math.Min(seconds, WaitMax.TotalSeconds));
    }

    private readonly record struct Failures(int Count, DateTimeOffset Until);
}
