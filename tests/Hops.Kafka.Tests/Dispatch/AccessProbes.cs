using Hops.Kafka.Records;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Tests.Dispatch;

/// <summary>What a request aims at: a topic, a group and a transactional id of one name.</summary>
/// <param name="Name">Name of all three.</param>
/// <param name="TopicId">Id of the topic, or of none.</param>
internal sealed record AccessTarget(string Name, Guid TopicId);

/// <summary>One request of each API that names something of somebody.</summary>
internal static class AccessProbes
{
    private const sbyte TopicResource = 2;
    private const sbyte GroupKey = 0;
    private const sbyte TransactionKey = 1;

    /// <summary>A producer that nobody is, so that nothing is begun.</summary>
    private const long NobodyId = long.MaxValue;

    public static IReadOnlyDictionary<ApiKey, Func<SignedInClient, AccessTarget, Task<object>>> All { get; } =
        new Dictionary<ApiKey, Func<SignedInClient, AccessTarget, Task<object>>>
        {
            [ApiKey.Produce] = Probe<ProduceRequest, ProduceResponse>(12, Produce),
            [ApiKey.Fetch] = async (client, target) => new[]
            {
                await client.SendAsync<FetchRequest, FetchResponse>(Fetch(target), 12),
                await client.SendAsync<FetchRequest, FetchResponse>(Fetch(target), 17),
            },
            [ApiKey.ListOffsets] = Probe<ListOffsetsRequest, ListOffsetsResponse>(10, ListOffsets),
            [ApiKey.Metadata] = async (client, target) => new[]
            {
                await client.SendAsync<MetadataRequest, MetadataResponse>(new() { Topics = [new() { Name = target.Name }] }, 13),
                await client.SendAsync<MetadataRequest, MetadataResponse>(new() { Topics = [new() { TopicId = target.TopicId }] }, 13),
            },
            [ApiKey.OffsetCommit] = Probe<OffsetCommitRequest, OffsetCommitResponse>(9, target => Commit(target, 0)),
            [ApiKey.OffsetFetch] = Probe<OffsetFetchRequest, OffsetFetchResponse>(9, OffsetFetch),
            [ApiKey.FindCoordinator] = async (client, target) => new[]
            {
                await client.SendAsync<FindCoordinatorRequest, FindCoordinatorResponse>(new() { KeyType = GroupKey, CoordinatorKeys = [target.Name] }, 5),
                await client.SendAsync<FindCoordinatorRequest, FindCoordinatorResponse>(new() { KeyType = TransactionKey, CoordinatorKeys = [target.Name] }, 5),
            },
            [ApiKey.InitProducerId] = async (client, target) =>
            {
                var begun = await client.SendAsync<InitProducerIdRequest, InitProducerIdResponse>(new() { TransactionalId = target.Name, TransactionTimeoutMs = 10_000 }, 5);

                // Whoever may write gets a number of its own each time.
                begun.ProducerId = Math.Min(begun.ProducerId, 0);
                return begun;
            },
            [ApiKey.AddPartitionsToTxn] = Probe<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(
                3, target => new() { TransactionalId = target.Name, ProducerId = NobodyId, Topics = [new() { Name = target.Name, Partitions = [0] }] }),
            [ApiKey.AddOffsetsToTxn] = Probe<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(
                3, target => new() { TransactionalId = target.Name, ProducerId = NobodyId, GroupId = target.Name }),
            [ApiKey.EndTxn] = Probe<EndTxnRequest, EndTxnResponse>(3, target => new() { TransactionalId = target.Name, ProducerId = NobodyId }),
            [ApiKey.TxnOffsetCommit] = Probe<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(
                3,
                target => new()
                {
                    TransactionalId = target.Name, GroupId = target.Name, ProducerId = NobodyId, Topics = [new() { Name = target.Name, Partitions = [new()] }],
                }),
            [ApiKey.DescribeTransactions] = Probe<DescribeTransactionsRequest, DescribeTransactionsResponse>(0, target => new() { TransactionalIds = [target.Name] }),
            [ApiKey.ListTransactions] = Probe<ListTransactionsRequest, ListTransactionsResponse>(1, _ => new() { StateFilters = ["Ongoing"] }),
            [ApiKey.JoinGroup] = Probe<JoinGroupRequest, JoinGroupResponse>(9, Join),
            [ApiKey.Heartbeat] = Probe<HeartbeatRequest, HeartbeatResponse>(4, target => new() { GroupId = target.Name, MemberId = "m" }),
            [ApiKey.LeaveGroup] = Probe<LeaveGroupRequest, LeaveGroupResponse>(
                5, target => new() { GroupId = target.Name, Members = [new() { MemberId = "m" }] }),
            [ApiKey.SyncGroup] = Probe<SyncGroupRequest, SyncGroupResponse>(5, target => new() { GroupId = target.Name, MemberId = "m" }),
            [ApiKey.DescribeGroups] = Probe<DescribeGroupsRequest, DescribeGroupsResponse>(
                6, target => new() { Groups = [target.Name], IncludeAuthorizedOperations = true }),
            [ApiKey.ListGroups] = Probe<ListGroupsRequest, ListGroupsResponse>(5, _ => new()),
            [ApiKey.CreateTopics] = Probe<CreateTopicsRequest, CreateTopicsResponse>(
                7, target => new() { Topics = [new() { Name = target.Name, NumPartitions = 1, ReplicationFactor = 1 }] }),
            [ApiKey.DeleteTopics] = async (client, target) => new[]
            {
                await client.SendAsync<DeleteTopicsRequest, DeleteTopicsResponse>(new() { Topics = [new() { Name = target.Name }] }, 6),
                await client.SendAsync<DeleteTopicsRequest, DeleteTopicsResponse>(new() { Topics = [new() { TopicId = target.TopicId }] }, 6),
            },
            [ApiKey.DeleteRecords] = Probe<DeleteRecordsRequest, DeleteRecordsResponse>(
                2, target => new() { Topics = [new() { Name = target.Name, Partitions = [new() { Offset = 1 }] }] }),
            [ApiKey.OffsetForLeaderEpoch] = Probe<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(
                4, target => new() { Topics = [new() { Name = target.Name, Partitions = [new()] }] }),
            [ApiKey.DescribeAcls] = Probe<DescribeAclsRequest, DescribeAclsResponse>(3, DescribeAcls),
            [ApiKey.DescribeConfigs] = Probe<DescribeConfigsRequest, DescribeConfigsResponse>(4, DescribeConfigs),
            [ApiKey.DescribeLogDirs] = Probe<DescribeLogDirsRequest, DescribeLogDirsResponse>(
                4, target => new() { Topics = [new() { Name = target.Name, Partitions = [0] }] }),
            [ApiKey.CreatePartitions] = Probe<CreatePartitionsRequest, CreatePartitionsResponse>(
                3, target => new() { Topics = [new() { Name = target.Name, Count = 4 }] }),
            [ApiKey.DeleteGroups] = Probe<DeleteGroupsRequest, DeleteGroupsResponse>(2, target => new() { GroupsNames = [target.Name] }),
            [ApiKey.AlterConfigs] = Probe<AlterConfigsRequest, AlterConfigsResponse>(2, AlterConfigs),
            [ApiKey.IncrementalAlterConfigs] = Probe<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(1, IncrementalAlterConfigs),
            [ApiKey.ElectLeaders] = Probe<ElectLeadersRequest, ElectLeadersResponse>(
                2, target => new() { TopicPartitions = [new() { Name = target.Name, Partitions = [0] }] }),
            [ApiKey.AlterPartitionReassignments] = Probe<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>(
                0, target => new() { Topics = [new() { Name = target.Name, Partitions = [new() { Replicas = [1] }] }] }),
            [ApiKey.OffsetDelete] = Probe<OffsetDeleteRequest, OffsetDeleteResponse>(
                0, target => new() { GroupId = target.Name, Topics = [new() { Name = target.Name, Partitions = [new()] }] }),
            [ApiKey.DescribeUserScramCredentials] = Probe<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>(
                0, _ => new() { Users = null }),
            [ApiKey.DescribeProducers] = Probe<DescribeProducersRequest, DescribeProducersResponse>(
                0, target => new() { Topics = [new() { Name = target.Name, PartitionIndexes = [0] }] }),
            [ApiKey.ConsumerGroupHeartbeat] = Probe<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(1, JoinConsumers),
            [ApiKey.ConsumerGroupDescribe] = Probe<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(
                1, target => new() { GroupIds = [target.Name], IncludeAuthorizedOperations = true }),
            [ApiKey.DescribeTopicPartitions] = Probe<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>(
                0, target => new() { Topics = [new() { Name = target.Name }] }),
        };

