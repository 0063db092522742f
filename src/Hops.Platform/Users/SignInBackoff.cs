using Hops.Core.Errors;

namespace Hops.Platform.Users;

/// <summary>
/// Slows down guessing: after some failures in a row an account accepts no further try for a while that doubles. Names that do not
/// exist are treated alike, so that nothing is told by it. In memory and bounded; a restart forgives. Thread safe.
/// </summary>
public sealed class SignInBackoff(TimeProvider time)
{
    private const int FailuresFree = 5;
    private const int AccountsMax = 10_000;
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Failures> _accounts = new(StringComparer.Ordinal);

    /// <summary>Checks that the account may try now.</summary>
    /// <exception cref="PlatformException"><c>Throttled</c> with the seconds to wait.</exception>
    public void Check(string name)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(name, out var failures) || failures.Until <= time.GetUtcNow())
                return;
            var wait = Math.Ceiling((failures.Until - time.GetUtcNow()).TotalSeconds);
            throw new PlatformException(ErrorCode.Throttled, $"Too many failed sign-ins for this account: try again in {wait} s.").With("retryAfter", wait);
        }
    }

    /// <summary>Counts a failure.</summary>
    public void Failed(string name)
    {
        lock (_lock)
        {
            if (_accounts.Count >= AccountsMax && !_accounts.ContainsKey(name))
                MakeRoom_NeedsLock();
            var count = (_accounts.TryGetValue(name, out var before) ? before.Count : 0) + 1;
            _accounts[name] = new Failures(count, time.GetUtcNow() + Wait(count));
        }
    }

    /// <summary>Forgets the failures of an account after a success.</summary>
    public void Succeeded(string name)
    {
        lock (_lock)
            _accounts.Remove(name);
    }

    private static TimeSpan Wait(int count)
    {
        if (count < FailuresFree)
            return TimeSpan.Zero;
        var seconds = Math.Pow(2, Math.Min(count - FailuresFree, 16));
        return TimeSpan.FromSeconds(Math.Min(seconds, WaitMax.TotalSeconds));
    }

    private void MakeRoom_NeedsLock()
    {
        foreach (var name in _accounts.OrderBy(pair => pair.Value.Until).Take(AccountsMax / 10).Select(pair => pair.Key).ToList())
            _accounts.Remove(name);
    }

    private sealed record Failures(int Count, DateTimeOffset Until);
}
