namespace Hops.Kafka.Wire;

/// <summary>Numbers of the APIs whose messages are known here.</summary>
public enum ApiKey : short
{
    /// <summary>Appends records.</summary>
    Produce = 0,

    /// <summary>Reads records.</summary>
    Fetch = 1,

    /// <summary>Finds offsets by time.</summary>
    ListOffsets = 2,

    /// <summary>Describes brokers and topics.</summary>
    Metadata = 3,

    /// <summary>Commits offsets of a group.</summary>
    OffsetCommit = 8,

    /// <summary>Reads committed offsets.</summary>
    OffsetFetch = 9,

    /// <summary>Finds who coordinates a group or a transactional id.</summary>
    FindCoordinator = 10,

    /// <summary>Joins a group.</summary>
    JoinGroup = 11,

    /// <summary>Keeps a membership alive.</summary>
    Heartbeat = 12,

    /// <summary>Leaves a group.</summary>
    LeaveGroup = 13,

    /// <summary>Brings or fetches the assignment of a group.</summary>
    SyncGroup = 14,

    /// <summary>Describes groups.</summary>
    DescribeGroups = 15,

    /// <summary>Lists groups.</summary>
    ListGroups = 16,

    /// <summary>Chooses a SASL mechanism.</summary>
    SaslHandshake = 17,

    /// <summary>Asks which APIs and versions are served.</summary>
    ApiVersions = 18,

    /// <summary>Creates topics.</summary>
    CreateTopics = 19,

    /// <summary>Deletes topics.</summary>
    DeleteTopics = 20,

    /// <summary>Moves the start of logs forward.</summary>
    DeleteRecords = 21,

    /// <summary>Gives an id to a producer.</summary>
    InitProducerId = 22,

    /// <summary>Finds where a leader epoch ends.</summary>
    OffsetForLeaderEpoch = 23,

    /// <summary>Says to which partitions a transaction writes.</summary>
    AddPartitionsToTxn = 24,

    /// <summary>Says of which groups a transaction commits offsets.</summary>
    AddOffsetsToTxn = 25,

    /// <summary>Commits or aborts a transaction.</summary>
    EndTxn = 26,

    /// <summary>Ends transactions in single partitions.</summary>
    WriteTxnMarkers = 27,

    /// <summary>Commits offsets of a group in a transaction.</summary>
    TxnOffsetCommit = 28,

    /// <summary>Looks up rights.</summary>
    DescribeAcls = 29,

    /// <summary>Gives rights.</summary>
    CreateAcls = 30,

    /// <summary>Takes rights away.</summary>
    DeleteAcls = 31,

    /// <summary>Reads settings.</summary>
    DescribeConfigs = 32,

    /// <summary>Replaces all settings.</summary>
    AlterConfigs = 33,

    /// <summary>Says how much logs hold.</summary>
    DescribeLogDirs = 35,

    /// <summary>Carries one token of a sign-in.</summary>
    SaslAuthenticate = 36,

    /// <summary>Adds partitions.</summary>
    CreatePartitions = 37,

    /// <summary>Deletes groups.</summary>
    DeleteGroups = 42,

    /// <summary>Elects leaders of partitions.</summary>
    ElectLeaders = 43,

    /// <summary>Changes single settings.</summary>
    IncrementalAlterConfigs = 44,

    /// <summary>Moves partitions to other brokers.</summary>
    AlterPartitionReassignments = 45,

    /// <summary>Lists the moves that are under way.</summary>
    ListPartitionReassignments = 46,

    /// <summary>Deletes committed offsets.</summary>
    OffsetDelete = 47,

    /// <summary>Reads the rates that clients may reach.</summary>
    DescribeClientQuotas = 48,

    /// <summary>Sets the rates that clients may reach.</summary>
    AlterClientQuotas = 49,

    /// <summary>Reads by which SCRAM mechanisms users sign in.</summary>
    DescribeUserScramCredentials = 50,

    /// <summary>Sets SCRAM credentials.</summary>
    AlterUserScramCredentials = 51,

    /// <summary>Describes the cluster.</summary>
    DescribeCluster = 60,

    /// <summary>Describes the producers of partitions.</summary>
    DescribeProducers = 61,

    /// <summary>Describes transactions.</summary>
    DescribeTransactions = 65,

    /// <summary>Lists transactional ids.</summary>
    ListTransactions = 66,

    /// <summary>Joins a consumer group of the newer protocol, stays in it, leaves it.</summary>
    ConsumerGroupHeartbeat = 68,

    /// <summary>Describes consumer groups of the newer protocol.</summary>
    ConsumerGroupDescribe = 69,

    /// <summary>Describes topics, partition by partition and page by page.</summary>
    DescribeTopicPartitions = 75,
}
