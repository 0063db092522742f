using Hops.Core.Errors;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Tests.Conformance;

/// <summary>Atomicity, isolation, durability and ids, the same in every engine.</summary>
public abstract class TransactionConformance : MetadataStoreConformance
{
    [Fact]
    public async Task A_body_that_fails_leaves_nothing_and_its_exception_reaches_the_caller()
    {
        var refusal = await Should.ThrowAsync<PlatformException>(async () => await Store.WriteAsync<int>(async t =>
        {
            await t.InsertAsync(Town.Table, new Town(1, "a", 1));
            throw new PlatformException(ErrorCode.Conflict, "no");
        }));

        refusal.Code.ShouldBe(ErrorCode.Conflict);
        (await GetAsync(Key.Of(1, "a"))).ShouldBeNull();
    }

    [Fact]
    public async Task A_write_transaction_sees_its_own_changes_and_a_read_only_committed_ones()
    {
        await Store.WriteAsync(async t =>
        {
            await t.InsertAsync(Town.Table, new Town(1, "a", 1));
            (await t.GetAsync(Town.Table, Key.Of(1, "a"))).ShouldNotBeNull();
            (await t.LookupAsync(Town.Table, Town.ById, Key.Of(1))).ShouldNotBeNull();
            return 0;
        });

        (await GetAsync(Key.Of(1, "a"))).ShouldNotBeNull();
    }

    [Fact]
    public async Task Committed_actions_run_before_the_answer_and_not_after_a_failure()
    {
        var events = new List<string>();
        await Store.WriteAsync(async t =>
        {
            t.OnCommitted(() => events.Add("committed"));
            await t.InsertAsync(Town.Table, new Town(1, "a", 1));
            events.Clear();
            return 0;
        });
        events.ShouldBe(["committed"]);

        await Should.ThrowAsync<InvalidOperationException>(async () => await Store.WriteAsync<int>(t =>
        {
            t.OnCommitted(() => events.Add("wrong"));
            throw new InvalidOperationException();
        }));
        events.ShouldBe(["committed"]);
    }

    [Fact]
    public async Task Everything_is_there_after_it_was_closed_and_opened()
    {
        await InsertAsync(new Town(1, "a", 1));

        await ReopenAsync();

        (await GetAsync(Key.Of(1, "a"))).ShouldNotBeNull();
    }

