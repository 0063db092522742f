namespace Hops.Kafka.Log;

/// <summary>
/// Bounds the files that segments hold open: past the bound those that nobody uses and that were not used lately are closed, and open again
/// when they are needed (second chance, oldest first). A file in use is never closed, so the bound may be passed by as many as are in use at
/// one moment. Thread safe.
/// </summary>
internal sealed class OpenSegments(int countMax)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Segment> _open = new();
    private readonly Dictionary<Segment, LinkedListNode<Segment>> _nodes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Partitions that one round of appends may touch: the file of each stays open until the round is over.</summary>
    public int HeldMax => countMax / 2;

    /// <summary>Segments whose file is open.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _open.Count;
        }
    }

    /// <summary>Takes note of a segment that has opened its file, and closes others past the bound. Not called under the lock of a segment.</summary>
    public void Opened(Segment segment)
    {
        lock (_lock)
        {
            if (!_nodes.ContainsKey(segment))
                _nodes.Add(segment, _open.AddLast(segment));
        }

        CloseDownTo(countMax);
    }

    /// <summary>Takes note of a segment that has closed its file.</summary>
    public void Closed(Segment segment)
    {
        lock (_lock)
        {
            if (_nodes.Remove(segment, out var node))
                _open.Remove(node);
        }
    }

    /// <summary>Closes half of the files, because the process could open no more.</summary>
    public void CloseHalf() => CloseDownTo(Count / 2);

    private void CloseDownTo(int count)
    {
        // Each is looked at twice at most: the first look takes its mark of recent use away.
        for (var looks = 2 * Count; looks > 0; looks--)
        {
            Segment oldest;
            lock (_lock)
            {
                if (_open.Count <= count)
                    return;
                var node = _open.First!;
                oldest = node.Value;
                _open.RemoveFirst();
                _open.AddLast(node);
            }

            if (oldest.TryCloseIdle())
                Closed(oldest);
        }
    }
}
