namespace Hops.Kafka;

/// <summary>
/// Error codes of the Kafka protocol that the broker answers (https://kafka.apache.org/protocol#protocol_error_codes). Refusals that are
/// not of the protocol's own making are a <see cref="Hops.Core.Errors.PlatformException"/> and get their code from the error table.
/// </summary>
public enum KafkaError : short
{
    /// <summary>An unexpected error of the broker.</summary>
    UnknownServerError = -1,

    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The offset is outside of what the partition holds.</summary>
    OffsetOutOfRange = 1,

    /// <summary>A batch fails its checksum or has a bad size.</summary>
    CorruptMessage = 2,

    /// <summary>The topic or partition does not exist, or the caller may not see it.</summary>
    UnknownTopicOrPartition = 3,

    /// <summary>The partition has no leader for now; retriable.</summary>
    LeaderNotAvailable = 5,

    /// <summary>Another broker leads the partition; retriable.</summary>
    NotLeaderOrFollower = 6,

    /// <summary>The request took longer than its timeout; retriable.</summary>
    RequestTimedOut = 7,

    /// <summary>The batch is larger than <c>max.message.bytes</c>.</summary>
    MessageTooLarge = 10,

    /// <summary>The metadata beside an offset is too long.</summary>
    OffsetMetadataTooLarge = 12,

    /// <summary>The coordinator is loading its state; retriable.</summary>
    CoordinatorLoadInProgress = 14,

    /// <summary>There is no coordinator for now; retriable.</summary>
    CoordinatorNotAvailable = 15,

    /// <summary>Another broker is the coordinator; retriable.</summary>
    NotCoordinator = 16,

    /// <summary>The name of the topic is not valid.</summary>
    InvalidTopic = 17,

    /// <summary>The records are more than a segment may hold.</summary>
    RecordListTooLarge = 18,

    /// <summary>Too few replicas are in sync; retriable.</summary>
    NotEnoughReplicas = 19,

    /// <summary>The number of acknowledgements is none of 0, 1 and -1.</summary>
    InvalidRequiredAcks = 21,

    /// <summary>The generation of the group is another one.</summary>
    IllegalGeneration = 22,

    /// <summary>The member shares no protocol with the group.</summary>
    InconsistentGroupProtocol = 23,

    /// <summary>The name of the group is not valid.</summary>
    InvalidGroupId = 24,

    /// <summary>The group has no such member.</summary>
    UnknownMemberId = 25,

    /// <summary>The session timeout is outside of what the broker allows.</summary>
    InvalidSessionTimeout = 26,

    /// <summary>The group is rebalancing: join again.</summary>
    RebalanceInProgress = 27,

    /// <summary>The offsets of one commit are too many.</summary>
    InvalidCommitOffsetSize = 28,

    /// <summary>The caller may not do this with the topic.</summary>
    TopicAuthorizationFailed = 29,

    /// <summary>The caller may not do this with the group.</summary>
    GroupAuthorizationFailed = 30,

    /// <summary>The caller may not do this with the cluster.</summary>
    ClusterAuthorizationFailed = 31,

    /// <summary>The time of a record is outside of what the topic allows.</summary>
    InvalidTimestamp = 32,

    /// <summary>The broker does not know the mechanism.</summary>
    UnsupportedSaslMechanism = 33,

    /// <summary>The request does not fit the state of the sign-in.</summary>
    IllegalSaslState = 34,

    /// <summary>The broker does not know this version of the API.</summary>
    UnsupportedVersion = 35,

    /// <summary>There is a topic of this name.</summary>
    TopicAlreadyExists = 36,

    /// <summary>The number of partitions is not valid.</summary>
    InvalidPartitions = 37,

    /// <summary>The number of replicas is not valid.</summary>
    InvalidReplicationFactor = 38,

    /// <summary>The assignment of replicas is not valid.</summary>
    InvalidReplicaAssignment = 39,

    /// <summary>A setting is not valid.</summary>
    InvalidConfig = 40,

    /// <summary>Another broker is the controller; retriable.</summary>
    NotController = 41,

    /// <summary>The request contradicts itself or is malformed.</summary>
    InvalidRequest = 42,

    /// <summary>A policy of the broker, such as a limit, forbids it.</summary>
    PolicyViolation = 44,

    /// <summary>The batch is not the next one of its producer.</summary>
    OutOfOrderSequenceNumber = 45,

