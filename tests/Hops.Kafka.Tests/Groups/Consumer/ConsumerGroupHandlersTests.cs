using Hops.Core.Identity;
using Hops.Kafka.Groups;
using Hops.Kafka.Tests.Dispatch;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Groups.Consumer;

/// <summary>Groups of the newer protocol as requests reach them: what is asked, what is refused, and how they stand beside classic ones.</summary>
public sealed class ConsumerGroupHandlersTests : IAsyncLifetime
{
    private const long Red = 1;
    private const long Blue = 2;

    private readonly TestGate _gate = new();
    private TestBroker _broker = null!;
    private SignedInClient _ann = null!;
    private SignedInClient _bob = null!;

    public async Task InitializeAsync()
    {
        _broker = await TestBroker.StartAsync(_gate);
        await _broker.CreateTopicAsync("orders", partitions: 2, tenantId: Red);
        _ann = await SignedInClient.OpenAsync(_broker.Port, "red__ann");
        _bob = await SignedInClient.OpenAsync(_broker.Port, "blue__bob");
    }

    public async Task DisposeAsync()
    {
        _ann.Dispose();
        _bob.Dispose();
        await _broker.DisposeAsync();
    }

    [Fact]
    public async Task Version_0_is_given_an_id_and_version_1_brings_its_own()
    {
        var old = Join("", "orders");
        var first = await SendAsync(_ann, old, 0);
        var second = await SendAsync(_ann, Join("", "orders"));
        var third = await SendAsync(_ann, Join("me", "orders"));

        first.ErrorCode.ShouldBe(KafkaError.None);
        first.MemberId.ShouldNotBeNullOrEmpty();
        first.HeartbeatIntervalMs.ShouldBe(5000);
        second.ErrorCode.ShouldBe(KafkaError.InvalidRequest);
        (third.ErrorCode, third.MemberId, third.MemberEpoch).ShouldBe((KafkaError.None, "me", 2));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_a_reason()
    {
        foreach (var spoil in new Action<ConsumerGroupHeartbeatRequest>[]
        {
            request => request.GroupId = "",
            request => request.InstanceId = "",
            request => request.RackId = "",
            request => request.MemberId = new string('m', 513),
            request => request.MemberEpoch = -3,
            request => request.MemberEpoch = -2,
            request => request.RebalanceTimeoutMs = -1,
            request => request.OwnedPartitions = null,
            request => request.OwnedPartitions = [new()],
            request => request.SubscribedTopicNames = null,
        })
        {
            var request = Join("me", "orders");
            spoil(request);
            var answer = await SendAsync(_ann, request);
            answer.ErrorCode.ShouldBe(KafkaError.InvalidRequest);
            answer.ErrorMessage.ShouldNotBeNullOrEmpty();
        }

        var unknown = Join("me", "orders");
        unknown.ServerAssignor = "lottery";
        (await SendAsync(_ann, unknown)).ErrorCode.ShouldBe(KafkaError.UnsupportedAssignor);
        (await SendAsync(_ann, Matching("me", "(a"))).ErrorCode.ShouldBe(KafkaError.InvalidRegularExpression);
        (await SendAsync(_ann, Matching("me", "((a{100}){100}){100}"))).ErrorCode.ShouldBe(KafkaError.InvalidRegularExpression);
        _broker.Broker.Groups.List(Red).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_member_that_the_broker_has_forgotten_is_told_to_join_again()
    {
        var beat = new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "me", MemberEpoch = 7 };

        (await SendAsync(_ann, beat)).ErrorCode.ShouldBe(KafkaError.UnknownMemberId);
        beat.MemberEpoch = -1;
        (await SendAsync(_ann, beat)).ErrorCode.ShouldBe(KafkaError.UnknownMemberId);
    }

    [Fact]
    public async Task A_pattern_is_looked_up_among_topics_that_its_member_may_read_and_in_no_other_project()
    {
        await _broker.CreateTopicAsync("sealed-orders", tenantId: Red);
        await _broker.CreateTopicAsync("locked-orders", tenantId: Red);
        await _broker.CreateTopicAsync("orders", partitions: 3, tenantId: Blue);
        await _broker.CreateTopicAsync("my-orders", tenantId: Blue);
        _gate.Lend("blue__bob", "red", new Resource(ResourceKind.Topic, Red, "orders"));

        (await CountAsync(_ann, Matching("ann", ".*orders"))).ShouldBe(2);
        (await CountAsync(_bob, Matching("bob", ".*orders"))).ShouldBe(2 + 3 + 1);
        (await CountAsync(_bob, Matching("bob", @"red\..*"))).ShouldBe(2);
        using var sam = await SignedInClient.OpenAsync(_broker.Port, "red__sam");
        (await CountAsync(sam, Matching("sam", ".*orders"))).ShouldBe(0);
        _gate.Refusals.ShouldBeEmpty();

        _gate.Lend("blue__bob", "red", null);
        var beat = new ConsumerGroupHeartbeatRequest { GroupId = "g", MemberId = "bob", MemberEpoch = _broker.Broker.Groups.Find(Blue, "g")!.Look(_ => 0, state => state.GroupEpoch), OwnedPartitions = [] };
        (await CountAsync(_bob, beat)).ShouldBe(0);
    }

    [Fact]
    public async Task A_name_that_is_there_and_may_not_be_read_is_refused_and_one_that_is_not_there_may_come()
    {
        await _broker.CreateTopicAsync("locked-orders", tenantId: Red);
        (await SendAsync(_ann, Join("me", "locked-orders"))).ErrorCode.ShouldBe(KafkaError.TopicAuthorizationFailed);

        (await CountAsync(_ann, Join("me", "returns"))).ShouldBe(0);
        await _broker.CreateTopicAsync("returns", tenantId: Red);

        (await CountAsync(_ann, new() { GroupId = "g", MemberId = "me", MemberEpoch = 1 })).ShouldBe(1);
    }

    [Fact]
    public async Task Topics_that_come_grow_and_go_reach_every_member_of_a_pattern_with_its_next_heartbeat()
    {
        await SendAsync(_ann, Matching("me", "o.*"));
        await _broker.CreateTopicAsync("offers", partitions: 3, tenantId: Red);
        (await CountAsync(_ann, Beat("me", 1))).ShouldBe(5);

        await _broker.Store.WriteAsync(write => _broker.Broker.Topics.GrowInAsync(write, OpenGate.Everybody, Red, "offers", 4));
        (await CountAsync(_ann, Beat("me", 2))).ShouldBe(6);

        await _broker.Store.WriteAsync(write => _broker.Broker.Topics.DeleteInAsync(write, OpenGate.Everybody, Red, "orders"));
        (await CountAsync(_ann, Beat("me", 3))).ShouldBe(4);
        (await SendAsync(_ann, Beat("me", 4))).Assignment.ShouldBeNull();
    }

    [Fact]
    public async Task Offsets_are_committed_and_read_in_the_epoch_of_the_member()
    {
        await SendAsync(_ann, Join("me", "orders"));

        (await CommitAsync("me", 1)).ShouldBe(KafkaError.None);
        (await CommitAsync("me", 2)).ShouldBe(KafkaError.StaleMemberEpoch);
        (await CommitAsync("you", 1)).ShouldBe(KafkaError.UnknownMemberId);
        (await CommitAsync("", -1)).ShouldBe(KafkaError.UnknownMemberId);
        (await FetchAsync("me", 1)).ShouldBe(KafkaError.None);
        (await FetchAsync("me", 0)).ShouldBe(KafkaError.StaleMemberEpoch);
        (await FetchAsync("you", 1)).ShouldBe(KafkaError.UnknownMemberId);
        (await FetchAsync(null, -1)).ShouldBe(KafkaError.None);

        await SendAsync(_ann, new() { GroupId = "g", MemberId = "me", MemberEpoch = -1 });
        (await CommitAsync("", -1)).ShouldBe(KafkaError.None);
    }

    [Fact]
    public async Task A_group_whose_classic_members_say_nothing_that_can_be_read_is_of_one_protocol_until_it_is_empty()
    {
        await SendAsync(_ann, Join("me", "orders"));
        (await JoinClassicAsync()).ErrorCode.ShouldBe(KafkaError.InconsistentGroupProtocol);
        (await DescribeClassicAsync()).ErrorCode.ShouldBe(KafkaError.GroupIdNotFound);
        (await DescribeAsync()).ErrorCode.ShouldBe(KafkaError.None);

        await SendAsync(_ann, new() { GroupId = "g", MemberId = "me", MemberEpoch = -1 });
        var classic = await JoinClassicAsync();
        classic.ErrorCode.ShouldBe(KafkaError.None);
        (await SendAsync(_ann, Join("me", "orders"))).ErrorCode.ShouldBe(KafkaError.GroupIdNotFound);
        (await DescribeAsync()).ErrorCode.ShouldBe(KafkaError.GroupIdNotFound);
        (await DescribeClassicAsync()).ErrorCode.ShouldBe(KafkaError.None);

        await _ann.SendAsync<LeaveGroupRequest, LeaveGroupResponse>(new() { GroupId = "g", MemberId = classic.MemberId }, 2);
        (await SendAsync(_ann, Join("me", "orders"))).ErrorCode.ShouldBe(KafkaError.None);
    }

    [Fact]
    public async Task A_group_is_listed_and_described_with_what_its_members_have()
    {
        var request = Matching("me", "o.*");
        (request.InstanceId, request.RackId, request.ServerAssignor) = ("one", "here", "range");
        await SendAsync(_ann, request);

        var group = await DescribeAsync();
        (group.GroupState, group.GroupEpoch, group.AssignmentEpoch, group.AssignorName).ShouldBe(("Stable", 1, 1, "range"));
        var member = group.Members.Single();
        (member.MemberId, member.InstanceId, member.RackId, member.MemberEpoch, member.ClientId, member.SubscribedTopicRegex, member.MemberType)
            .ShouldBe(("me", "one", "here", 1, "raw", "o.*", (sbyte)1));
        foreach (var assignment in new[] { member.Assignment, member.TargetAssignment })
        {
            assignment.Topics.Single().TopicName.ShouldBe("orders");
            assignment.Topics.Single().Partitions.ShouldBe([0, 1]);
        }

        (await ListAsync("consumer")).Select(listed => (listed.GroupId, listed.GroupType, listed.ProtocolType, listed.GroupState)).ShouldBe([("g", "Consumer", "consumer", "Stable")]);
        (await ListAsync("classic")).ShouldBeEmpty();
        var report = GroupReport.Find(_broker.Broker.Groups, Red, "g")!;
        report.State.ShouldBe("Stable");
        report.Members.Single().Assigned.ShouldBe([("orders", 0), ("orders", 1)]);
    }

    [Fact]
    public async Task What_changes_a_group_is_refused_while_somebody_is_in_it()
    {
        var request = Join("me", "orders");
        request.InstanceId = "one";
        await SendAsync(_ann, request);
        await CommitAsync("me", 1);

        (await GroupReport.ResetAsync(_broker.Broker.Groups, Red, "g", new Dictionary<TopicPartition, CommittedOffset>())).ShouldBeFalse();
        (await _ann.SendAsync<DeleteGroupsRequest, DeleteGroupsResponse>(new() { GroupsNames = ["g"] }, 2)).Results.Single().ErrorCode.ShouldBe(KafkaError.NonEmptyGroup);
        var forgotten = await _ann.SendAsync<OffsetDeleteRequest, OffsetDeleteResponse>(
            new() { GroupId = "g", Topics = [new() { Name = "orders", Partitions = [new()] }] }, 0);
        forgotten.Topics.Single().Partitions.Single().ErrorCode.ShouldBe(KafkaError.GroupSubscribedToTopic);

        var removed = await _ann.SendAsync<LeaveGroupRequest, LeaveGroupResponse>(new() { GroupId = "g", Members = [new() { GroupInstanceId = "one" }] }, 5);
        removed.Members.Single().ErrorCode.ShouldBe(KafkaError.None);
        (await _ann.SendAsync<DeleteGroupsRequest, DeleteGroupsResponse>(new() { GroupsNames = ["g"] }, 2)).Results.Single().ErrorCode.ShouldBe(KafkaError.None);
    }

    [Fact]
    public async Task A_silent_member_goes_with_its_session_and_offsets_stay()
    {
        await using var broker = await TestBroker.StartAsync(configure: options => options.ConsumerSessionTimeout = TimeSpan.FromMilliseconds(200));
        await broker.CreateTopicAsync("orders");
        using var client = new RawClient(broker.Port);
        var joined = await client.AskAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(Join("me", "orders"), 1);
        joined.ErrorCode.ShouldBe(KafkaError.None);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!broker.Broker.Groups.Find(0, "g")!.Look(_ => false, state => state.IsVacant))
            await Task.Delay(20, patience.Token);

        var beat = await client.AskAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(Beat("me", 1), 1);
        beat.ErrorCode.ShouldBe(KafkaError.UnknownMemberId);
    }