    /// <summary>APIs whose answer shows what else the caller may do or know of, or leaves out what it may not: they ask without being refused, and only the first of their needs is what it takes.</summary>
    public static ApiKey[] Describing { get; } =
    [
        ApiKey.Metadata, ApiKey.DescribeGroups, ApiKey.ConsumerGroupDescribe, ApiKey.DescribeTopicPartitions, ApiKey.DescribeAcls, ApiKey.DescribeTransactions,
        ApiKey.JoinGroup, ApiKey.Heartbeat,
    ];

    /// <summary>APIs that list what the caller may know of: what is hidden is left out, without a word.</summary>
    public static ApiKey[] Listing { get; } = [ApiKey.DescribeLogDirs, ApiKey.DescribeUserScramCredentials, ApiKey.DescribeAcls];

    /// <summary>Commits an offset without being a member, as administrators do.</summary>
    public static OffsetCommitRequest Commit(AccessTarget target, long offset) => new()
    {
        GroupId = target.Name,
        Topics = [new() { Name = target.Name, Partitions = [new() { CommittedOffset = offset }] }],
    };

    private static Func<SignedInClient, AccessTarget, Task<object>> Probe<TRequest, TResponse>(short version, Func<AccessTarget, TRequest> make)
        where TRequest : class, IRequest<TResponse>
        where TResponse : class, IWireStruct, new() =>
        async (client, target) => await client.SendAsync<TRequest, TResponse>(make(target), version);

