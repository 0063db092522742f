namespace Hops.Platform.Users;

/// <summary>Keeps dictionaries of what strangers send within a bound.</summary>
internal static class Oldest
{
    /// <summary>Forgets the tenth that is oldest when there are too many.</summary>
    internal static void MakeRoom<TKey, TEntry>(Dictionary<TKey, TEntry> entries, int entriesMax, Func<TEntry, DateTimeOffset> age)
        where TKey : notnull
    {
        if (entries.Count < entriesMax)
            return;
        foreach (var key in entries.OrderBy(entry => age(entry.Value)).Take(entriesMax / 10).Select(entry => entry.Key).ToList())
            entries.Remove(key);
    }
}