    [Fact]
    public async Task A_project_has_no_more_groups_than_it_may()
    {
        await using var broker = await TestBroker.StartAsync(configure: options => options.GroupsPerTenantMax = 1);
        using var client = new RawClient(broker.Port);
        var other = Join("me", "orders");
        other.GroupId = "h";

        (await client.AskAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(Join("me", "orders"), 1)).ErrorCode.ShouldBe(KafkaError.None);
        (await client.AskAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(other, 1)).ErrorCode.ShouldBe(KafkaError.PolicyViolation);
    }

    private static ConsumerGroupHeartbeatRequest Join(string memberId, params string[] topics) => new()
    {
        GroupId = "g",
        MemberId = memberId,
        RebalanceTimeoutMs = 60_000,
        SubscribedTopicNames = topics,
        OwnedPartitions = [],
    };

    private static ConsumerGroupHeartbeatRequest Matching(string memberId, string pattern) => new()
    {
        GroupId = "g",
        MemberId = memberId,
        RebalanceTimeoutMs = 60_000,
        SubscribedTopicRegex = pattern,
        OwnedPartitions = [],
    };

    /// <summary>A heartbeat of a member that gives up at once what it must.</summary>
    private static ConsumerGroupHeartbeatRequest Beat(string memberId, int epoch) => new() { GroupId = "g", MemberId = memberId, MemberEpoch = epoch, OwnedPartitions = [] };