    private static ProduceRequest Produce(AccessTarget target)
    {
        using var batch = new RecordBatchWriter(CompressionCodec.None);
        batch.Add(1, "key"u8, "a record"u8);
        var records = new RecordBytes(batch.Build().ToArray());
        return new() { Acks = -1, TimeoutMs = 10_000, TopicData = [new() { Name = target.Name, PartitionData = [new() { Records = records }] }] };
    }

    private static FetchRequest Fetch(AccessTarget target) => new()
    {
        MaxBytes = 1 << 20,
        Topics = [new() { Name = target.Name, TopicId = target.TopicId, Partitions = [new() { PartitionMaxBytes = 1 << 20 }] }],
    };

    private static ListOffsetsRequest ListOffsets(AccessTarget target) => new()
    {
        ReplicaId = -1,
        Topics = [new() { Name = target.Name, Partitions = [new() { Timestamp = -1 }] }],
    };

    private static OffsetFetchRequest OffsetFetch(AccessTarget target) => new()
    {
        Groups = [new() { GroupId = target.Name, Topics = [new() { Name = target.Name, PartitionIndexes = [0] }] }],
    };

    private static JoinGroupRequest Join(AccessTarget target) => new()
    {
        GroupId = target.Name,
        SessionTimeoutMs = 10_000,
        RebalanceTimeoutMs = 10_000,
        ProtocolType = "consumer",
        Protocols = [new() { Name = "range" }],
    };

    /// <summary>Into a group beside the classic one, whose member says nothing that could be taken over.</summary>
    private static ConsumerGroupHeartbeatRequest JoinConsumers(AccessTarget target) => new()
    {
        GroupId = $"{target.Name}-consumers",
        MemberId = Guid.NewGuid().ToString(),
        RebalanceTimeoutMs = 10_000,
        SubscribedTopicNames = [target.Name],
        OwnedPartitions = [],
    };

    private static DescribeAclsRequest DescribeAcls(AccessTarget target)
    {
        const sbyte Any = 1;
        return new() { Filter = new() { ResourceTypeFilter = TopicResource, ResourceNameFilter = target.Name, PatternTypeFilter = Any, Operation = Any, PermissionType = Any } };
    }

    private static DescribeConfigsRequest DescribeConfigs(AccessTarget target) =>
        new() { Resources = [new() { ResourceType = TopicResource, ResourceName = target.Name }] };

    private static AlterConfigsRequest AlterConfigs(AccessTarget target) => new()
    {
        Resources = [new() { ResourceType = TopicResource, ResourceName = target.Name, Configs = [new() { Name = "retention.ms", Value = "1000" }] }],
    };

    private static IncrementalAlterConfigsRequest IncrementalAlterConfigs(AccessTarget target) => new()
    {
        Resources = [new() { ResourceType = TopicResource, ResourceName = target.Name, Configs = [new() { Name = "retention.ms", Value = "1000" }] }],
    };
}
