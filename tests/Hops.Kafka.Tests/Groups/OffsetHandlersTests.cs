using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Groups;

/// <summary>OffsetCommit, OffsetFetch and OffsetDelete of a consumer that assigns its partitions itself.</summary>
public sealed class OffsetHandlersTests : IAsyncLifetime
{
    private TestBroker _broker = null!;
    private RawClient _client = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync();
        await _broker.CreateTopicAsync("ledger", partitions: 3);
        _client = new RawClient(_broker.Port);
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task What_is_refused_of_one_partition_keeps_no_other_from_being_committed()
    {
        var answer = await _client.AskAsync<OffsetCommitRequest, OffsetCommitResponse>(
            new()
            {
                GroupId = "readers",
                Topics =
                [
                    new()
                    {
                        Name = "ledger",
                        Partitions =
                        [
                            new() { PartitionIndex = 0, CommittedOffset = 7, CommittedMetadata = "mine" },
                            new() { PartitionIndex = 1, CommittedOffset = 8, CommittedMetadata = new string('x', 4_097) },
                            new() { PartitionIndex = 3, CommittedOffset = 9 },
                        ],
                    },
                    new() { Name = "absent", Partitions = [new() { CommittedOffset = 1 }] },
                ],
            },
            8);

        answer.Topics.SelectMany(topic => topic.Partitions).Select(partition => partition.ErrorCode).ShouldBe(
            [KafkaError.None, KafkaError.OffsetMetadataTooLarge, KafkaError.UnknownTopicOrPartition, KafkaError.UnknownTopicOrPartition]);
        (await FetchAsync("readers", 0, 1, 3)).ShouldBe([(0, 7, "mine"), (1, -1, ""), (3, -1, "")]);
    }

    [Theory]
    [InlineData(8, KafkaError.IllegalGeneration)]
    [InlineData(9, KafkaError.GroupIdNotFound)]
    public async Task A_member_of_a_group_that_is_not_there_is_told_in_the_words_of_its_version(short version, KafkaError error)
    {
        var request = Commit("nobody", 5);
        (request.GenerationIdOrMemberEpoch, request.MemberId) = (3, "me");

        var answer = await _client.AskAsync<OffsetCommitRequest, OffsetCommitResponse>(request, version);

        answer.Topics.Single().Partitions.Single().ErrorCode.ShouldBe(error);
    }

    [Fact]
    public async Task A_member_that_a_group_does_not_have_commits_nothing_to_it()
    {
        (await _client.AskAsync<OffsetCommitRequest, OffsetCommitResponse>(Commit("readers", 5), 8)).Topics.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.None);
        var request = Commit("readers", 6);
        (request.GenerationIdOrMemberEpoch, request.MemberId) = (3, "me");

        var answer = await _client.AskAsync<OffsetCommitRequest, OffsetCommitResponse>(request, 8);