    private static Task<ConsumerGroupHeartbeatResponse> SendAsync(SignedInClient client, ConsumerGroupHeartbeatRequest request, short version = 1) =>
        client.SendAsync<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(request, version);

    /// <summary>How many partitions the member has after a heartbeat.</summary>
    private static async Task<int> CountAsync(SignedInClient client, ConsumerGroupHeartbeatRequest request)
    {
        var answer = await SendAsync(client, request);
        answer.ErrorCode.ShouldBe(KafkaError.None, answer.ErrorMessage);
        return answer.Assignment.ShouldNotBeNull().TopicPartitions.Sum(topic => topic.Partitions.Length);
    }

    private async Task<KafkaError> CommitAsync(string memberId, int epoch)
    {
        var request = AccessProbes.Commit(new AccessTarget("orders", Guid.Empty), 1);
        (request.GroupId, request.MemberId, request.GenerationIdOrMemberEpoch) = ("g", memberId, epoch);
        return (await _ann.SendAsync<OffsetCommitRequest, OffsetCommitResponse>(request, 9)).Topics.Single().Partitions.Single().ErrorCode;
    }

    private async Task<KafkaError> FetchAsync(string? memberId, int epoch) => (await _ann.SendAsync<OffsetFetchRequest, OffsetFetchResponse>(
        new() { Groups = [new() { GroupId = "g", MemberId = memberId, MemberEpoch = epoch, Topics = null }] }, 9)).Groups.Single().ErrorCode;

    private Task<JoinGroupResponse> JoinClassicAsync() => _ann.SendAsync<JoinGroupRequest, JoinGroupResponse>(
        new() { GroupId = "g", SessionTimeoutMs = 10_000, RebalanceTimeoutMs = 10_000, ProtocolType = "consumer", Protocols = [new() { Name = "range" }] }, 3);

    private async Task<DescribeGroupsResponse.Group> DescribeClassicAsync() =>
        (await _ann.SendAsync<DescribeGroupsRequest, DescribeGroupsResponse>(new() { Groups = ["g"] }, 6)).Groups.Single();

    private async Task<ConsumerGroupDescribeResponse.Group> DescribeAsync() =>
        (await _ann.SendAsync<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(new() { GroupIds = ["g"] }, 1)).Groups.Single();

    private async Task<List<ListGroupsResponse.Group>> ListAsync(string type) =>
        (await _ann.SendAsync<ListGroupsRequest, ListGroupsResponse>(new() { TypesFilter = [type] }, 5)).Groups;
}
