using Hops.Client.Topics;
using Hops.Kafka;
using Hops.Kafka.Wire.Messages;

namespace Hops.Browser.Tests.Support;

/// <summary>A consumer of a group over the protocol of Kafka: it commits, and is in the group while it has joined it.</summary>
internal sealed class GroupMember : IAsyncDisposable
{
    private const short CommitVersion = 5;

    /// <summary>The last version that takes a member in which has no id yet.</summary>
    private const short JoinVersion = 3;
    private const short SyncVersion = 3;
    private const int SessionTimeoutMs = 60_000;

    private readonly BrokerConnection _connection;
    private readonly string _group;

    private GroupMember(BrokerConnection connection, string group) => (_connection, _group) = (connection, group);

    internal static async Task<GroupMember> OpenAsync(WebServer server, Account user, string project, string group)
    {
        var credential = new BrokerCredential($"{project}__{user.Name}", user.Token);
        return new GroupMember(await BrokerConnection.OpenAsync(BrokerAddress.Parse(server.Kafka), credential, CancellationToken.None), group);
    }

    /// <summary>Lets a group that nobody is in go on with an offset.</summary>
    internal async Task CommitAsync(string topic, int partition, long offset)
    {
        var part = new OffsetCommitRequest.Topic.Partition { PartitionIndex = partition, CommittedOffset = offset };
        var request = new OffsetCommitRequest { GroupId = _group, Topics = [new OffsetCommitRequest.Topic { Name = topic, Partitions = [part] }] };
        var answer = await _connection.SendAsync<OffsetCommitRequest, OffsetCommitResponse>(request, CommitVersion, CancellationToken.None);
        answer.Topics[0].Partitions[0].ErrorCode.ShouldBe(KafkaError.None);
    }

    /// <summary>Joins the group, as its only member.</summary>
    internal async Task JoinAsync()
    {
        var join = new JoinGroupRequest
        {
            GroupId = _group,
            SessionTimeoutMs = SessionTimeoutMs,
            RebalanceTimeoutMs = SessionTimeoutMs,
            ProtocolType = "consumer",
            Protocols = [new JoinGroupRequest.Protocol { Name = "range" }],
        };
        var joined = await _connection.SendAsync<JoinGroupRequest, JoinGroupResponse>(join, JoinVersion, CancellationToken.None);
        joined.ErrorCode.ShouldBe(KafkaError.None);
        var sync = new SyncGroupRequest { GroupId = _group, GenerationId = joined.GenerationId, MemberId = joined.MemberId };
        var synced = await _connection.SendAsync<SyncGroupRequest, SyncGroupResponse>(sync, SyncVersion, CancellationToken.None);
        synced.ErrorCode.ShouldBe(KafkaError.None);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
