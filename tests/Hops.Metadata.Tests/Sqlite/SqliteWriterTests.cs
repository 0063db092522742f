using Hops.Core.Errors;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;
using Hops.Metadata.Tests.Conformance;
using Hops.Metadata.Transactions;

namespace Hops.Metadata.Tests.Sqlite;

public sealed class SqliteWriterTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-writer-").FullName;
    private SqliteStore _store = null!;

    public Task InitializeAsync()
    {
        Open(new SqliteOptions { WriteQueueMax = 1_000, GroupTimeMax = TimeSpan.FromSeconds(20) });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task What_waits_while_the_writer_is_busy_is_committed_together()
    {
        using var gate = new ManualResetEventSlim();
        var first = HoldWriterAsync(gate);
        var commits = _store.Commits;

        var waiting = Enumerable.Range(0, 500).Select(i => InsertAsync(i)).ToArray();
        gate.Set();
        await Task.WhenAll(waiting.Append(first)).WaitAsync(Patience);

        (_store.Commits - commits).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Committed_actions_run_in_commit_order()
    {
        using var gate = new ManualResetEventSlim();
        var first = HoldWriterAsync(gate);
        var order = new List<int>();

        var waiting = Enumerable.Range(0, 100).Select(i => _store.WriteAsync(t =>
        {
            t.OnCommitted(() => order.Add(i));
            return t.InsertAsync(Tally.Table, new Tally(i, i));
        }).AsTask()).ToArray();
        gate.Set();
        await Task.WhenAll(waiting.Append(first)).WaitAsync(Patience);

        order.ShouldBe(Enumerable.Range(0, 100));
    }

    [Fact]
    public async Task Reads_do_not_wait_for_the_writer()
    {
        await InsertAsync(1);
        using var gate = new ManualResetEventSlim();
        var writing = _store.WriteAsync(async t =>
        {
            await t.UpdateAsync(Tally.Table, new Tally(1, 99));
            gate.Wait(Patience);
            return 0;
        }).AsTask();

        (await _store.ReadAsync(t => t.GetAsync(Tally.Table, Key.Of(1))))!.Count.ShouldBe(1);

        writing.IsCompleted.ShouldBeFalse();
        gate.Set();
        await writing.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_full_queue_makes_callers_wait_and_loses_none()
    {
        using var gate = new ManualResetEventSlim();
        var first = HoldWriterAsync(gate);

        var waiting = Enumerable.Range(0, 3_000).Select(i => InsertAsync(i)).ToArray();
        gate.Set();
        await Task.WhenAll(waiting.Append(first)).WaitAsync(Patience);

        (await _store.ReadAsync(t => t.SweepAsync(Tally.Table, null, 10_000))).Count.ShouldBe(3_000);
    }

    [Fact]
    public async Task More_readers_than_connections_take_turns()
    {
        await _store.DisposeAsync();
        Open(new SqliteOptions { ReadConnectionsMax = 2 });
        await InsertAsync(1);

        var reads = Enumerable.Range(0, 50).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
                (await _store.ReadAsync(t => t.GetAsync(Tally.Table, Key.Of(1)))).ShouldNotBeNull();
        }));

        await Task.WhenAll(reads).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_body_that_awaits_something_else_is_refused_and_its_transaction_is_dead()
    {
        var foreign = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var late = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);

        var refusal = await Should.ThrowAsync<InvalidOperationException>(async () => await _store.WriteAsync(async t =>
        {
            await t.InsertAsync(Tally.Table, new Tally(1, 1));
            await foreign.Task;
            late.SetResult(await Record.ExceptionAsync(async () => await t.InsertAsync(Tally.Table, new Tally(2, 2))));
            return 0;
        }));
        refusal.Message.ShouldContain("awaited something other");

        foreign.SetResult();
        (await late.Task.WaitAsync(Patience)).ShouldBeOfType<InvalidOperationException>();
        (await _store.ReadAsync(t => t.SweepAsync(Tally.Table, null, 10))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_table_that_was_not_declared_is_refused()
    {
        var stranger = new Table<Tally>("stranger", Tally.Table.Columns, 1, 0, Tally.Table.Read, Tally.Table.Write);

        await Should.ThrowAsync<InvalidOperationException>(async () => await _store.ReadAsync(t => t.GetAsync(stranger, Key.Of(1))));
    }

    [Fact]
    public async Task A_committed_action_that_throws_stops_the_store()
    {
        await _store.DisposeAsync();
        var failures = new List<string>();
        Open(new SqliteOptions { CommitFailed = (path, _) => failures.Add(path) });

        await _store.WriteAsync(t =>
        {
            t.OnCommitted(() => throw new InvalidOperationException());
            return t.InsertAsync(Tally.Table, new Tally(1, 1));
        });

        failures.ShouldBe([Path.Combine(_directory, "hops.db")]);
        (await Should.ThrowAsync<PlatformException>(() => InsertAsync(2))).Code.ShouldBe(ErrorCode.Unavailable);
    }

    [Fact]
    public async Task The_log_stays_within_its_bounds()
    {
        await _store.DisposeAsync();
        Open(new SqliteOptions { WalTargetBytes = 256 << 10, WalMaxBytes = 1 << 20 });
        var seal = new byte[20_000];
        for (var i = 0; i < 500; i++)
        {
            var town = new Town(1, $"town{i}", i, Seal: seal);
            await _store.WriteAsync(t => t.InsertAsync(Town.Table, town));
            _store.LogLengthBytes.ShouldBeLessThan(2 << 20);
        }

        (await _store.ReadAsync(t => t.ScanAsync(Town.Table, Key.Of(1), null, 1_000))).Count.ShouldBe(500);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task What_was_deleted_is_soon_in_no_file_though_the_database_stays_open(int repeated)
    {
        await _store.DisposeAsync();
        Open(new SqliteOptions { WalAgeMax = TimeSpan.FromMilliseconds(20) });
        var seal = string.Concat(Enumerable.Repeat("a secret ", repeated)).Select(letter => (byte)letter).ToArray();
        for (var i = 0; i < 20; i++)
            await _store.WriteAsync(t => t.InsertAsync(Town.Table, new Town(1, $"town{i}", i, Seal: seal)));
        await _store.WriteAsync(t => t.InsertAsync(Town.Table, new Town(1, "it stays", 100)));
        IsOnDisk("a secret").ShouldBeTrue();

        for (var i = 0; i < 20; i++)
            await _store.WriteAsync(t => t.DeleteAsync(Town.Table, Key.Of(1, $"town{i}")));

        using var deadline = new CancellationTokenSource(Patience);
        while (IsOnDisk("a secret"))
            await Task.Delay(5, deadline.Token);
        _store.LogLengthBytes.ShouldBe(0);
        IsOnDisk("it stays").ShouldBeTrue();
    }

    private bool IsOnDisk(string word) => Directory.EnumerateFiles(_directory).Any(path =>
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray().AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(word)) >= 0;
    });

    private void Open(SqliteOptions options) =>
        _store = SqliteStore.Open(_directory, [Town.Table, Mark.Table, Tally.Table], options, TimeProvider.System);

    private Task<bool> InsertAsync(long id) => _store.WriteAsync(t => t.InsertAsync(Tally.Table, new Tally(id, id))).AsTask();

    private Task<bool> HoldWriterAsync(ManualResetEventSlim gate)
    {
        var entered = new ManualResetEventSlim();
        var holding = _store.WriteAsync(t =>
        {
            entered.Set();
            gate.Wait(Patience);
            return new ValueTask<bool>(true);
        }).AsTask();
        entered.Wait(Patience).ShouldBeTrue();
        return holding;
    }
}