        answer.Topics.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.UnknownMemberId);
        (await FetchAsync("readers", 0)).ShouldBe([(0, 5, "")]);
    }

    [Fact]
    public async Task Offsets_outlive_a_start_and_go_when_they_are_deleted()
    {
        await _client.AskAsync<OffsetCommitRequest, OffsetCommitResponse>(Commit("readers", 5), 8);

        var deleted = await DeleteAsync("readers", "ledger");
        deleted.ErrorCode.ShouldBe(KafkaError.None);
        deleted.Topics.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.None);

        (await FetchAsync("readers", 0)).ShouldBe([(0, -1, "")]);
        (await DeleteAsync("readers", "absent")).Topics.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.UnknownTopicOrPartition);
        (await DeleteAsync("nobody", "ledger")).ErrorCode.ShouldBe(KafkaError.GroupIdNotFound);
    }

    [Fact]
    public async Task All_offsets_of_a_group_are_those_of_topics_that_are_there()
    {
        await _broker.CreateTopicAsync("other");
        var request = Commit("readers", 5);
        request.Topics.Add(new() { Name = "other", Partitions = [new() { CommittedOffset = 6 }] });
        await _client.AskAsync<OffsetCommitRequest, OffsetCommitResponse>(request, 8);
        await _client.AskAsync<DeleteTopicsRequest, DeleteTopicsResponse>(new() { TopicNames = ["other"] }, 5);

        var all = await _client.AskAsync<OffsetFetchRequest, OffsetFetchResponse>(new() { Groups = [new() { GroupId = "readers", Topics = null }, new() { GroupId = "nobody", Topics = null }] }, 8);

        all.Groups.Select(group => (group.GroupId, group.ErrorCode)).ShouldBe([("readers", KafkaError.None), ("nobody", KafkaError.None)]);
        all.Groups[0].Topics.Select(topic => topic.Name).ShouldBe(["ledger"]);
        all.Groups[1].Topics.ShouldBeEmpty();
    }

    [Fact]
    public async Task Texts_beside_offsets_fill_the_memory_of_groups_and_give_it_back()
    {
        await using var broker = await TestBroker.StartAsync(configure: options => options.GroupMemoryPerTenantMaxBytes = 1 << 16);
        await broker.CreateTopicAsync("ledger", partitions: 9);
        using var client = new RawClient(broker.Port);

        (await CommitTextsAsync(client, "readers", 0, 8)).ShouldBe(KafkaError.None);
        (await CommitTextsAsync(client, "readers", 8, 1)).ShouldBe(KafkaError.OffsetMetadataTooLarge);
        (await CommitTextsAsync(client, "others", 0, 1)).ShouldBe(KafkaError.OffsetMetadataTooLarge);
        (await CommitTextsAsync(client, "readers", 8, 1, "")).ShouldBe(KafkaError.None);
        (await CommitTextsAsync(client, "readers", 0, 8)).ShouldBe(KafkaError.None, "they take the place of what was there");

        (await CommitTextsAsync(client, "readers", 0, 1, "")).ShouldBe(KafkaError.None);
        (await CommitTextsAsync(client, "others", 0, 1)).ShouldBe(KafkaError.None);
        await client.AskAsync<DeleteGroupsRequest, DeleteGroupsResponse>(new() { GroupsNames = ["readers"] }, 2);
        (await CommitTextsAsync(client, "others", 1, 7)).ShouldBe(KafkaError.None);
        (await CommitTextsAsync(client, "others", 8, 1)).ShouldBe(KafkaError.OffsetMetadataTooLarge);
    }

    /// <summary>Commits offsets of partitions, each with a text of 8 KiB of memory unless another is given.</summary>
    private static async Task<KafkaError> CommitTextsAsync(RawClient client, string group, int first, int count, string? text = null)
    {
        var request = Commit(group, 1);
        request.Topics[0].Partitions =
            [.. Enumerable.Range(first, count).Select(index => new OffsetCommitRequest.Topic.Partition { PartitionIndex = index, CommittedMetadata = text ?? new string('x', 4096) })];
        var answer = await client.AskAsync<OffsetCommitRequest, OffsetCommitResponse>(request, 8);
        return answer.Topics.Single().Partitions.Select(partition => partition.ErrorCode).Distinct().Single();
    }

    private async Task<OffsetDeleteResponse> DeleteAsync(string group, string topic) =>
        await _client.AskAsync<OffsetDeleteRequest, OffsetDeleteResponse>(new() { GroupId = group, Topics = [new() { Name = topic, Partitions = [new()] }] }, 0);

    private async Task<List<(int Index, long Offset, string? Metadata)>> FetchAsync(string group, params int[] indexes)
    {
        var answer = await _client.AskAsync<OffsetFetchRequest, OffsetFetchResponse>(
            new() { GroupId = group, Topics = [new() { Name = "ledger", PartitionIndexes = indexes }] }, 7);
        return [.. answer.Topics.Single().Partitions.Select(partition => (partition.PartitionIndex, partition.CommittedOffset, partition.Metadata))];
    }

    private static OffsetCommitRequest Commit(string group, long offset) =>
        new() { GroupId = group, Topics = [new() { Name = "ledger", Partitions = [new() { CommittedOffset = offset }] }] };
}
