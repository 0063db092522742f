using Hops.Core.Identity;
using Hops.Kafka.Cluster;
using Hops.Kafka.DeleteRecords;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Fetch;
using Hops.Kafka.Groups;
using Hops.Kafka.Groups.Consumer;
using Hops.Kafka.ListOffsets;
using Hops.Kafka.Produce;
using Hops.Kafka.Security;
using Hops.Kafka.Topics;
using Hops.Kafka.Transactions;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka;

/// <summary>
/// Every API that the broker serves, one row each; what is not here is not advertised. Version ranges follow Apache Kafka 4: maxima stop
/// where an API begins to serve replicas, topic ids without need, or share groups; minima are what older clients look for.
/// </summary>
public static class ApiTable
{
    /// <summary>Most elements of a request that changes the database for each of them: topics, their settings, their partitions.</summary>
    private const int ChangesMax = 20_000;

    private const string RightsNote = "Refused to everybody: rights follow from members and shares.";

    private static readonly ApiAccess GroupMember = ApiAccess.Each((Operation.Read, ResourceKind.Group));

    /// <summary>Who reads topics in a group.</summary>
    private static readonly ApiAccess GroupReaderOfTopics = ApiAccess.Each((Operation.Read, ResourceKind.Group), (Operation.Read, ResourceKind.Topic));

    private static readonly ApiAccess GroupReader = ApiAccess.Each((Operation.Describe, ResourceKind.Group));

    /// <summary>Transactional ids have the rights of groups.</summary>
    private static readonly ApiAccess GroupWriter = ApiAccess.Each((Operation.Write, ResourceKind.Group));

    private static readonly ApiAccess TopicAlterer = ApiAccess.Each((Operation.Alter, ResourceKind.Topic));

    /// <summary>Who may know of a topic, and what besides it may do with it, which the answer says.</summary>
    private static readonly ApiAccess TopicDescriber = ApiAccess.Each(
        (Operation.Describe, ResourceKind.Topic),
        (Operation.Create, ResourceKind.Topic),
        (Operation.Read, ResourceKind.Topic),
        (Operation.Write, ResourceKind.Topic),
        (Operation.Delete, ResourceKind.Topic),
        (Operation.Alter, ResourceKind.Topic));

    /// <summary>As who may know of a topic, and of groups besides.</summary>
    private static readonly ApiAccess AclReader = TopicDescriber.And(
        (Operation.Describe, ResourceKind.Group),
        (Operation.Read, ResourceKind.Group),
        (Operation.Write, ResourceKind.Group),
        (Operation.Delete, ResourceKind.Group));

