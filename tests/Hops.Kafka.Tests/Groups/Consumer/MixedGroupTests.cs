using System.Buffers.Binary;
using System.Text;
using Hops.Core.Identity;
using Hops.Kafka.Groups;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Groups.Consumer;

/// <summary>Members of both protocols in one group, as requests reach it: how it goes over, what each is told, and how it comes back.</summary>
public sealed class MixedGroupTests : IAsyncLifetime
{
    private const long Red = 1;

    private readonly TestGate _gate = new();
    private TestBroker _broker = null!;
    private SignedInClient _ann = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(_gate);
        await _broker.CreateTopicAsync("orders", partitions: 2, tenantId: Red);
        _ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
    }

    public async Task DisposeAsync()
    {
        _ann.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task A_member_of_the_newer_protocol_takes_a_classic_group_over_and_the_members_share()
    {
        var old = await JoinAloneAsync();
        await CommitAsync(old, 1, 7);

        var joined = await JoinNewAsync("new", "orders");

        (joined.ErrorCode, joined.MemberEpoch, Text(joined)).ShouldBe((KafkaError.None, 2, ""), joined.ErrorMessage);
        (await BeatAsync(old, 1)).ShouldBe(KafkaError.RebalanceInProgress);
        (await CommitAsync(old, 1, 8)).ShouldBe(KafkaError.None);
        (await SyncAsync(old, 1)).ErrorCode.ShouldBe(KafkaError.RebalanceInProgress);

        var again = await JoinOldAsync(old, Metadata(["orders"]));
        (again.ErrorCode, again.GenerationId, again.Leader, again.ProtocolType, again.ProtocolName, again.Members.Count)
            .ShouldBe((KafkaError.None, 2, "", "consumer", "range", 0));
        var synced = await SyncAsync(old, 2);
        (synced.ErrorCode, synced.ProtocolType, synced.ProtocolName).ShouldBe((KafkaError.None, "consumer", "range"));
        (await BeatAsync(old, 2)).ShouldBe(KafkaError.None);
        var shares = new[] { Assigned(synced), Text(await BeatNewAsync("new", 2)) };
        shares.Order().ShouldBe(["orders-0", "orders-1"]);
        (await OffsetAsync()).ShouldBe(8);
    }

    [Fact]
    public async Task A_mixed_group_is_listed_and_described_as_one_of_the_newer_protocol_with_the_protocol_of_each_member()
    {
        var old = await JoinAloneAsync();
        await JoinNewAsync("new", "orders");
        await JoinOldAsync(old, Metadata(["orders"]));
        await SyncAsync(old, 2);
        await BeatNewAsync("new", 2);

        var group = (await _ann.SendAsync<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(new() { GroupIds = ["g"] }, 1)).Groups.Single();
        (group.ErrorCode, group.GroupState, group.GroupEpoch, group.AssignmentEpoch).ShouldBe((KafkaError.None, "Stable", 2, 2));
        group.Members.Select(member => (member.MemberId, member.MemberType, member.MemberEpoch, member.Assignment.Topics.Single().Partitions.Length))
            .ShouldBe([(old, (sbyte)0, 2, 1), ("new", (sbyte)1, 2, 1)], ignoreOrder: true);
        (await ListAsync()).ShouldBe(("Consumer", "consumer", "Stable"));
        (await DescribeClassicAsync()).ErrorCode.ShouldBe(KafkaError.GroupIdNotFound);
        var forgotten = await _ann.SendAsync<OffsetDeleteRequest, OffsetDeleteResponse>(
            new() { GroupId = "g", Topics = [new() { Name = "orders", Partitions = [new()] }] }, 0);
        forgotten.Topics.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.GroupSubscribedToTopic);
    }

    [Fact]
    public async Task A_cooperative_member_keeps_what_it_may_and_gives_up_the_rest_before_another_has_it()
    {
        var old = await JoinAloneAsync();
        await JoinNewAsync("new", "orders");

        var told = await JoinOldAsync(old, Metadata(["orders"], ["orders-0", "orders-1"]));
        told.GenerationId.ShouldBe(1);
        var kept = Assigned(await SyncAsync(old, 1));
        kept.Split(' ').Length.ShouldBe(1);
        Text(await BeatNewAsync("new", 2)).ShouldBe("as before");
        (await BeatAsync(old, 1)).ShouldBe(KafkaError.RebalanceInProgress);

        (await JoinOldAsync(old, Metadata(["orders"], [kept]))).GenerationId.ShouldBe(2);
        Assigned(await SyncAsync(old, 2)).ShouldBe(kept);
        new[] { kept, Text(await BeatNewAsync("new", 2)) }.Order().ShouldBe(["orders-0", "orders-1"]);
    }

    [Fact]
    public async Task A_classic_member_comes_into_a_group_of_the_newer_protocol_and_leaves_it()
    {
        Text(await JoinNewAsync("new", "orders")).ShouldBe("orders-0 orders-1");

        var sent = await JoinOldAsync("", Metadata(["orders"]), version: 9);
        sent.ErrorCode.ShouldBe(KafkaError.MemberIdRequired);
        var joined = await JoinOldAsync(sent.MemberId, Metadata(["orders"]), version: 9);
        (joined.ErrorCode, joined.GenerationId).ShouldBe((KafkaError.None, 2));
        Assigned(await SyncAsync(sent.MemberId, 2)).ShouldBe("");
        (await BeatAsync(sent.MemberId, 2)).ShouldBe(KafkaError.None);

        var kept = Text(await BeatNewAsync("new", 1));
        await BeatNewAsync("new", 1, kept);
        (await BeatAsync(sent.MemberId, 2)).ShouldBe(KafkaError.RebalanceInProgress);
        await JoinOldAsync(sent.MemberId, Metadata(["orders"]), version: 9);
        new[] { kept, Assigned(await SyncAsync(sent.MemberId, 2)) }.Order().ShouldBe(["orders-0", "orders-1"]);

        (await LeaveAsync(sent.MemberId)).ShouldBe(KafkaError.None);
        (await LeaveAsync(sent.MemberId)).ShouldBe(KafkaError.UnknownMemberId);
        Text(await BeatNewAsync("new", 2)).ShouldBe("orders-0 orders-1");
    }

    [Fact]
    public async Task When_the_last_member_of_the_newer_protocol_leaves_the_others_are_a_classic_group_again()
    {
        var old = await JoinAloneAsync();
        await CommitAsync(old, 1, 7);
        await JoinNewAsync("new", "orders");
        await JoinOldAsync(old, Metadata(["orders"]));
        await SyncAsync(old, 2);

        await LeaveNewAsync("new");

        (await ListAsync()).ShouldBe(("Classic", "consumer", "PreparingRebalance"));
        (await BeatAsync(old, 2)).ShouldBe(KafkaError.RebalanceInProgress);
        (await CommitAsync(old, 2, 9)).ShouldBe(KafkaError.None);
        var joined = await JoinOldAsync(old, Metadata(["orders"]));
        (joined.ErrorCode, joined.GenerationId, joined.Leader, joined.ProtocolName).ShouldBe((KafkaError.None, 3, old, "range"));
        Assigned(await SyncAsync(old, 3, Assignment("orders-0", "orders-1"))).ShouldBe("orders-0 orders-1");
        (await DescribeClassicAsync()).GroupState.ShouldBe("Stable");
        (await OffsetAsync()).ShouldBe(9);
    }

    [Fact]
    public async Task A_member_that_had_not_heard_of_the_last_share_yet_comes_back_with_the_generation_that_it_knows()
    {
        var old = await JoinAloneAsync();
        await JoinNewAsync("new", "orders");
        await LeaveNewAsync("new");

        (await BeatAsync(old, 1)).ShouldBe(KafkaError.RebalanceInProgress);
        (await CommitAsync(old, 1, 3)).ShouldBe(KafkaError.None);
        (await JoinOldAsync(old, Metadata(["orders"]))).GenerationId.ShouldBe(3);
        (await CommitAsync(old, 1, 4)).ShouldBe(KafkaError.IllegalGeneration);
    }

    [Fact]
    public async Task A_group_goes_over_and_back_and_over_again()
    {
        var old = await JoinAloneAsync();
        foreach (var epoch in new[] { 2, 4, 6 })
        {
            (await JoinNewAsync("new", "orders")).MemberEpoch.ShouldBe(epoch);
            (await JoinOldAsync(old, Metadata(["orders"]))).GenerationId.ShouldBe(epoch);
            Assigned(await SyncAsync(old, epoch)).Length.ShouldBeGreaterThan(0);
            await LeaveNewAsync("new");
            (await JoinOldAsync(old, Metadata(["orders"]))).GenerationId.ShouldBe(epoch + 1);
            Assigned(await SyncAsync(old, epoch + 1, Assignment("orders-0", "orders-1"))).ShouldBe("orders-0 orders-1");
        }
    }

    [Fact]
    public async Task A_member_that_waits_for_a_classic_round_is_called_to_the_new_one()
    {
        var old = await JoinAloneAsync();
        using var other = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        var waiting = JoinOldAsync("", Metadata(["orders"]), client: other);
        while (await BeatAsync(old, 1) != KafkaError.RebalanceInProgress)
            await Task.Yield();

        await JoinNewAsync("new", "orders");

        (await waiting).ErrorCode.ShouldBe(KafkaError.RebalanceInProgress);
        (await BeatAsync(old, 1)).ShouldBe(KafkaError.RebalanceInProgress);
    }

    [Theory]
    [InlineData(GroupMigrationPolicy.Bidirectional, true, true)]
    [InlineData(GroupMigrationPolicy.Upgrade, true, false)]
    [InlineData(GroupMigrationPolicy.Downgrade, false, true)]
    [InlineData(GroupMigrationPolicy.Disabled, false, false)]
    public async Task The_policy_says_which_groups_go_over(GroupMigrationPolicy policy, bool goesUp, bool goesDown)
    {
        await using var broker = await TestBroker.StartAsync(_gate, options => options.ConsumerMigrationPolicy = policy);
        await broker.CreateTopicAsync("orders", partitions: 2, tenantId: Red);
        using var client = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        var old = (await JoinOldAsync("", Metadata(["orders"]), client: client)).MemberId;

        var up = await JoinNewAsync("new", "orders", client: client);
        up.ErrorCode.ShouldBe(goesUp ? KafkaError.None : KafkaError.GroupIdNotFound);
        if (!goesUp)
        {
            up.ErrorMessage.ShouldNotBeNullOrEmpty();
            (await BeatAsync(old, 1, client: client)).ShouldBe(KafkaError.None);
            await LeaveAsync(old, client);
            await JoinNewAsync("new", "orders", client: client);
            (await JoinOldAsync("", Metadata(["orders"]), client: client)).ErrorCode.ShouldBe(KafkaError.None);
        }

        await LeaveNewAsync("new", client);
        (await ListAsync(client)).Type.ShouldBe(goesDown ? "Classic" : "Consumer");
    }

    [Fact]
    public async Task A_group_that_cannot_be_read_does_not_go_over_and_is_left_as_it_is()
    {
        var userData = new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 9 };
        foreach (var (type, name, metadata, assignment) in new[]
        {
            ("connect", "sessioned", Metadata(["orders"]), Array.Empty<byte>()),
            ("consumer", "range", [0, 1, 0], []),
            ("consumer", "range", Metadata(["orders"])[..^5], []),
            ("consumer", "stream", [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2], []),
            ("consumer", "range", Metadata(["orders"]), userData),
            ("consumer", "range", Metadata(["orders"]), [0, 0, 127, 255, 255, 255]),
        })
        {
            var joined = await JoinOldAsync("", metadata, protocol: name, type: type);
            joined.ErrorCode.ShouldBe(KafkaError.None);
            await SyncAsync(joined.MemberId, joined.GenerationId, assignment, type: type, protocol: name);

            var refused = await JoinNewAsync("new", "orders");

            refused.ErrorCode.ShouldBe(KafkaError.GroupIdNotFound);
            refused.ErrorMessage.ShouldNotBeNullOrEmpty();
            (await BeatAsync(joined.MemberId, joined.GenerationId)).ShouldBe(KafkaError.None);
            await LeaveAsync(joined.MemberId);
        }

        await JoinNewAsync("new", "orders");
        (await JoinOldAsync("", [0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2], protocol: "stream")).ErrorCode.ShouldBe(KafkaError.InconsistentGroupProtocol);
        (await JoinOldAsync("", Metadata(["orders"]), type: "connect")).ErrorCode.ShouldBe(KafkaError.InconsistentGroupProtocol);
        (await JoinOldAsync("", [9])).ErrorCode.ShouldBe(KafkaError.InconsistentGroupProtocol);
    }

    [Fact]
    public async Task A_member_is_spoken_to_in_its_own_protocol()
    {
        var old = await JoinAloneAsync();
        (await BeatNewAsync(old, 1)).ErrorCode.ShouldBe(KafkaError.UnknownMemberId);
        (await LeaveNewAsync(old)).ShouldBe(KafkaError.UnknownMemberId);
        await JoinNewAsync("new", "orders");

        (await BeatNewAsync(old, 1)).ErrorCode.ShouldBe(KafkaError.UnknownMemberId);
        (await LeaveNewAsync(old)).ShouldBe(KafkaError.UnknownMemberId);
        (await BeatAsync("new", 2)).ShouldBe(KafkaError.UnknownMemberId);
        (await SyncAsync("new", 2)).ErrorCode.ShouldBe(KafkaError.UnknownMemberId);
        (await JoinOldAsync("new", Metadata(["orders"]))).ErrorCode.ShouldBe(KafkaError.UnknownMemberId);
        (await BeatAsync(old, 2)).ShouldBe(KafkaError.IllegalGeneration);
        (await CommitAsync(old, 2, 1)).ShouldBe(KafkaError.IllegalGeneration);
        (await CommitAsync("new", 1, 1)).ShouldBe(KafkaError.StaleMemberEpoch);
        (await JoinOldAsync("", Metadata(["orders"]), protocol: "roundrobin")).ErrorCode.ShouldBe(KafkaError.InconsistentGroupProtocol);
        (await JoinOldAsync(old, Metadata(["orders"]), protocol: "roundrobin")).ProtocolName.ShouldBe("roundrobin");
        (await SyncAsync(old, 2, protocol: "range")).ErrorCode.ShouldBe(KafkaError.InconsistentGroupProtocol);
    }

    [Fact]
    public async Task A_static_member_takes_its_place_over_from_one_protocol_to_the_other_and_back()
    {
        var old = await JoinAloneAsync(instanceId: "one");

        var over = await JoinNewAsync("new", "orders", instanceId: "one");
        (over.ErrorCode, Text(over)).ShouldBe((KafkaError.None, "orders-0 orders-1"), over.ErrorMessage);
        (await BeatAsync(old, 1, instanceId: "one")).ShouldBe(KafkaError.FencedInstanceId);
        (await JoinNewAsync("other", "orders", instanceId: "one")).ErrorCode.ShouldBe(KafkaError.UnreleasedInstanceId);

        var back = await JoinOldAsync("", Metadata(["orders"]), instanceId: "one");
        back.ErrorCode.ShouldBe(KafkaError.None);
        (await BeatNewAsync("new", over.MemberEpoch, instanceId: "one")).ErrorCode.ShouldBe(KafkaError.UnknownMemberId);
        (await ListAsync()).Type.ShouldBe("Classic");
        (await SyncAsync(back.MemberId, back.GenerationId, instanceId: "one")).ErrorCode.ShouldBe(KafkaError.RebalanceInProgress);
        (await JoinOldAsync(back.MemberId, Metadata(["orders"]), instanceId: "one")).Leader.ShouldBe(back.MemberId);
    }

    [Fact]
    public async Task A_static_member_that_goes_over_disturbs_nobody_else()
    {
        var one = JoinOldAsync("", Metadata(["orders"]), instanceId: "one");
        var first = await one;
        using var other = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        var two = JoinOldAsync("", Metadata(["orders"]), instanceId: "two", client: other);
        while (await BeatAsync(first.MemberId, 1, instanceId: "one") != KafkaError.RebalanceInProgress)
            await Task.Yield();
        var leader = await JoinOldAsync(first.MemberId, Metadata(["orders"]), instanceId: "one");
        var second = await two;
        var shares = new SyncGroupRequest
        {
            GroupId = "g",
            MemberId = leader.MemberId,
            GroupInstanceId = "one",
            GenerationId = 2,
            Assignments = [new() { MemberId = leader.MemberId, Content = Assignment("orders-0") }, new() { MemberId = second.MemberId, Content = Assignment("orders-1") }],
        };
        await _ann.SendAsync<SyncGroupRequest, SyncGroupResponse>(shares, 5);

        var over = await JoinNewAsync("new", "orders", instanceId: "one");

        (over.MemberEpoch, Text(over)).ShouldBe((2, "orders-0"));
        (await BeatAsync(second.MemberId, 2, instanceId: "two")).ShouldBe(KafkaError.None);
        Assigned(await SyncAsync(second.MemberId, 2, instanceId: "two")).ShouldBe("orders-1");
    }

    [Fact]
    public async Task Topics_that_come_and_grow_reach_a_classic_member_whom_no_other_reads_them_with()
    {
        var old = (await JoinOldAsync("", Metadata(["orders", "returns"]))).MemberId;
        await JoinNewAsync("new", "elsewhere");
        var epoch = (await JoinOldAsync(old, Metadata(["orders", "returns"]))).GenerationId;
        Assigned(await SyncAsync(old, epoch)).ShouldBe("orders-0 orders-1");

        await _broker.CreateTopicAsync("returns", tenantId: Red);
        (await BeatAsync(old, epoch)).ShouldBe(KafkaError.RebalanceInProgress);
        epoch = (await JoinOldAsync(old, Metadata(["orders", "returns"]))).GenerationId;
        Assigned(await SyncAsync(old, epoch)).ShouldBe("orders-0 orders-1 returns-0");

        await _broker.Store.WriteAsync(write => _broker.Broker.Topics.GrowInAsync(write, OpenGate.Everybody, Red, "orders", 3));
        (await BeatAsync(old, epoch)).ShouldBe(KafkaError.RebalanceInProgress);
    }

    [Fact]
    public async Task What_a_classic_member_may_not_read_is_not_shared_out_to_it()
    {
        await _broker.CreateTopicAsync("locked-orders", tenantId: Red);
        await JoinNewAsync("new", "elsewhere");

        var joined = await JoinOldAsync("", Metadata(["orders", "locked-orders"]));

        Assigned(await SyncAsync(joined.MemberId, joined.GenerationId)).ShouldBe("orders-0 orders-1");
    }

    [Fact]
    public async Task Limits_of_members_and_memory_hold_over_the_protocols_and_what_was_kept_is_given_back()
    {
        await using var broker = await TestBroker.StartAsync(_gate, options => (options.GroupMembersMax, options.GroupMemoryPerTenantMaxBytes) = (2, 1 << 16));
        await broker.CreateTopicAsync("orders", partitions: 2, tenantId: Red);
        using var client = await SignedInClient.OpenAsync(broker.Port, "red__ann");
        var old = (await JoinOldAsync("", Metadata(["orders"]), client: client)).MemberId;
        (await JoinNewAsync("new", "orders", client: client)).ErrorCode.ShouldBe(KafkaError.None);

        (await JoinOldAsync("", Metadata(["orders"]), client: client)).ErrorCode.ShouldBe(KafkaError.GroupMaxSizeReached);
        (await JoinNewAsync("third", "orders", client: client)).ErrorCode.ShouldBe(KafkaError.GroupMaxSizeReached);
        var names = Enumerable.Range(0, 3000).Select(index => $"topic-{index}").ToArray();
        (await JoinOldAsync(old, Metadata(names), client: client)).ErrorCode.ShouldBe(KafkaError.GroupMaxSizeReached);
        (await JoinOldAsync(new string('m', 600), Metadata(["orders"]), client: client)).ErrorCode.ShouldBe(KafkaError.InvalidRequest);

        await LeaveNewAsync("new", client);
        await LeaveAsync(old, client);
        var again = await JoinOldAsync("", Metadata(names[..1500]), client: client);
        (await JoinNewAsync("new", "orders", client: client)).ErrorCode.ShouldBe(KafkaError.GroupMaxSizeReached);
        (await BeatAsync(again.MemberId, again.GenerationId, client: client)).ShouldBe(KafkaError.None);
    }

    /// <summary>A classic member that is alone and has both partitions in generation 1.</summary>
    private async Task<string> JoinAloneAsync(string? instanceId = null)
    {
        var joined = await JoinOldAsync("", Metadata(["orders"]), instanceId: instanceId);
        (joined.ErrorCode, joined.GenerationId).ShouldBe((KafkaError.None, 1));
        Assigned(await SyncAsync(joined.MemberId, 1, Assignment("orders-0", "orders-1"), instanceId: instanceId)).ShouldBe("orders-0 orders-1");
        return joined.MemberId;
    }

    private Task<JoinGroupResponse> JoinOldAsync(
        string memberId, byte[] metadata, string? instanceId = null, string protocol = "range", string type = "consumer", short? version = null, SignedInClient? client = null) =>
        (client ?? _ann).SendAsync<JoinGroupRequest, JoinGroupResponse>(
            new()
            {
                GroupId = "g",
                MemberId = memberId,
                GroupInstanceId = instanceId,
                SessionTimeoutMs = 10_000,
                RebalanceTimeoutMs = 60_000,
                ProtocolType = type,
                Protocols = [new() { Name = protocol, Metadata = metadata }],
            },
            version ?? (short)(memberId.Length == 0 && instanceId is null ? 3 : 9));

    private Task<SyncGroupResponse> SyncAsync(
        string memberId, int generation, byte[]? share = null, string? instanceId = null, string? type = null, string? protocol = null, SignedInClient? client = null) =>
        (client ?? _ann).SendAsync<SyncGroupRequest, SyncGroupResponse>(
            new()
            {
                GroupId = "g",
                MemberId = memberId,
                GroupInstanceId = instanceId,
                GenerationId = generation,
                ProtocolType = type,
                ProtocolName = protocol,
                Assignments = share is null ? [] : [new() { MemberId = memberId, Content = share }],
            },
            5);

    private async Task<KafkaError> BeatAsync(string memberId, int generation, string? instanceId = null, SignedInClient? client = null) =>
        (await (client ?? _ann).SendAsync<HeartbeatRequest, HeartbeatResponse>(
            new() { GroupId = "g", MemberId = memberId, GenerationId = generation, GroupInstanceId = instanceId }, 4)).ErrorCode;

    private async Task<KafkaError> LeaveAsync(string memberId, SignedInClient? client = null) =>
        (await (client ?? _ann).SendAsync<LeaveGroupRequest, LeaveGroupResponse>(new() { GroupId = "g", MemberId = memberId }, 2)).ErrorCode;

    private Task<ConsumerGroupHeartbeatResponse> JoinNewAsync(string memberId, string topic, string? instanceId = null, SignedInClient? client = null) =>
        (client ?? _ann).SendAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
            new() { GroupId = "g", MemberId = memberId, InstanceId = instanceId, RebalanceTimeoutMs = 60_000, SubscribedTopicNames = [topic], OwnedPartitions = [] }, 1);

    private async Task<ConsumerGroupHeartbeatResponse> BeatNewAsync(string memberId, int epoch, string owned = "", string? instanceId = null)
    {
        var id = _broker.Broker.Topics.Snapshot.Find(Red, "orders")!.Id;
        var partitions = owned.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(partition => partition[^1] - '0').ToArray();
        return await _ann.SendAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
            new() { GroupId = "g", MemberId = memberId, MemberEpoch = epoch, InstanceId = instanceId, OwnedPartitions = [new() { TopicId = id, Partitions = partitions }] }, 1);
    }

    private async Task<KafkaError> LeaveNewAsync(string memberId, SignedInClient? client = null) =>
        (await (client ?? _ann).SendAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(new() { GroupId = "g", MemberId = memberId, MemberEpoch = -1 }, 1)).ErrorCode;

    private async Task<KafkaError> CommitAsync(string memberId, int epoch, long offset)
    {
        var request = AccessProbes.Commit(new AccessTarget("orders", Guid.Empty), offset);
        (request.GroupId, request.MemberId, request.GenerationIdOrMemberEpoch) = ("g", memberId, epoch);
        return (await _ann.SendAsync<OffsetCommitRequest, OffsetCommitResponse>(request, 9)).Topics.Single().Partitions.Single().ErrorCode;
    }

    private async Task<long> OffsetAsync() => (await _ann.SendAsync<OffsetFetchRequest, OffsetFetchResponse>(
        new() { Groups = [new() { GroupId = "g", Topics = null }] }, 9)).Groups.Single().Topics.Single().Partitions.Single().CommittedOffset;

    private async Task<(string Type, string ProtocolType, string State)> ListAsync(SignedInClient? client = null)
    {
        var listed = (await (client ?? _ann).SendAsync<ListGroupsRequest, ListGroupsResponse>(new(), 5)).Groups.Single();
        return (listed.GroupType, listed.ProtocolType, listed.GroupState);
    }

    private async Task<DescribeGroupsResponse.Group> DescribeClassicAsync() =>
        (await _ann.SendAsync<DescribeGroupsRequest, DescribeGroupsResponse>(new() { Groups = ["g"] }, 6)).Groups.Single();

    private static string Text(ConsumerGroupHeartbeatResponse answer) => answer.Assignment is null
        ? "as before"
        : string.Join(' ', answer.Assignment.TopicPartitions.SelectMany(topic => topic.Partitions).Select(partition => $"orders-{partition}"));

    private static string Assigned(SyncGroupResponse synced)
    {
        synced.ErrorCode.ShouldBe(KafkaError.None);
        return string.Join(' ', ConsumerProtocol.ReadAssignment(synced.Assignment).ShouldNotBeNull().Select(partition => $"{partition.Topic}-{partition.Partition}"));
    }

    /// <summary>ConsumerProtocolSubscription version 3.</summary>
    private static byte[] Metadata(string[] topics, string[]? owned = null)
    {
        var bytes = new List<byte>([0, 3]);
        Int32(bytes, topics.Length);
        foreach (var topic in topics)
            Name(bytes, topic);
        Int32(bytes, -1);
        Partitions(bytes, owned ?? []);
        Int32(bytes, 1);
        bytes.AddRange([255, 255]);
        return [.. bytes];
    }

    /// <summary>ConsumerProtocolAssignment version 1.</summary>
    private static byte[] Assignment(params string[] partitions)
    {
        var bytes = new List<byte>([0, 1]);
        Partitions(bytes, partitions);
        Int32(bytes, -1);
        return [.. bytes];
    }

    private static void Partitions(List<byte> bytes, string[] partitions)
    {
        var topics = partitions.GroupBy(partition => partition[..^2]).ToList();
        Int32(bytes, topics.Count);
        foreach (var topic in topics)
        {
            Name(bytes, topic.Key);
            Int32(bytes, topic.Count());
            foreach (var partition in topic)
                Int32(bytes, partition[^1] - '0');
        }
    }

    private static void Name(List<byte> bytes, string name)
    {
        bytes.AddRange([(byte)(name.Length >> 8), (byte)name.Length]);
        bytes.AddRange(Encoding.ASCII.GetBytes(name));
    }

    private static void Int32(List<byte> bytes, int value)
    {
        var number = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, value);
        bytes.AddRange(number);
    }
}
