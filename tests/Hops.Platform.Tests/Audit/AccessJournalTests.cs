using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Platform.Audit;
using Hops.Platform.Members;
using Hops.Platform.Projects;

namespace Hops.Platform.Tests.Audit;

public sealed class AccessJournalTests : IAsyncLifetime
{
    private readonly PlatformFixture _fixture = new();
    private Principal _owner = null!;
    private Principal _scientist = null!;
    private long _projectId;

    public async Task InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _owner = await _fixture.UserAsync("ref_owner");
        var member = await _fixture.UserAsync("ref_sci");
        _projectId = (await CreateProject.RunAsync(_fixture.Platform, _owner, "ref", "", CancellationToken.None)).Id;
        await AddMember.RunAsync(_fixture.Platform, _owner, "ref", "ref_sci", ProjectRole.DataScientist, CancellationToken.None);
        _scientist = _fixture.Platform.Gate.Enter(member, _projectId)!;
    }

    public Task DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task The_first_refusal_of_a_kind_is_seen_by_the_next_reader_of_the_trail()
    {
        Export(ResourceKind.Topic, "departures");
        Export(ResourceKind.File, "/Projects/ref/a/b");

        var entries = await RefusedAsync();

        entries.Select(entry => (entry.Action, entry.Target, entry.Detail))
            .ShouldBe([("topic.export", "departures", ""), ("file.export", "/Projects/ref/a/b", "")], ignoreOrder: true);
        entries.ShouldAllBe(entry => entry.Actor == "ref__ref_sci" && entry.Outcome == "export-denied" && entry.CredentialId == _scientist.CredentialId);
    }

    [Fact]
    public async Task A_client_that_tries_in_a_loop_is_one_entry_more_with_its_number()
    {
        Export(ResourceKind.Topic, "departures");
        (await RefusedAsync()).Count.ShouldBe(1);
        Parallel.For(0, 5000, _ => Export(ResourceKind.Topic, "departures"));
        (await RefusedAsync()).Count.ShouldBe(1);

        await _fixture.ReopenAsync();

        (await RefusedAsync()).Select(entry => entry.Detail.Length == 0 ? 0 : Gathered(entry).Count).ShouldBe([0, 5000]);
    }

    [Fact]
    public async Task What_was_gathered_says_when_it_was_and_not_only_when_it_was_written()
    {
        Export(ResourceKind.Topic, "departures");
        (await RefusedAsync()).Count.ShouldBe(1);
        var before = TimeProvider.System.GetUtcNow();
        Export(ResourceKind.Topic, "departures");
        var between = TimeProvider.System.GetUtcNow();
        Export(ResourceKind.Topic, "departures");
        var after = TimeProvider.System.GetUtcNow();

        await _fixture.ReopenAsync();

        var (count, first, last) = Gathered((await RefusedAsync())[1]);
        var precision = TimeSpan.FromMilliseconds(1);
        count.ShouldBe(2);
        first.ShouldBeInRange(before - precision, between);
        last.ShouldBeInRange(between - precision, after);
    }

    [Fact]
    public async Task When_the_window_ends_so_does_the_counting()
    {
        var fixture = new PlatformFixture { Options = new() { PasswordIterations = 10, JournalWindow = TimeSpan.FromMilliseconds(50) } };
        await fixture.InitializeAsync();
        try
        {
            await using var journal = new AccessJournal(fixture.Platform.Store, TimeSpan.FromMilliseconds(50), TimeProvider.System);
            var topic = new Resource(ResourceKind.Topic, 7, "departures");
            var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;
            var noted = 0L;
            IReadOnlyList<AuditRecord> entries;
            do
            {
                patience.ThrowIfCancellationRequested();
                journal.Note(_scientist, "topic.export", topic, ErrorCode.ExportDenied);
                noted++;
                await journal.FlushAsync(patience);
                entries = await fixture.Platform.Store.ReadAsync(
                    read => read.ScanAsync(AuditLog.Entries, Metadata.Tables.Key.Of(7L), null, 100), patience);
            }
            while (entries.Count < 3);

            entries.Sum(Count).ShouldBeLessThanOrEqualTo(noted);
            entries[0].Detail.ShouldBe("");
        }
        finally
        {
            await fixture.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_client_that_tries_ever_other_names_fills_no_trail()
    {
        for (var number = 0; number < 10_000; number++)
            Export(ResourceKind.File, $"/Projects/ref/a/{number}");
        await _fixture.ReopenAsync();

        var entries = await RefusedAsync();

        entries.Count.ShouldBeLessThan(110);
        entries.Sum(Count).ShouldBe(10_000);
        entries.ShouldContain(entry => entry.Target == "*");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_fails_for_a_while_loses_nothing_and_keeps_nobody_waiting(bool isDiskFull)
    {
        var store = new SulkingStore(_fixture.Platform.Store)
        {
            Failure = isDiskFull ? new PlatformException(ErrorCode.DiskFull, "full") : new InvalidOperationException("a fault"),
        };
        var journal = new AccessJournal(store, TimeSpan.FromHours(1), TimeProvider.System);
        journal.Note(_scientist, "topic.export", new Resource(ResourceKind.Topic, _projectId, "departures"), ErrorCode.ExportDenied);

        var flush = () => journal.FlushAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token);
        if (isDiskFull)
            await flush();
        else
            await flush.ShouldThrowAsync<InvalidOperationException>();
        (await RefusedAsync()).ShouldBeEmpty();
        store.Failure = null;
        await journal.DisposeAsync();

        (await RefusedAsync()).Single().Target.ShouldBe("departures");
        await journal.FlushAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_an_owner_takes_of_one_thing_within_a_minute_is_an_entry_with_its_bytes()
    {
        var topic = new Resource(ResourceKind.Topic, _projectId, "departures");
        var owner = _fixture.Platform.Gate.Enter(_owner, _projectId)!;
        _fixture.Platform.Gate.NoteExport(owner, topic, 100);
        (await ExportedAsync()).Select(entry => entry.Detail).ShouldBe(["""{"count":1,"bytes":100}"""]);
        Parallel.For(0, 1000, _ => _fixture.Platform.Gate.NoteExport(owner, topic, 7));

        await _fixture.ReopenAsync();

        var entries = await ExportedAsync();
        entries[0].Detail.ShouldBe("""{"count":1,"bytes":100}""");
        Gathered(entries[1]).Count.ShouldBe(1000);
        entries[1].Detail.ShouldContain("\"bytes\":7000,");
        entries.ShouldAllBe(entry => entry.Actor == "ref__ref_owner" && entry.Target == "departures" && entry.CredentialId == owner.CredentialId);
    }

    [Theory]
    [InlineData(Channel.Runner)]
    [InlineData(Channel.Internal)]
    public async Task What_stays_inside_is_no_export(Channel channel)
    {
        _fixture.Platform.Gate.NoteExport(_scientist with { Channel = channel }, new Resource(ResourceKind.Topic, _projectId, "departures"), 100);

        (await ExportedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Exports_of_ever_other_names_are_bounded_and_no_byte_is_forgotten()
    {
        var owner = _fixture.Platform.Gate.Enter(_owner, _projectId)!;
        for (var number = 0; number < 6000; number++)
            _fixture.Platform.Gate.NoteExport(owner, new Resource(ResourceKind.File, _projectId, $"/Projects/ref/a/{number}"), 3);
        await _fixture.ReopenAsync();

        var entries = await ExportedAsync();

        entries.Count.ShouldBeLessThan(5010);
        entries.ShouldContain(entry => entry.Target == "*");
        entries.Sum(entry => System.Text.Json.JsonDocument.Parse(entry.Detail).RootElement.GetProperty("bytes").GetInt64()).ShouldBe(18_000);
    }

    private void Export(ResourceKind kind, string name)
    {
        var resource = new Resource(kind, _projectId, name);
        var decision = _fixture.Platform.Gate.Decide(_scientist, Operation.Read, resource);
        decision.IsExport.ShouldBeTrue();
        _fixture.Platform.Gate.NoteRefusal(_scientist, Operation.Read, resource, decision);
    }

    private async Task<List<AuditRecord>> RefusedAsync() =>
        (await ListAudit.RunAsync(_fixture.Platform, _owner, "ref", new AuditSlice(0, 1000), CancellationToken.None)).Entries
        .Where(entry => entry.Outcome != "ok").ToList();

    private async Task<List<AuditRecord>> ExportedAsync() =>
        (await ListAudit.RunAsync(_fixture.Platform, _owner, "ref", new AuditSlice(0, 10_000), CancellationToken.None)).Entries
        .Where(entry => entry is { Outcome: "ok" } && entry.Action.EndsWith(".export", StringComparison.Ordinal)).ToList();

    private static long Count(AuditRecord entry) =>
        entry.Detail.Length == 0 ? 1 : System.Text.Json.JsonDocument.Parse(entry.Detail).RootElement.GetProperty("count").GetInt64();

    [Fact]
    public async Task What_could_not_be_written_keeps_its_time_though_more_of_its_kind_came_meanwhile()
    {
        var departures = new Resource(ResourceKind.Topic, _projectId, "departures");
        var store = new SulkingStore(_fixture.Platform.Store) { Failure = new InvalidOperationException("a fault") };
        var journal = new AccessJournal(store, TimeSpan.FromHours(1), TimeProvider.System);
        var between = DateTimeOffset.MaxValue;
        store.Meanwhile = () =>
        {
            between = TimeProvider.System.GetUtcNow();
            store.Meanwhile = null;
            journal.Note(_scientist, "topic.export", departures, ErrorCode.ExportDenied);
        };
        var before = TimeProvider.System.GetUtcNow();
        journal.Note(_scientist, "topic.export", departures, ErrorCode.ExportDenied);
        await journal.FlushAsync(new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token).ShouldThrowAsync<InvalidOperationException>();
        store.Failure = null;
        await journal.DisposeAsync();

        var (count, first, last) = Gathered((await RefusedAsync()).Single());
        var precision = TimeSpan.FromMilliseconds(1);
        count.ShouldBe(2);
        first.ShouldBeInRange(before - precision, between);
        last.ShouldBeGreaterThanOrEqualTo(between - precision);
    }

    /// <summary>A store whose writes fail as long as it is told so.</summary>
    private sealed class SulkingStore(MetadataStore store) : MetadataStore
    {
        public Exception? Failure { get; set; }

        /// <summary>What happens while a write is under way that fails.</summary>
        public Action? Meanwhile { get; set; }

        public override ValueTask<T> ReadAsync<T>(Func<ReadTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default) =>
            store.ReadAsync(body, cancellationToken);

        public override ValueTask<T> WriteAsync<T>(Func<WriteTransaction, ValueTask<T>> body, CancellationToken cancellationToken = default) =>
            Failure is { } failure ? throw Failed(failure) : store.WriteAsync(body, cancellationToken);

        public override ValueTask<long> NextIdAsync(string sequence, CancellationToken cancellationToken = default) =>
            store.NextIdAsync(sequence, cancellationToken);

        public override ValueTask<IDisposable> FollowAsync(
            IReadOnlySet<Table> tables, Action<IReadOnlyList<RowChange>> committed, CancellationToken cancellationToken = default) =>
            store.FollowAsync(tables, committed, cancellationToken);

        public override ValueTask DisposeAsync() => default;

        private Exception Failed(Exception failure)
        {
            Meanwhile?.Invoke();
            return failure;
        }
    }

    private static (long Count, DateTimeOffset First, DateTimeOffset Last) Gathered(AuditRecord entry)
    {
        using var detail = System.Text.Json.JsonDocument.Parse(entry.Detail);
        var root = detail.RootElement;
        return (root.GetProperty("count").GetInt64(), root.GetProperty("first").GetDateTimeOffset(), root.GetProperty("last").GetDateTimeOffset());
    }
}
