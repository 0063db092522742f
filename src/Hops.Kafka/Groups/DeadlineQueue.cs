namespace Hops.Kafka.Groups;

/// <summary>
/// Who of a group has to be looked at when, the earliest first. A deadline that is put off stays where it is and is put back when it comes up: so a
/// heartbeat of a group of any size costs a look, and each member one step of O(log n) in the time of its session. Holds one entry for each id.
/// </summary>
internal sealed class DeadlineQueue
{
    private readonly SortedSet<(TimeSpan Due, string Id)> _order = new(Comparer<(TimeSpan Due, string Id)>.Create(Compare));
    private readonly Dictionary<string, TimeSpan> _dueById = new(StringComparer.Ordinal);

    /// <summary>When somebody has to be looked at; <see cref="TimeSpan.MaxValue"/> for never.</summary>
    public TimeSpan Next => _order.Count == 0 ? TimeSpan.MaxValue : _order.Min.Due;

    /// <summary>Makes sure that an id comes up by then, or earlier.</summary>
    public void Watch(string id, TimeSpan due)
    {
        if (_dueById.TryGetValue(id, out var before))
        {
            if (before <= due)
                return;
            _order.Remove((before, id));
        }

        _dueById[id] = due;
        _order.Add((due, id));
    }

    /// <summary>The id never comes up.</summary>
    public void Forget(string id)
    {
        if (_dueById.Remove(id, out var due))
            _order.Remove((due, id));
    }

    /// <summary>Takes out whose time has come; who is to come up again has to be watched again.</summary>
    public IReadOnlyList<string> TakeDue(TimeSpan now)
    {
        var taken = new List<string>();
        while (Next <= now)
        {
            var id = _order.Min.Id;
            Forget(id);
            taken.Add(id);
        }

        return taken;
    }

    private static int Compare((TimeSpan Due, string Id) one, (TimeSpan Due, string Id) other) =>
        one.Due.CompareTo(other.Due) is not 0 and var order ? order : string.CompareOrdinal(one.Id, other.Id);
}
