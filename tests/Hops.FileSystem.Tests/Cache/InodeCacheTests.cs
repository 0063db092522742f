using Hops.FileSystem.Cache;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Tests.Cache;

public sealed class InodeCacheTests
{
    private static readonly Inode Root = Directory(0, "", Inode.RootId);

    [Fact]
    public void A_fill_from_an_old_snapshot_does_not_undo_a_commit()
    {
        var cache = new InodeCache(100);
        var before = cache.Sequence;
        cache.Publish([Put(Root), Put(Directory(1, "d", 2) with { Mode = 1 })]);
        cache.Fill([Directory(1, "d", 2)], before);
        cache.TryWalk(FilePath.Parse("/d"), out var inodes).ShouldBeTrue();
        inodes![1].Mode.ShouldBe(1);

        cache.Publish([new InodeChange(1, "d", null)]);
        cache.Fill([Directory(1, "d", 2)], cache.Sequence - 1);
        cache.TryWalk(FilePath.Parse("/d"), out _).ShouldBeFalse();
        cache.Fill([Directory(1, "d", 3)], cache.Sequence);
        cache.TryWalk(FilePath.Parse("/d"), out _).ShouldBeTrue();
    }

    [Fact]
    public void The_cache_has_a_bound_and_keeps_what_is_used()
    {
        var cache = new InodeCache(100);
        cache.Publish([Put(Root), Put(Directory(1, "used", 2))]);
        for (var id = 3; id < 2_000; id++)
        {
            cache.Publish([Put(Directory(1, $"d{id}", id))]);
            cache.TryWalk(FilePath.Parse("/used"), out _).ShouldBeTrue();
        }

        Enumerable.Range(3, 1_997).Count(id => cache.TryWalk(FilePath.Parse($"/d{id}"), out _)).ShouldBeInRange(1, 100);
    }

    [Fact]
    public async Task A_walk_sees_a_transaction_whole_or_not_at_all()
    {
        var cache = new InodeCache(100);
        cache.Publish([Put(Root), Put(Directory(1, "a", 2)), Put(Directory(2, "f", 3))]);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        var writer = Task.Run(() =>
        {
            // Mode counts the transactions; both rows always have the same.
            for (var mode = 0; !stop.IsCancellationRequested; mode++)
                cache.Publish([Put(Directory(1, "a", 2) with { Mode = mode }), Put(Directory(2, "f", 3) with { Mode = mode })]);
        });
        var walks = 0;
        while (!stop.IsCancellationRequested)
        {
            if (!cache.TryWalk(FilePath.Parse("/a/f"), out var inodes))
                continue;
            inodes[1].Mode.ShouldBe(inodes[2].Mode);
            walks++;
        }

        await writer;
        walks.ShouldBeGreaterThan(0);
    }

    private static InodeChange Put(Inode inode) => new(inode.ParentId, inode.Name, inode);

    private static Inode Directory(long parentId, string name, long id) => new()
    {
        ParentId = parentId,
        Name = name,
        Id = id,
        Flags = InodeFlags.Directory,
        Mode = 0,
        Owner = "o",
        Group = "g",
        ModifiedMs = 0,
        AccessedMs = 0,
    };
}
