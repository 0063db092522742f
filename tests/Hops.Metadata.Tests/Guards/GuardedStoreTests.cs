using Hops.Metadata.Guards;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;
using Hops.Metadata.Tests.Conformance;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Tests.Guards;

public sealed class GuardedStoreTests : IAsyncLifetime
{
    private static readonly GuardRules Rules = new() { LockOrder = [Town.Table, Mark.Table, Tally.Table], Blind = [Mark.Table], TopDown = [Town.Table] };

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-guards-").FullName;
    private GuardedStore _store = null!;

    public Task InitializeAsync()
    {
        var store = SqliteStore.Open(_directory, Rules.LockOrder, new SqliteOptions(), TimeProvider.System);
        _store = new GuardedStore(store, Rules);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Calls_are_counted_and_runs_of_changes_travel_together()
    {
        await WriteAsync(async t =>
        {
            await t.GetAsync(Town.Table, Key.Of(1, "a"), LockMode.Keep);
            await t.GetManyAsync(Tally.Table, [Key.Of(1), Key.Of(2)], LockMode.Write);
            await t.InsertAsync(Town.Table, new Town(1, "b", 1));
            await t.PutAsync(Tally.Table, new Tally(1, 1));
        });
        await _store.ReadAsync(t => t.GetAsync(Town.Table, Key.Of(1, "b")));

        (_store.Cost.Reads, _store.Cost.Changes, _store.Cost.RoundTrips, _store.Cost.Transactions).ShouldBe((3, 2, 4, 2));
    }

    [Fact]
    public async Task An_update_without_a_lock_is_found()
    {
        await PutTallyAsync(1);

        await RefusedAsync(async t => await t.UpdateAsync(Tally.Table, new Tally(1, 2)), "without having been read with Write");
        await RefusedAsync(
            async t =>
            {
                await t.GetAsync(Tally.Table, Key.Of(1));
                await t.PutAsync(Tally.Table, new Tally(1, 2));
            },
            "without having been read with Write");
    }

    [Fact]
    public async Task A_delete_needs_the_strongest_lock()
    {
        await PutTallyAsync(1);

        await RefusedAsync(
            async t =>
            {
                await t.GetAsync(Tally.Table, Key.Of(1), LockMode.Write);
                await t.DeleteAsync(Tally.Table, Key.Of(1));
            },
            "without having been read with Destroy");
        await WriteAsync(async t =>
        {
            await t.GetAsync(Tally.Table, Key.Of(1), LockMode.Destroy);
            await t.DeleteAsync(Tally.Table, Key.Of(1));
        });
    }

    [Fact]
    public async Task A_row_that_a_lookup_locked_may_be_changed()
    {
        await WriteAsync(async t => await t.InsertAsync(Town.Table, new Town(1, "a", 7)));

        await WriteAsync(async t =>
        {
            var town = await t.LookupAsync(Town.Table, Town.ById, Key.Of(7), LockMode.Write);
            await t.UpdateAsync(Town.Table, town! with { Motto = "new" });
        });
    }

    [Fact]
    public async Task A_row_of_its_own_and_a_blind_table_need_no_lock()
    {
        await WriteAsync(async t =>
        {
            await t.InsertAsync(Tally.Table, new Tally(1, 1));
            await t.UpdateAsync(Tally.Table, new Tally(1, 2));
            await t.DeleteAsync(Tally.Table, Key.Of(1));
            await t.DeletePrefixAsync(Mark.Table, Key.Of(new byte[] { 1 }), 10);
        });
        await RefusedAsync(async t => await t.DeletePrefixAsync(Town.Table, Key.Of(1), 10), "deleted by prefix");
    }

    [Fact]
    public async Task Locks_out_of_the_order_of_tables_are_found() => await RefusedAsync(
        async t =>
        {
            await t.GetAsync(Tally.Table, Key.Of(1), LockMode.Write);
            await t.GetAsync(Town.Table, Key.Of(1, "a"), LockMode.Keep);
        },
        "order of tables");

    [Fact]
    public async Task Locks_out_of_key_order_are_found_except_down_a_tree()
    {
        await RefusedAsync(
            async t =>
            {
                await t.GetAsync(Tally.Table, Key.Of(2), LockMode.Write);
                await t.GetAsync(Tally.Table, Key.Of(1), LockMode.Write);
            },
            "key order");
        await WriteAsync(async t =>
        {
            await t.GetAsync(Town.Table, Key.Of(9, "parent"), LockMode.Keep);
            await t.GetAsync(Town.Table, Key.Of(3, "child"), LockMode.Write);
        });
    }

    [Fact]
    public async Task A_stronger_lock_afterwards_is_found() => await RefusedAsync(
        async t =>
        {
            await t.GetAsync(Tally.Table, Key.Of(1), LockMode.Keep);
            await t.GetAsync(Tally.Table, Key.Of(1), LockMode.Write);
        },
        "stronger lock at once");

    [Fact]
    public async Task A_lock_in_a_read_transaction_is_found() =>
        (await Should.ThrowAsync<InvalidOperationException>(
            async () => await _store.ReadAsync(t => t.GetAsync(Tally.Table, Key.Of(1), LockMode.Write)))).Message.ShouldContain("snapshot");

    [Fact]
    public async Task Each_body_runs_once_for_nothing_before_it_counts()
    {
        var runs = 0;
        await WriteAsync(async t =>
        {
            runs++;
            (await t.InsertAsync(Tally.Table, new Tally(1, 1))).ShouldBeTrue();
        });

        runs.ShouldBe(2);
    }

    private async Task PutTallyAsync(long id) => await WriteAsync(async t => await t.InsertAsync(Tally.Table, new Tally(id, 0)));

    private async Task WriteAsync(Func<WriteTransaction, Task> body) => await _store.WriteAsync(async t =>
    {
        await body(t);
        return 0;
    });

    private async Task RefusedAsync(Func<WriteTransaction, Task> body, string rule) =>
        (await Should.ThrowAsync<InvalidOperationException>(() => WriteAsync(body))).Message.ShouldContain(rule);
}