    /// <summary>The rows in order of their keys.</summary>
    public static IReadOnlyList<ApiRow> Rows { get; } =
    [
        new ApiRow<ProduceRequest, ProduceResponse>(
            0,
            12,
            ApiAccess.Each((Operation.Write, ResourceKind.Topic)).And((Operation.Write, ResourceKind.Group)),
            broker => new ProduceHandler(broker.Topics, broker.Logs, broker.Transactions, broker.Coordinator).HandleAsync)
        {
            ServedVersionMin = 3,
            IsPipelined = true,
            Waits = true,
            Note = "Versions 0 to 2 are advertised and not served: librdkafka before 2.11.1 would not compress (KAFKA-18659). The right on groups is for transactional ids.",
        },
        new ApiRow<FetchRequest, FetchResponse>(
            4,
            17,
            ApiAccess.Each((Operation.Read, ResourceKind.Topic)),
            broker => new FetchHandler(broker.State, broker.Topics, broker.Logs, broker.FetchSessions, broker.Clock, broker.Options.FetchWaitMax).HandleAsync)
        {
            Waits = true,
            Note = "A fetch session (KIP-227) belongs to its connection and ends with it.",
        },
        new ApiRow<ListOffsetsRequest, ListOffsetsResponse>(
            1,
            10,
            ApiAccess.Each((Operation.Describe, ResourceKind.Topic)),
            broker => new ListOffsetsHandler(broker.State, broker.Logs).HandleAsync)
        {
            Waits = true,
        },
        new ApiRow<MetadataRequest, MetadataResponse>(
            0,
            13,
            TopicDescriber,
            broker => new MetadataHandler(broker.State, broker.Options, broker.Topics, broker.Logs, broker.Store).HandleAsync)
        {
            Note = "Version 0 is how kafka-python finds out whom it talks to (KAFKA-18648).",
        },
        new ApiRow<OffsetCommitRequest, OffsetCommitResponse>(
            2,
            9,
            GroupReaderOfTopics,
            broker => new OffsetCommitHandler(broker.Groups, broker.Topics, broker.Clock).HandleAsync),
        new ApiRow<OffsetFetchRequest, OffsetFetchResponse>(
            1,
            9,
            ApiAccess.Each((Operation.Describe, ResourceKind.Group), (Operation.Describe, ResourceKind.Topic)),
            broker => new OffsetFetchHandler(broker.Groups, broker.Topics, broker.Transactions).HandleAsync),
        new ApiRow<FindCoordinatorRequest, FindCoordinatorResponse>(
            0, 5, GroupReader, broker => new FindCoordinatorHandler(broker.Options).HandleAsync),
        new ApiRow<JoinGroupRequest, JoinGroupResponse>(
            0, 9, GroupReaderOfTopics, broker => new JoinGroupHandler(broker.Options, broker.Groups, broker.Topics).HandleAsync)
        {
            Waits = true,
            Note = "Topics that a member may not read are left out of what a group of the newer protocol shares out. librdkafka before 2.11 takes a minimum above 0 for a broker without groups (KAFKA-19444).",
        },
        new ApiRow<HeartbeatRequest, HeartbeatResponse>(
            0, 4, GroupReaderOfTopics, broker => new HeartbeatHandler(broker.Groups, broker.Topics).HandleAsync),
        new ApiRow<LeaveGroupRequest, LeaveGroupResponse>(
            0, 5, GroupMember, broker => new LeaveGroupHandler(broker.Groups).HandleAsync),
        new ApiRow<SyncGroupRequest, SyncGroupResponse>(
            0, 5, GroupMember, broker => new SyncGroupHandler(broker.Groups).HandleAsync)
        {
            Waits = true,
        },
        new ApiRow<DescribeGroupsRequest, DescribeGroupsResponse>(
            0,
            6,
            ApiAccess.Each((Operation.Describe, ResourceKind.Group), (Operation.Read, ResourceKind.Group), (Operation.Delete, ResourceKind.Group)),
            broker => new DescribeGroupsHandler(broker.Groups).HandleAsync),
        new ApiRow<ListGroupsRequest, ListGroupsResponse>(
            0, 5, GroupReader, broker => new ListGroupsHandler(broker.Groups).HandleAsync),
        new ApiRow<SaslHandshakeRequest, SaslHandshakeResponse>(
            0, 1, ApiAccess.BeforeAuthentication, broker => new SaslHandshakeHandler(broker).HandleAsync)
        {
            Note = "After version 0 the tokens come as raw frames, as kafka-python sends them.",
        },
        new ApiRow<ApiVersionsRequest, ApiVersionsResponse>(
            0, 4, ApiAccess.BeforeAuthentication, static _ => ApiVersionsHandler.HandleAsync),
        new ApiRow<CreateTopicsRequest, CreateTopicsResponse>(
            2,
            7,
            ApiAccess.Each((Operation.Create, ResourceKind.Topic)),
            broker => new CreateTopicsHandler(broker.Topics, broker.Store, broker.Options).HandleAsync)
        {
            ElementsMax = ChangesMax,
        },
        new ApiRow<DeleteTopicsRequest, DeleteTopicsResponse>(
            1,
            6,
            ApiAccess.Each((Operation.Delete, ResourceKind.Topic)),
            broker => new DeleteTopicsHandler(broker.Topics, broker.Store, broker.Reserve).HandleAsync)
        {
            ElementsMax = ChangesMax,
        },
        new ApiRow<DeleteRecordsRequest, DeleteRecordsResponse>(
            0, 2, ApiAccess.Each((Operation.Delete, ResourceKind.Topic)), broker => new DeleteRecordsHandler(broker.Logs).HandleAsync),
        new ApiRow<InitProducerIdRequest, InitProducerIdResponse>(
            0, 5, GroupWriter, broker => new InitProducerIdHandler(broker.Store, broker.Coordinator, broker.Options).HandleAsync)
        {
            Waits = true,
            Note = "The right is for a transactional id; a producer without one needs none.",
        },
        new ApiRow<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(
            2,
            4,
            ApiAccess.Each((Operation.Describe, ResourceKind.Topic)),
            broker => new OffsetForLeaderEpochHandler(broker.State, broker.Logs).HandleAsync),
        new ApiRow<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(
            0,
            5,
            ApiAccess.Each((Operation.Write, ResourceKind.Group), (Operation.Write, ResourceKind.Topic)),
            broker => new AddPartitionsToTxnHandler(broker.Transactions, broker.Coordinator, broker.Topics).HandleAsync)
        {
            Waits = true,
            Note = "Versions 4 and 5 are for whoever may write, not for brokers alone.",
        },
        new ApiRow<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(
            0,
            4,
            ApiAccess.Each((Operation.Write, ResourceKind.Group), (Operation.Read, ResourceKind.Group)),
            broker => new AddOffsetsToTxnHandler(broker.Transactions, broker.Coordinator).HandleAsync)
        {
            Waits = true,
        },
        new ApiRow<EndTxnRequest, EndTxnResponse>(
            0, 5, GroupWriter, broker => new EndTxnHandler(broker.Transactions, broker.Coordinator).HandleAsync)
        {
            Waits = true,
            Note = "Answered when every partition has its marker, so that whoever reads next sees the end.",
        },
        new ApiRow<WriteTxnMarkersRequest, WriteTxnMarkersResponse>(
            1, 1, ApiAccess.Authenticated, static _ => WriteTxnMarkersHandler.HandleAsync)
        {
            Note = "Refused to everybody: the broker ends by itself what it has begun.",
        },
        new ApiRow<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(
            0,
            5,
            ApiAccess.Each((Operation.Write, ResourceKind.Group), (Operation.Read, ResourceKind.Group), (Operation.Read, ResourceKind.Topic)),
            broker => new TxnOffsetCommitHandler(broker.Transactions, broker.Coordinator, broker.Groups, broker.Topics, broker.Clock).HandleAsync)
        {
            Waits = true,
        },
        new ApiRow<DescribeAclsRequest, DescribeAclsResponse>(
            0, 3, AclReader, broker => new DescribeAclsHandler(broker.Topics, broker.Groups, broker.Transactions).HandleAsync)
        {
            Note = "What the platform's rules let the caller do, as rows; what they do not has none. Transactional ids have the rights of groups.",
        },
        new ApiRow<CreateAclsRequest, CreateAclsResponse>(
            0, 3, ApiAccess.Authenticated, static _ => CreateAclsHandler.HandleAsync)
        {
            ElementsMax = ChangesMax,
            Note = RightsNote,
        },
        new ApiRow<DeleteAclsRequest, DeleteAclsResponse>(
            0, 3, ApiAccess.Authenticated, static _ => DeleteAclsHandler.HandleAsync)
        {
            ElementsMax = ChangesMax,
            Note = RightsNote,
        },
        new ApiRow<DescribeConfigsRequest, DescribeConfigsResponse>(
            1,
            4,
            ApiAccess.Each((Operation.Describe, ResourceKind.Topic), (Operation.Describe, ResourceKind.Group)),
            broker => new DescribeConfigsHandler(broker.Topics, broker.Options, broker.LogOptions).HandleAsync),
        new ApiRow<AlterConfigsRequest, AlterConfigsResponse>(
            0,
            2,
            TopicAlterer,
            broker => new AlterConfigsHandler(new TopicAlteration(broker.Topics, broker.Store)).HandleAsync)
        {
            ElementsMax = ChangesMax,
            Note = "What a request does not name has its default again; IncrementalAlterConfigs leaves it alone.",
        },
        new ApiRow<DescribeLogDirsRequest, DescribeLogDirsResponse>(
            0,
            4,
            ApiAccess.Each((Operation.Describe, ResourceKind.Topic)),
            broker => new DescribeLogDirsHandler(broker.Topics, broker.Logs).HandleAsync)
        {
            Note = "The topics of the caller's project, in one directory without a path; nothing of the volume.",
        },
        new ApiRow<SaslAuthenticateRequest, SaslAuthenticateResponse>(
            0, 2, ApiAccess.BeforeAuthentication, broker => new SaslAuthenticateHandler(broker).HandleAsync),
        new ApiRow<CreatePartitionsRequest, CreatePartitionsResponse>(
            0,
            3,
            TopicAlterer,
            broker => new CreatePartitionsHandler(broker.Topics, broker.Store, broker.Options).HandleAsync)
        {
            ElementsMax = ChangesMax,
        },
        new ApiRow<DeleteGroupsRequest, DeleteGroupsResponse>(
            0, 2, ApiAccess.Each((Operation.Delete, ResourceKind.Group)), broker => new DeleteGroupsHandler(broker.Groups).HandleAsync),
        new ApiRow<ElectLeadersRequest, ElectLeadersResponse>(
            0, 2, TopicAlterer, broker => new ElectLeadersHandler(broker.Topics).HandleAsync)
        {
            Note = "The one broker leads every partition: no election is needed.",
        },
        new ApiRow<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(
            0,
            1,
            TopicAlterer,
            broker => new IncrementalAlterConfigsHandler(new TopicAlteration(broker.Topics, broker.Store)).HandleAsync)
        {
            ElementsMax = ChangesMax,
        },
        new ApiRow<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>(
            0, 0, TopicAlterer, broker => new AlterPartitionReassignmentsHandler(broker.Topics, broker.Options).HandleAsync)
        {
            Note = "Every partition is on the one broker and can be nowhere else.",
        },
        new ApiRow<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>(
            0, 0, ApiAccess.Authenticated, static _ => ListPartitionReassignmentsHandler.HandleAsync)
        {
            Note = "None is ever under way.",
        },
        new ApiRow<OffsetDeleteRequest, OffsetDeleteResponse>(
            0,
            0,
            ApiAccess.Each((Operation.Delete, ResourceKind.Group), (Operation.Read, ResourceKind.Topic)),
            broker => new OffsetDeleteHandler(broker.Groups, broker.Topics).HandleAsync),
        new ApiRow<DescribeClientQuotasRequest, DescribeClientQuotasResponse>(
            0, 1, ApiAccess.Authenticated, static _ => DescribeClientQuotasHandler.HandleAsync)
        {
            Note = "The caller's own, which are those of its project.",
        },
        new ApiRow<AlterClientQuotasRequest, AlterClientQuotasResponse>(
            0, 1, ApiAccess.Authenticated, static _ => AlterClientQuotasHandler.HandleAsync)
        {
            ElementsMax = ChangesMax,
            Note = "Refused to everybody: the platform sets quotas.",
        },
        new ApiRow<DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse>(
            0,
            0,
            ApiAccess.Each((Operation.Describe, ResourceKind.Credential)),
            broker => new DescribeUserScramCredentialsHandler(broker.Authentication).HandleAsync)
        {
            ElementsMax = ChangesMax,
            Note = "The caller's own.",
        },
        new ApiRow<AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse>(
            0, 0, ApiAccess.Authenticated, static _ => AlterUserScramCredentialsHandler.HandleAsync)
        {
            ElementsMax = ChangesMax,
            Note = "Refused to everybody: the platform makes secrets.",
        },
        new ApiRow<DescribeClusterRequest, DescribeClusterResponse>(
            0, 2, ApiAccess.Authenticated, broker => new DescribeClusterHandler(broker.State, broker.Options).HandleAsync),
        new ApiRow<DescribeProducersRequest, DescribeProducersResponse>(
            0,
            0,
            ApiAccess.Each((Operation.Read, ResourceKind.Topic)),
            broker => new DescribeProducersHandler(broker.Logs).HandleAsync)
        {
            Waits = true,
            Note = "100,000 producers at most at a time: partitions beyond that are refused with POLICY_VIOLATION, to be asked for by themselves (KIP-664).",
        },
        new ApiRow<DescribeTransactionsRequest, DescribeTransactionsResponse>(
            0,
            0,
            ApiAccess.Each((Operation.Describe, ResourceKind.Group), (Operation.Describe, ResourceKind.Topic)),
            broker => new DescribeTransactionsHandler(broker.Transactions, broker.Topics).HandleAsync),
        new ApiRow<ListTransactionsRequest, ListTransactionsResponse>(
            0, 2, GroupReader, broker => new ListTransactionsHandler(broker.Transactions, broker.Clock).HandleAsync)
        {
            Waits = true,
        },
        new ApiRow<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(
            0,
            1,
            GroupReaderOfTopics,
            broker => new ConsumerGroupHeartbeatHandler(broker.Options, broker.Groups, broker.Topics).HandleAsync)
        {
            Waits = true,
            Note = "Into a classic group its first member takes the group over, with all who are in it; `Kafka:ConsumerMigrationPolicy` says whether it may.",
        },
        new ApiRow<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(
            0,
            1,
            ApiAccess.Each((Operation.Describe, ResourceKind.Group), (Operation.Read, ResourceKind.Group), (Operation.Delete, ResourceKind.Group)),
            broker => new ConsumerGroupDescribeHandler(broker.Groups).HandleAsync),
        new ApiRow<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>(
            0,
            0,
            TopicDescriber,
            broker => new DescribeTopicPartitionsHandler(broker.State, broker.Options, broker.Topics, broker.Logs).HandleAsync)
        {
            Note = "2,000 partitions at most at a time, whatever is asked for; the cursor says where to go on (KIP-966).",
        },
    ];

    /// <summary>The row of a key, or null.</summary>
    public static ApiRow? Find(ApiKey key) => Rows.FirstOrDefault(row => row.Key == key);
}