    /// <summary>The batch was appended before.</summary>
    DuplicateSequenceNumber = 46,

    /// <summary>The epoch of the producer is too old.</summary>
    InvalidProducerEpoch = 47,

    /// <summary>The transaction is in no state for this.</summary>
    InvalidTxnState = 48,

    /// <summary>The transactional id belongs to another producer id.</summary>
    InvalidProducerIdMapping = 49,

    /// <summary>The transaction timeout is longer than the broker allows.</summary>
    InvalidTransactionTimeout = 50,

    /// <summary>A transaction of the same id is still ending; retriable.</summary>
    ConcurrentTransactions = 51,

    /// <summary>The caller may not use the transactional id.</summary>
    TransactionalIdAuthorizationFailed = 53,

    /// <summary>Something else in the same request was refused, and this was not tried.</summary>
    OperationNotAttempted = 55,

    /// <summary>The disk of the partition failed; retriable.</summary>
    KafkaStorageError = 56,

    /// <summary>The sign-in failed.</summary>
    SaslAuthenticationFailed = 58,

    /// <summary>The broker has nothing of this producer any more.</summary>
    UnknownProducerId = 59,

    /// <summary>The group still has members.</summary>
    NonEmptyGroup = 68,

    /// <summary>There is no such group.</summary>
    GroupIdNotFound = 69,

    /// <summary>The fetch session is gone; retriable with a full fetch.</summary>
    FetchSessionIdNotFound = 70,

    /// <summary>The fetch session expects another request; retriable with a full fetch.</summary>
    InvalidFetchSessionEpoch = 71,

    /// <summary>The client knows an older leader; retriable.</summary>
    FencedLeaderEpoch = 74,

    /// <summary>The client knows a newer leader than the broker; retriable.</summary>
    UnknownLeaderEpoch = 75,

    /// <summary>The codec may not be used in this version.</summary>
    UnsupportedCompressionType = 76,

    /// <summary>Join again with the id in the answer (KIP-394).</summary>
    MemberIdRequired = 79,

    /// <summary>The group has as many members as it may have.</summary>
    GroupMaxSizeReached = 81,

    /// <summary>Another member has taken the static name over.</summary>
    FencedInstanceId = 82,

    /// <summary>The partition has the leader that it should have.</summary>
    ElectionNotNeeded = 84,

    /// <summary>The partition is not being moved.</summary>
    NoReassignmentInProgress = 85,

    /// <summary>A member of the group still reads the topic.</summary>
    GroupSubscribedToTopic = 86,

    /// <summary>A record inside of the batch is not valid.</summary>
    InvalidRecord = 87,

    /// <summary>Offsets wait for an open transaction; retriable.</summary>
    UnstableOffsetCommit = 88,

    /// <summary>A quota is used up; retriable later.</summary>
    ThrottlingQuotaExceeded = 89,

    /// <summary>A newer producer of the same transactional id has taken over.</summary>
    ProducerFenced = 90,

    /// <summary>There is no such thing.</summary>
    ResourceNotFound = 91,

    /// <summary>The request names a thing more than once.</summary>
    DuplicateResource = 92,

    /// <summary>The new credential does not meet the requirements.</summary>
    UnacceptableCredential = 93,

    /// <summary>There is no topic of this id; retriable.</summary>
    UnknownTopicId = 100,

    /// <summary>The topic of this name has another id; retriable.</summary>
    InconsistentTopicId = 103,

    /// <summary>There is no such transactional id.</summary>
    TransactionalIdNotFound = 105,

    /// <summary>The session began with names and goes on with ids, or the other way round; retriable.</summary>
    FetchSessionTopicIdError = 106,

    /// <summary>The member is in another epoch of the group: join again (KIP-848).</summary>
    FencedMemberEpoch = 110,

    /// <summary>The static name is in use by another member (KIP-848).</summary>
    UnreleasedInstanceId = 111,

    /// <summary>There is no such way to share out partitions (KIP-848).</summary>
    UnsupportedAssignor = 112,

    /// <summary>The epoch is not the present one of the member (KIP-848).</summary>
    StaleMemberEpoch = 113,

    /// <summary>Endpoints of this type are not described here.</summary>
    UnsupportedEndpointType = 115,

    /// <summary>The subscription of metrics is not known.</summary>
    UnknownSubscriptionId = 117,

    /// <summary>The regular expression is not valid.</summary>
    InvalidRegularExpression = 128,
}
