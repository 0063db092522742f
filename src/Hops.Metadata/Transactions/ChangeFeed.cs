using Hops.Metadata.Tables;

namespace Hops.Metadata.Transactions;

/// <summary>
/// Who is told of changes of which tables. Changes are collected and told by the one thread that commits; followers come from any thread.
/// </summary>
internal sealed class ChangeFeed
{
    private readonly Lock _lock = new();
    private volatile Follower[] _followers = [];

    /// <summary>True if somebody follows a table.</summary>
    internal bool IsFollowed(Table table)
    {
        foreach (var follower in _followers)
        {
            if (follower.Tables.Contains(table))
                return true;
        }

        return false;
    }

    /// <summary>Tells of the changes of one transaction, which is durable, in the order in which it made them.</summary>
    internal void Tell(IReadOnlyList<RowChange> changes)
    {
        foreach (var follower in _followers)
        {
            var own = changes.Where(change => follower.Tables.Contains(change.Table)).ToArray();
            if (own.Length > 0)
                follower.Committed(own);
        }
    }

    /// <summary>Adds a follower, until what is returned is disposed.</summary>
    internal IDisposable Add(IReadOnlySet<Table> tables, Action<IReadOnlyList<RowChange>> committed)
    {
        var follower = new Follower(this, tables, committed);
        lock (_lock)
            _followers = [.. _followers, follower];
        return follower;
    }

    private void Remove(Follower follower)
    {
        lock (_lock)
            _followers = [.. _followers.Where(other => other != follower)];
    }

    private sealed class Follower(ChangeFeed feed, IReadOnlySet<Table> tables, Action<IReadOnlyList<RowChange>> committed) : IDisposable
    {
        internal IReadOnlySet<Table> Tables => tables;

        internal Action<IReadOnlyList<RowChange>> Committed => committed;

        public void Dispose() => feed.Remove(this);
    }
}
