using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Guards;

/// <summary>The locks that one write transaction has asked for, and whether it may change what it changes.</summary>
internal sealed class LockLedger(GuardRules rules)
{
    private readonly Dictionary<(Table Table, Key Key), LockMode> _locks = new(new RowComparer());
    private int _lastTable;
    private Key? _lastKey;

    /// <summary>Notes the locks of one call. The engine takes those of one call in key order, so only calls are compared.</summary>
    internal void Lock(Table table, IEnumerable<Key> keys, LockMode mode)
    {
        if (mode == LockMode.None)
            return;
        var fresh = new List<Key>();
        foreach (var key in keys)
        {
            if (!_locks.TryGetValue((table, key), out var held))
                fresh.Add(key);
            else if (held < mode)
                throw Broken($"a row of {table.Name} is locked for {held} and then for {mode}: ask for the stronger lock at once");
        }

        if (fresh.Count == 0)
            return;
        fresh.Sort(KeyOrder.Instance);
        CheckOrder(table, fresh[0]);
        _lastKey = fresh[^1];
        foreach (var key in fresh)
            _locks[(table, key)] = mode;
    }

    /// <summary>Notes a row that this transaction made: it may change it again.</summary>
    internal void Own(Table table, Key key) => _locks[(table, key)] = LockMode.Destroy;

    internal void CheckChange(Table table, Key key, LockMode needed)
    {
        if (rules.Blind.Contains(table) || (_locks.TryGetValue((table, key), out var held) && held >= needed))
            return;
        throw Broken($"a row of {table.Name} is changed without having been read with {needed}: read it so, or declare the table blind");
    }

    internal void CheckDeletePrefix(Table table)
    {
        if (!rules.Blind.Contains(table))
            throw Broken($"rows of {table.Name} are deleted by prefix: declare the table blind, and say what guards its rows");
    }

    internal static InvalidOperationException Broken(string rule) => new($"guard of the metadata store: {rule}");

    private void CheckOrder(Table table, Key first)
    {
        var place = Place(table);
        if (place < _lastTable)
            throw Broken($"{table.Name} is locked after {rules.LockOrder[_lastTable].Name}; the order of tables is the other way round");
        if (place == _lastTable && _lastKey is { } last && !rules.TopDown.Contains(table) && KeyOrder.Instance.Compare(first, last) < 0)
            throw Broken($"rows of {table.Name} are not locked in key order");
        _lastTable = place;
    }

    private int Place(Table table)
    {
        for (var i = 0; i < rules.LockOrder.Count; i++)
        {
            if (ReferenceEquals(rules.LockOrder[i], table))
                return i;
        }

        throw Broken($"{table.Name} has no place in the order of locks");
    }

    private sealed class RowComparer : IEqualityComparer<(Table Table, Key Key)>
    {
        public bool Equals((Table Table, Key Key) x, (Table Table, Key Key) y) =>
            ReferenceEquals(x.Table, y.Table) && KeyOrder.Instance.Equals(x.Key, y.Key);

        public int GetHashCode((Table Table, Key Key) obj) => HashCode.Combine(obj.Table, KeyOrder.Instance.GetHashCode(obj.Key));
    }
}
