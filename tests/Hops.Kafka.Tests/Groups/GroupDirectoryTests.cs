using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Groups;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Topics;
using Hops.Metadata;
using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Transactions;

namespace Hops.Kafka.Tests.Groups;

public sealed class GroupDirectoryTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-groups-").FullName;
    private readonly BrokerOptions _options = new();
    private HookedStore _store = null!;
    private TopicCatalog _topics = null!;
    private GroupDirectory _groups = null!;

    public async Task InitializeAsync()
    {
        _store = new HookedStore(SqliteStore.Open(
            _directory, [.. KafkaModule.Tables, AuditLog.Entries, AuditLog.Heads], new SqliteOptions(), TimeProvider.System));
        _topics = new TopicCatalog(_store, _options);
        _groups = new GroupDirectory(_options, _store, TimeProvider.System);
        await _groups.LoadAsync(default);
    }

    public async Task DisposeAsync()
    {
        _groups.Dispose();
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Offsets_of_a_topic_that_is_made_during_a_cleaning_are_kept()
    {
        var old = await CreateAsync("old");
        Group[] groups = [_groups.GetOrAdd(0, "a")!, _groups.GetOrAdd(0, "b")!];
        foreach (var group in groups)
            await CommitAsync(group, old);
        await _store.WriteAsync(write => _topics.DeleteInAsync(write, OpenGate.Everybody, 0, "old"));
        Topic? made = null;
        _store.BeforeNextWrite = async () =>
        {
            made = await CreateAsync("new");
            foreach (var group in groups)
                await CommitAsync(group, made);
        };

        await using var cleaning = new GroupCleaning(_groups, _topics, _options.OffsetRetention, TimeProvider.System);
        await cleaning.CleanAsync();

        foreach (var group in groups)
            group.Offsets.Keys.ShouldBe([new TopicPartition(made!.Id, 0)]);
    }

    [Fact]
    public async Task Groups_in_memory_go_with_the_rows_of_their_project()
    {
        var topic = await CreateAsync("t");
        var (gone, other) = (_groups.GetOrAdd(0, "a")!, _groups.GetOrAdd(7, "a")!);
        await CommitAsync(gone, topic);
        await CommitAsync(other, topic);

        await _store.WriteAsync(async write =>
        {
            await _groups.RemoveInAsync(write, OpenGate.Everybody, 0);
            _groups.Find(0, "a").ShouldBe(gone, "it is there until that is durable");
            return true;
        });

        _groups.Find(0, "a").ShouldBeNull();
        _groups.Find(7, "a").ShouldBe(other);
        (await _store.ReadAsync(read => read.SweepAsync(GroupTables.Groups, null, 10))).Select(row => row.TenantId).ShouldBe([7L]);
        (await Should.ThrowAsync<PlatformException>(() => CommitAsync(gone, topic))).Code.ShouldBe(ErrorCode.Unavailable);
        (await _store.ReadAsync(read => read.SweepAsync(GroupTables.Offsets, null, 10))).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_group_that_could_not_be_deleted_lives_on()
    {
        var group = _groups.GetOrAdd(0, "a")!;
        await CommitAsync(group, await CreateAsync("t"));
        _store.BeforeNextWrite = () => throw new PlatformException(ErrorCode.DiskFull, "full");
        await Should.ThrowAsync<PlatformException>(async () => await _groups.DeleteAsync(group, evenWithOffsets: true));
        group.CheckCommit("", null, -1).ShouldBe(KafkaError.None);
        (await _groups.DeleteAsync(group, evenWithOffsets: true)).ShouldBeTrue();
        _groups.Find(0, "a").ShouldBeNull();
    }

    [Fact]
    public async Task Offsets_are_not_committed_to_a_group_that_is_being_deleted()
    {
        var group = _groups.GetOrAdd(0, "a")!;
        var topic = await CreateAsync("t");
        await CommitAsync(group, topic);
        _store.BeforeNextWrite = async () => (await Should.ThrowAsync<PlatformException>(() => CommitAsync(group, topic))).Code.ShouldBe(ErrorCode.Unavailable);
        (await _groups.DeleteAsync(group, evenWithOffsets: true)).ShouldBeTrue();
        (await _store.ReadAsync(read => read.SweepAsync(GroupTables.Offsets, null, 10))).ShouldBeEmpty();
    }

    private async Task<Topic> CreateAsync(string name) =>
        await _store.WriteAsync(write => _topics.CreateInAsync(write, OpenGate.Everybody, new NewTopic(0, name)));

    private async Task CommitAsync(Group group, Topic topic) => await _groups.Offsets.CommitAsync(
        group, [new(new TopicPartition(topic.Id, 0), new CommittedOffset(1, -1, "", DateTimeOffset.UnixEpoch.AddYears(60)))]);
}
