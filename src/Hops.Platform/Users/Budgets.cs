namespace Hops.Platform.Users;

/// <summary>A number of tries for each key that comes back evenly with time. Bounded; not thread safe.</summary>
/// <param name="triesMax">Tries at one time.</param>
/// <param name="recovery">How long it takes until all of them have come back.</param>
internal sealed class Budgets(int triesMax, TimeSpan recovery)
{
    private const int KeysMax = 10_000;

    private readonly Dictionary<string, (double Spent, DateTimeOffset At)> _keys = new(StringComparer.Ordinal);

    /// <summary>How long it takes until one try has come back.</summary>
    public TimeSpan Wait => recovery / triesMax;

    /// <summary>True if the key has a try left.</summary>
    public bool HasRoom(string key, DateTimeOffset now) => Spent(key, now) + 1 <= triesMax;

    /// <summary>Takes tries from a key, or gives them back.</summary>
    public void Charge(string key, int tries, DateTimeOffset now)
    {
        if (!_keys.ContainsKey(key))
            Oldest.MakeRoom(_keys, KeysMax, static budget => budget.At);
        _keys[key] = (Math.Max(0, Spent(key, now) + tries), now);
    }

    private double Spent(string key, DateTimeOffset now) =>
        _keys.TryGetValue(key, out var budget) ? Math.Max(0, budget.Spent - ((now - budget.At) / recovery * triesMax)) : 0;
}
