namespace Hops.FileSystem.Cache;

/// <summary>
/// Tells a write whether the directories that it resolved outside of its transaction are still what they were (ADR 0016). Every body that
/// renames, deletes or alters a directory counts up <see cref="Begin"/> while it runs in the writer; a commit settles all counts up to its
/// own, because there is one writer and commits are published in order.
/// </summary>
internal sealed class TopologyEpoch
{
    private long _started;
    private long _settled;

    /// <summary>Counts of bodies so far; stable within a body, for there is one writer.</summary>
    internal long Started => Volatile.Read(ref _started);

    /// <summary>Announces, within the writer, that directories change. Counting a body that is undone later costs only speed.</summary>
    internal long Begin() => Interlocked.Increment(ref _started);

    /// <summary>Says that all bodies up to a count are published or undone.</summary>
    internal void Settle(long stamp)
    {
        if (stamp > Volatile.Read(ref _settled))
            Volatile.Write(ref _settled, stamp);
    }

    /// <summary>
    /// A stamp for a walk that begins now, or null while a change of directories is not published yet. Within the writer the walk holds if
    /// <see cref="Started"/> still equals the stamp.
    /// </summary>
    internal long? Stamp()
    {
        var settled = Volatile.Read(ref _settled);
        return settled == Volatile.Read(ref _started) ? settled : null;
    }
}
