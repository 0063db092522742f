using System.Collections.Immutable;
using Hops.Metadata;
using Hops.Metadata.Transactions;

namespace Hops.Platform.Announcements;

/// <summary>All announcements in memory, for every page asks for them: it changes with the commits that change them. Thread safe.</summary>
public sealed class AnnouncementBoard
{
    private ImmutableList<Announcement> _all;

    private AnnouncementBoard(ImmutableList<Announcement> all) => _all = all;

    /// <summary>All of them, the most urgent first, then the newest.</summary>
    public IReadOnlyList<Announcement> All => Volatile.Read(ref _all);

    /// <summary>Those that are shown at a time.</summary>
    public IReadOnlyList<Announcement> ShownAt(DateTimeOffset now) => [.. All.Where(one => one.IsShown(now))];

    internal static async Task<AnnouncementBoard> LoadAsync(MetadataStore store, CancellationToken cancellationToken) =>
        new(Ordered(await store.ReadAsync(read => read.SweepAsync(Announcement.Table, null, 10 * Announcement.CountMax), cancellationToken)));

    /// <summary>Changes it when a transaction has committed; the writer runs these one after another.</summary>
    internal void OnCommitted(WriteTransaction transaction, Func<ImmutableList<Announcement>, IEnumerable<Announcement>> change) =>
        transaction.OnCommitted(() => Volatile.Write(ref _all, Ordered(change(_all))));

    private static ImmutableList<Announcement> Ordered(IEnumerable<Announcement> all) =>
        [.. all.OrderByDescending(one => one.Level).ThenByDescending(one => one.From).ThenBy(one => one.Id)];
}
