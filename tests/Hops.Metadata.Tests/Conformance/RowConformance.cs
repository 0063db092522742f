using Hops.Core.Errors;
using Hops.Metadata.Tables;

namespace Hops.Metadata.Tests.Conformance;

/// <summary>Rows, keys, pages and look-ups, the same in every engine.</summary>
public abstract class RowConformance : MetadataStoreConformance
{
    [Fact]
    public async Task A_row_comes_back_as_it_was_written()
    {
        var town = new Town(1, "Zürich \0 城", long.MinValue, long.MaxValue, "", [0, 255, 7]);
        (await InsertAsync(town)).ShouldBeTrue();

        var found = (await GetAsync(town.Key)).ShouldNotBeNull();

        (found with { Seal = null }).ShouldBe(town with { Seal = null });
        found.Seal.ShouldBe(town.Seal);
    }

    [Fact]
    public async Task Null_and_empty_are_different()
    {
        await InsertAsync(new Town(1, "empty", 1, null, "", []));
        await InsertAsync(new Town(1, "null", 2));

        var empty = await GetAsync(Key.Of(1, "empty"));
        empty!.Motto.ShouldBe("");
        empty.Seal.ShouldBe([]);
        var none = await GetAsync(Key.Of(1, "null"));
        none!.Motto.ShouldBeNull();
        none.Seal.ShouldBeNull();
        none.Mayor.ShouldBeNull();
    }

    [Fact]
    public async Task A_missing_row_is_null() => (await GetAsync(Key.Of(1, "nowhere"))).ShouldBeNull();

    [Fact]
    public async Task An_insert_over_an_existing_key_changes_nothing()
    {
        await InsertAsync(new Town(1, "a", 1));

        (await InsertAsync(new Town(1, "a", 2))).ShouldBeFalse();

        (await GetAsync(Key.Of(1, "a")))!.Id.ShouldBe(1);
    }

    [Fact]
    public async Task An_insert_over_an_existing_look_up_changes_nothing()
    {
        await InsertAsync(new Town(1, "a", 1));

        (await InsertAsync(new Town(1, "b", 1))).ShouldBeFalse();

        (await GetAsync(Key.Of(1, "b"))).ShouldBeNull();
    }

    [Fact]
    public async Task An_update_replaces_a_row_and_tells_of_a_missing_one()
    {
        await InsertAsync(new Town(1, "a", 1, Motto: "old"));

        (await Store.WriteAsync(t => t.UpdateAsync(Town.Table, new Town(1, "a", 5, Motto: "new")))).ShouldBeTrue();
        (await Store.WriteAsync(t => t.UpdateAsync(Town.Table, new Town(1, "b", 6)))).ShouldBeFalse();

        (await GetAsync(Key.Of(1, "a"))).ShouldBe(new Town(1, "a", 5, Motto: "new"));
    }

    [Fact]
    public async Task An_update_that_breaks_a_look_up_is_refused()
    {
        await InsertAsync(new Town(1, "a", 1));
        await InsertAsync(new Town(1, "b", 2));

        var refusal = await Should.ThrowAsync<PlatformException>(
            async () => await Store.WriteAsync(t => t.UpdateAsync(Town.Table, new Town(1, "b", 1))));

        refusal.Code.ShouldBe(ErrorCode.AlreadyExists);
    }

    [Fact]
    public async Task A_put_adds_or_replaces()
    {
        await PutAsync(new Town(1, "a", 1));
        await PutAsync(new Town(1, "a", 2));

        (await GetAsync(Key.Of(1, "a")))!.Id.ShouldBe(2);
    }

    [Fact]
    public async Task A_delete_tells_whether_there_was_a_row()
    {
        await InsertAsync(new Town(1, "a", 1));

        (await Store.WriteAsync(t => t.DeleteAsync(Town.Table, Key.Of(1, "a")))).ShouldBeTrue();
        (await Store.WriteAsync(t => t.DeleteAsync(Town.Table, Key.Of(1, "a")))).ShouldBeFalse();
    }