    [Fact]
    public async Task Ids_start_at_one_and_are_never_given_twice_by_many_callers_or_after_a_restart()
    {
        (await Store.NextIdAsync("fresh")).ShouldBe(1);
        var ids = new HashSet<long>();
        for (var round = 0; round < 3; round++)
        {
            var batches = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
            {
                var batch = new List<long>();
                for (var i = 0; i < 300; i++)
                    batch.Add(await Store.NextIdAsync("id"));
                return batch;
            })));
            foreach (var id in batches.SelectMany(batch => batch))
                ids.Add(id).ShouldBeTrue();
            await ReopenAsync();
        }

        (await Store.NextIdAsync("other")).ShouldBe(1);
    }

    [Fact]
    public async Task Ids_that_were_given_outside_of_the_database_are_skipped_once_and_for_all()
    {
        (await Store.SkipIdsAsync("id", 1)).ShouldBe(1);
        (await Store.SkipIdsAsync("id", 12_345)).ShouldBe(12_345);
        (await Store.SkipIdsAsync("id", 100)).ShouldBe(12_345, "a sequence does not go back");
        (await Store.NextIdAsync("id")).ShouldBe(12_345);
        (await Store.NextIdAsync("other")).ShouldBe(1);
        await ReopenAsync();

        (await Store.NextIdAsync("id")).ShouldBeGreaterThan(12_345);
    }

    [Fact]
    public async Task Concurrent_read_modify_write_loses_no_update()
    {
        await Store.WriteAsync(t => t.InsertAsync(Tally.Table, new Tally(1, 0)));

        await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await Store.WriteAsync(async t =>
                {
                    var tally = await t.GetAsync(Tally.Table, Key.Of(1), LockMode.Write);
                    return await t.UpdateAsync(Tally.Table, tally! with { Count = tally.Count + 1 });
                });
            }
        })));

        (await Store.ReadAsync(t => t.GetAsync(Tally.Table, Key.Of(1))))!.Count.ShouldBe(32 * 25);
    }

    [Fact]
    public async Task A_failing_body_among_many_undoes_only_itself()
    {
        var tasks = Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            try
            {
                await Store.WriteAsync(async t =>
                {
                    await t.InsertAsync(Town.Table, new Town(i, "kept", i));
                    await t.InsertAsync(Mark.Table, new Mark([(byte)i], []));
                    return i % 3 == 0 ? throw new InvalidOperationException() : 0;
                });
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }));
        var outcomes = await Task.WhenAll(tasks);

        var towns = (await Store.ReadAsync(t => t.SweepAsync(Town.Table, null, 1000))).Select(row => (int)row.Region).ToHashSet();
        var marks = (await Store.ReadAsync(t => t.SweepAsync(Mark.Table, null, 1000))).Select(row => (int)row.Left[0]).ToHashSet();
        for (var i = 0; i < 200; i++)
        {
            outcomes[i].ShouldBe(i % 3 != 0);
            towns.Contains(i).ShouldBe(outcomes[i]);
            marks.Contains(i).ShouldBe(outcomes[i]);
        }
    }

    [Fact]
    public async Task A_snapshot_never_shows_half_of_a_transaction()
    {
        await Store.WriteAsync(async t => await t.InsertAsync(Tally.Table, new Tally(1, 0)) && await t.InsertAsync(Tally.Table, new Tally(2, 0)));
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++)
            {
                var count = i;
                await Store.WriteAsync(async t =>
                    await t.UpdateAsync(Tally.Table, new Tally(1, count)) && await t.UpdateAsync(Tally.Table, new Tally(2, count)));
            }
        });

        for (var i = 0; i < 3_000; i++)
        {
            var (left, right) = await Store.ReadAsync(async t =>
                ((await t.GetAsync(Tally.Table, Key.Of(1)))!.Count, (await t.GetAsync(Tally.Table, Key.Of(2)))!.Count));
            left.ShouldBe(right);
        }

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_snapshot_in_which_a_row_was_missing_stays_the_same()
    {
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Store.WriteAsync(async t => await t.InsertAsync(Tally.Table, new Tally(1, 0)) && await t.InsertAsync(Tally.Table, new Tally(2, 0)));
                await Store.WriteAsync(async t => await t.DeleteAsync(Tally.Table, Key.Of(1)) && await t.DeleteAsync(Tally.Table, Key.Of(2)));
            }
        });

        for (var i = 0; i < 3_000; i++)
        {
            var (left, right, all) = await Store.ReadAsync(async t => (
                await t.GetAsync(Tally.Table, Key.Of(1)), await t.GetAsync(Tally.Table, Key.Of(2)), await t.SweepAsync(Tally.Table, null, 10)));
            (right is null).ShouldBe(left is null);
            all.Count.ShouldBe(left is null ? 0 : 2);
        }

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task A_read_after_an_acknowledged_write_sees_it()
    {
        for (var i = 0; i < 100; i++)
        {
            var count = i;
            await Store.WriteAsync(async t =>
            {
                await t.PutAsync(Tally.Table, new Tally(1, count));
                return 0;
            });
            (await Store.ReadAsync(t => t.GetAsync(Tally.Table, Key.Of(1))))!.Count.ShouldBe(count);
        }
    }

    [Fact]
    public async Task The_time_of_a_transaction_is_constant_within_it()
    {
        (await Store.ReadAsync(async t =>
        {
            var first = t.Now;
            await t.GetAsync(Tally.Table, Key.Of(1));
            return t.Now - first;
        })).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_closed_store_refuses()
    {
        await Store.DisposeAsync();

        (await Should.ThrowAsync<PlatformException>(() => InsertAsync(new Town(1, "a", 1)))).Code.ShouldBe(ErrorCode.Unavailable);
        (await Should.ThrowAsync<PlatformException>(() => GetAsync(Key.Of(1, "a")))).Code.ShouldBe(ErrorCode.Unavailable);
        Store = await OpenAsync();
    }

    [Fact]
    public async Task Closing_answers_every_caller_and_keeps_what_it_acknowledged()
    {
        var callers = Enumerable.Range(0, 300).Select(i => Task.Run(async () =>
        {
            try
            {
                await Store.WriteAsync(t => t.InsertAsync(Tally.Table, new Tally(i, i)));
                return true;
            }
            catch (PlatformException refusal) when (refusal.Code == ErrorCode.Unavailable)
            {
                return false;
            }
        })).ToArray();
        await callers[0];

        await ReopenAsync();

        var outcomes = await Task.WhenAll(callers).WaitAsync(TimeSpan.FromSeconds(30));
        var stored = (await Store.ReadAsync(t => t.SweepAsync(Tally.Table, null, 1_000))).Select(row => (int)row.Id).ToHashSet();
        Enumerable.Range(0, 300).Where(i => outcomes[i]).Except(stored).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_caller_who_gave_up_before_the_start_changes_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await Store.WriteAsync(t => t.InsertAsync(Town.Table, new Town(1, "a", 1)), cancelled.Token));

        (await GetAsync(Key.Of(1, "a"))).ShouldBeNull();
    }
}
