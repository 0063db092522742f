using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Cache;

/// <summary>
/// Committed inodes by parent and name, kept exact by the one writer of the store (ADR 0016). It only ever answers "here it is": a miss is
/// looked up in the database. Reads take no lock.
/// </summary>
/// <remarks>
/// <para>Writes: <see cref="Publish"/> runs in commit order, after a commit and before its caller is answered. The version is odd while it
/// runs; a walk that met an odd or a changed version is void, so that no walk sees half a transaction.</para>
/// <para>Fills from snapshots: a reader takes <see cref="Sequence"/> before its snapshot begins. If a commit that the snapshot lacks changed
/// the entry, it was published under a later sequence, and <see cref="Fill"/> leaves the entry alone.</para>
/// <para>Bound: two generations; a full young one replaces the old one, and an entry that is met in the old one moves to the young one.</para>
/// </remarks>
internal sealed class InodeCache(int inodesMax)
{
    private const int Stripes = 4096;

    private readonly Lock _lock = new();
    private readonly int _generationMax = inodesMax / 2;
    private readonly long[] _publishedAt = new long[Stripes];
    private volatile Generations _generations = new(new Generation(), new Generation());
    private long _version;
    private long _sequence;
    private int _youngCount;

    /// <summary>Position among the publications; a fill names the one before its snapshot.</summary>
    internal long Sequence => Volatile.Read(ref _sequence);

    /// <summary>True if nothing is ever kept.</summary>
    internal bool IsOff => _generationMax == 0;

    /// <summary>Finds all inodes of a path, root first.</summary>
    internal bool TryWalk(FilePath path, [NotNullWhen(true)] out Inode[]? inodes)
    {
        inodes = null;
        if (IsOff)
            return false;
        var before = Volatile.Read(ref _version);
        if ((before & 1) != 0)
            return false;
        var found = new Inode[path.Depth + 1];
        if (!TryFind(0, "", out var current))
            return false;
        found[0] = current;
        var names = path.IsRoot ? default : path.Text.AsSpan(1);
        for (var depth = 1; depth <= path.Depth; depth++)
        {
            var end = names.IndexOf('/');
            var name = end < 0 ? names : names[..end];
            if (!TryFind(current.Id, name, out current))
                return false;
            found[depth] = current;
            names = end < 0 ? default : names[(end + 1)..];
        }

        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _version) != before)
            return false;
        inodes = found;
        return true;
    }

    /// <summary>Applies the changes of one committed transaction, all at once for walks.</summary>
    internal void Publish(IReadOnlyList<InodeChange> changes)
    {
        if (IsOff || changes.Count == 0)
            return;
        lock (_lock)
        {
            Interlocked.Increment(ref _version);
            _sequence++;
            foreach (var change in changes)
            {
                _publishedAt[StripeOf(change.ParentId, change.Name)] = _sequence;
                Drop_NeedsLock(new CacheKey(change.ParentId, change.Name));
                if (change.After is { } after)
                    Add_NeedsLock(after);
            }

            Interlocked.Increment(ref _version);
        }
    }

    /// <summary>Takes over inodes that a snapshot read, except those that changed after <paramref name="sequence"/>.</summary>
    internal void Fill(IEnumerable<Inode> inodes, long sequence)
    {
        if (IsOff)
            return;
        lock (_lock)
        {
            foreach (var inode in inodes)
            {
                if (_publishedAt[StripeOf(inode.ParentId, inode.Name)] > sequence)
                    continue;
                Drop_NeedsLock(new CacheKey(inode.ParentId, inode.Name));
                Add_NeedsLock(inode);
            }
        }
    }

    private bool TryFind(long parentId, ReadOnlySpan<char> name, [NotNullWhen(true)] out Inode? inode)
    {
        var generations = _generations;
        var probe = new CacheProbe(parentId, name);
        if (generations.Young.Lookup.TryGetValue(probe, out inode))
            return true;
        if (!generations.Old.Lookup.TryGetValue(probe, out inode))
            return false;
        Promote(inode);
        return true;
    }

    private void Promote(Inode inode)
    {
        lock (_lock)
        {
            var key = new CacheKey(inode.ParentId, inode.Name);
            if (_generations.Old.Entries.TryGetValue(key, out var present) && ReferenceEquals(present, inode))
            {
                Drop_NeedsLock(key);
                Add_NeedsLock(inode);
            }
        }
    }

    private void Add_NeedsLock(Inode inode)
    {
        if (_youngCount >= _generationMax)
        {
            _generations = new Generations(new Generation(), _generations.Young);
            _youngCount = 0;
        }

        _generations.Young.Entries[new CacheKey(inode.ParentId, inode.Name)] = inode;
        _youngCount++;
    }

    private void Drop_NeedsLock(CacheKey key)
    {
        if (_generations.Young.Entries.TryRemove(key, out _))
            _youngCount--;
        _generations.Old.Entries.TryRemove(key, out _);
    }

    private static int StripeOf(long parentId, string name) => CacheKeyComparer.Hash(parentId, name) & (Stripes - 1);

    private sealed record Generations(Generation Young, Generation Old);

    private sealed class Generation
    {
        internal Generation()
        {
            Entries = new ConcurrentDictionary<CacheKey, Inode>(CacheKeyComparer.Instance);
            Lookup = Entries.GetAlternateLookup<CacheProbe>();
        }

        internal ConcurrentDictionary<CacheKey, Inode> Entries { get; }

        internal ConcurrentDictionary<CacheKey, Inode>.AlternateLookup<CacheProbe> Lookup { get; }
    }
}

/// <summary>What a transaction did to one place in the tree.</summary>
/// <param name="ParentId">Directory of the place.</param>
/// <param name="Name">Name of the place.</param>
/// <param name="After">What is there now; null for nothing.</param>
internal readonly record struct InodeChange(long ParentId, string Name, Inode? After);
