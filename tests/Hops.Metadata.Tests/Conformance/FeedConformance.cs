using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Tests.Conformance;

/// <summary>Whoever follows tables is told of each row of them that a commit has changed, and of nothing else; the same in every engine.</summary>
public abstract class FeedConformance : MetadataStoreConformance
{
    private static readonly HashSet<Table> Towns = [Town.Table];

    [Fact]
    public async Task Each_change_of_a_committed_transaction_is_told_in_order_before_its_caller_is_answered()
    {
        await InsertAsync(new Town(1, "a", 1));
        var told = new List<string>();
        using var following = await FollowAsync(told);

        await Store.WriteAsync(async t =>
        {
            await t.InsertAsync(Town.Table, new Town(1, "b", 2));
            await t.GetAsync(Town.Table, Key.Of(1, "a"), LockMode.Destroy);
            await t.UpdateAsync(Town.Table, new Town(1, "a", 3));
            await t.PutAsync(Town.Table, new Town(2, "c", 4));
            await t.DeleteAsync(Town.Table, Key.Of(1, "a"));
            await t.DeletePrefixAsync(Town.Table, Key.Of(2), 10);
            return 0;
        });

        told.ShouldBe(["1 b", "1 a", "2 c", "1 a", "2"]);
    }

    [Fact]
    public async Task What_changed_nothing_or_was_undone_is_not_told()
    {
        await InsertAsync(new Town(1, "a", 1));
        var told = new List<string>();
        using var following = await FollowAsync(told);

        await Store.WriteAsync(async t =>
        {
            (await t.InsertAsync(Town.Table, new Town(1, "a", 2))).ShouldBeFalse();
            (await t.DeleteAsync(Town.Table, Key.Of(5, "none"))).ShouldBeFalse();
            return 0;
        });
        await Should.ThrowAsync<PlatformException>(async () => await Store.WriteAsync<int>(async t =>
        {
            await t.InsertAsync(Town.Table, new Town(7, "undone", 7));
            throw new PlatformException(ErrorCode.Conflict, "no");
        }));

        told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_follows_and_then_reads_misses_nothing_of_what_others_write_meanwhile()
    {
        const int Writes = 400;
        var writing = Task.Run(async () =>
        {
            for (var number = 1; number <= Writes; number++)
                await InsertAsync(new Town(1, $"town {number}", number));
        });

        var seen = new HashSet<string>();
        using var following = await Store.FollowAsync(Towns, changes => Add(seen, changes.Select(Words)));
        var present = await Store.ReadAsync(read => read.SweepAsync(Town.Table, null, Writes));
        await writing;

        Add(seen, present.Select(town => $"1 {town.Name}"));
        seen.Count.ShouldBe(Writes);
    }

    [Fact]
    public async Task Nothing_is_told_after_the_end()
    {
        var told = new List<string>();
        var following = await FollowAsync(told);
        following.Dispose();

        await InsertAsync(new Town(1, "a", 1));

        told.ShouldBeEmpty();
    }

    private ValueTask<IDisposable> FollowAsync(List<string> told) => Store.FollowAsync(Towns, changes => told.AddRange(changes.Select(Words)));

    private static void Add(HashSet<string> all, IEnumerable<string> some)
    {
        lock (all)
            all.UnionWith(some);
    }

    private static string Words(RowChange change) =>
        change.Key.Count == 1 ? FormattableString.Invariant($"{change.Key[0].Int64}") : FormattableString.Invariant($"{change.Key[0].Int64} {change.Key[1].Text}");
}