    [Fact]
    public async Task A_table_of_nothing_but_a_key_works()
    {
        var mark = new Mark([], [1]);
        (await Store.WriteAsync(t => t.InsertAsync(Mark.Table, mark))).ShouldBeTrue();
        (await Store.WriteAsync(t => t.InsertAsync(Mark.Table, mark))).ShouldBeFalse();
        (await Store.WriteAsync(t => t.UpdateAsync(Mark.Table, mark))).ShouldBeTrue();
        await Store.WriteAsync(async t =>
        {
            await t.PutAsync(Mark.Table, mark);
            return 0;
        });

        (await Store.ReadAsync(t => t.SweepAsync(Mark.Table, null, 10))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Many_keys_are_answered_in_their_order_with_null_for_missing_rows()
    {
        await InsertAsync(new Town(1, "a", 1));
        await InsertAsync(new Town(2, "b", 2));

        var rows = await Store.ReadAsync(t => t.GetManyAsync(Town.Table, [Key.Of(2, "b"), Key.Of(1, "x"), Key.Of(1, "a"), Key.Of(2, "b")]));

        rows.Select(row => row?.Id).ShouldBe([2, null, 1, 2]);
    }

    [Fact]
    public async Task A_look_up_finds_the_row_and_follows_its_changes()
    {
        await InsertAsync(new Town(1, "a", 7));
        await PutAsync(new Town(1, "a", 8));

        (await Store.ReadAsync(t => t.LookupAsync(Town.Table, Town.ById, Key.Of(7)))).ShouldBeNull();
        (await Store.ReadAsync(t => t.LookupAsync(Town.Table, Town.ById, Key.Of(8))))!.Name.ShouldBe("a");
    }

    [Fact]
    public async Task Texts_are_in_the_order_of_their_bytes()
    {
        string[] names = ["", "B", "a", "a\0", "aa", "é", "z", "\uFFFD", "😀"];
        foreach (var (name, id) in names.Reverse().Select((name, id) => (name, id)))
            await InsertAsync(new Town(1, name, id));

        var rows = await Store.ReadAsync(t => t.ScanAsync(Town.Table, Key.Of(1), null, 100));

        rows.Select(row => row.Name).ShouldBe(["", "B", "a", "a\0", "aa", "z", "é", "\uFFFD", "😀"]);
    }

    [Fact]
    public async Task Bytes_are_in_unsigned_order()
    {
        byte[][] parts = [[255], [0], [127, 1], [128], [127], []];
        foreach (var part in parts)
            await Store.WriteAsync(t => t.InsertAsync(Mark.Table, new Mark([9], part)));

        var rows = await Store.ReadAsync(t => t.ScanAsync(Mark.Table, Key.Of(new byte[] { 9 }), null, 100));

        rows.Select(row => Convert.ToHexString(row.Right)).ShouldBe(["", "00", "7F", "7F01", "80", "FF"]);
    }

    [Fact]
    public async Task A_scan_in_pages_gives_each_row_of_the_partition_once()
    {
        await FillAsync(region: 1, count: 25, firstId: 0);
        await FillAsync(region: 2, count: 5, firstId: 100);

        var seen = new List<string>();
        Key? after = null;
        while (true)
        {
            var start = after;
            var page = await Store.ReadAsync(t => t.ScanAsync(Town.Table, Key.Of(1), start, 10));
            seen.AddRange(page.Select(row => row.Name));
            if (page.Count < 10)
                break;
            after = page[^1].Key;
        }

        seen.ShouldBe(Enumerable.Range(0, 25).Select(i => $"town{i:D3}"));
    }

    [Fact]
    public async Task A_scan_can_start_after_a_row_that_is_not_there()
    {
        await FillAsync(region: 1, count: 3, firstId: 0);

        var rows = await Store.ReadAsync(t => t.ScanAsync(Town.Table, Key.Of(1), Key.Of(1, "town000x"), 10));

        rows.Select(row => row.Name).ShouldBe(["town001", "town002"]);
    }

    [Fact]
    public async Task A_scan_by_a_whole_key_gives_that_row_alone()
    {
        await FillAsync(region: 1, count: 3, firstId: 0);

        (await Store.ReadAsync(t => t.ScanAsync(Town.Table, Key.Of(1, "town001"), null, 10))).Count.ShouldBe(1);
        (await Store.ReadAsync(t => t.ScanAsync(Town.Table, Key.Of(1, "town001"), Key.Of(1, "town001"), 10))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_scan_without_its_partition_is_refused() =>
        await Should.ThrowAsync<ArgumentException>(async () => await Store.ReadAsync(t => t.ScanAsync(Town.Table, default, null, 10)));

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public async Task A_page_has_a_limit(int limit) =>
        (await Should.ThrowAsync<PlatformException>(async () => await Store.ReadAsync(t => t.ScanAsync(Town.Table, Key.Of(1), null, limit))))
            .Code.ShouldBe(ErrorCode.InvalidArgument);

    [Fact]
    public async Task A_sweep_gives_all_partitions_in_key_order()
    {
        await FillAsync(region: 2, count: 3, firstId: 10);
        await FillAsync(region: 1, count: 3, firstId: 20);

        var first = await Store.ReadAsync(t => t.SweepAsync(Town.Table, null, 4));
        var rest = await Store.ReadAsync(t => t.SweepAsync(Town.Table, first[^1].Key, 4));

        first.Concat(rest).Select(row => row.Id).ShouldBe([20, 21, 22, 10, 11, 12]);
    }

    [Fact]
    public async Task A_delete_by_prefix_removes_the_first_rows_of_the_partition_up_to_its_limit()
    {
        await FillAsync(region: 1, count: 5, firstId: 0);
        await FillAsync(region: 2, count: 1, firstId: 100);

        (await Store.WriteAsync(t => t.DeletePrefixAsync(Town.Table, Key.Of(1), 3))).ShouldBe(3);
        (await Store.ReadAsync(t => t.ScanAsync(Town.Table, Key.Of(1), null, 10))).Select(row => row.Name).ShouldBe(["town003", "town004"]);
        (await Store.WriteAsync(t => t.DeletePrefixAsync(Town.Table, Key.Of(1), 3))).ShouldBe(2);
        (await Store.ReadAsync(t => t.SweepAsync(Town.Table, null, 10))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused() =>
        (await Should.ThrowAsync<PlatformException>(() => InsertAsync(new Town(1, "\uD800", 1)))).Code.ShouldBe(ErrorCode.InvalidArgument);
}
