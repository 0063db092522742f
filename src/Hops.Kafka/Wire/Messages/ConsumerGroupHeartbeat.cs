namespace Hops.Kafka.Wire.Messages;

/// <summary>
/// ConsumerGroupHeartbeat (API key 68), versions 0 and 1, flexible: joins a consumer group, stays in it, and leaves it (KIP-848). Fields that are
/// null, or negative, are as they were.
/// </summary>
public sealed class ConsumerGroupHeartbeatRequest : IRequest<ConsumerGroupHeartbeatResponse>
{
    /// <summary>Name of the group.</summary>
    public string GroupId = "";

    /// <summary>Id of the member; made by the client from version 1 on, by the broker before.</summary>
    public string MemberId = "";

    /// <summary>Epoch of the member; 0 to join, -1 to leave, -2 for a static member that comes back.</summary>
    public int MemberEpoch;

    /// <summary>Name of a static member; null for a dynamic one.</summary>
    public string? InstanceId;

    /// <summary>Where the member runs.</summary>
    public string? RackId;

    /// <summary>How long the member may take to give up partitions, in milliseconds.</summary>
    public int RebalanceTimeoutMs = -1;

    /// <summary>Names of the topics that it reads.</summary>
    public string[]? SubscribedTopicNames;

    /// <summary>Regular expression over the names of topics that it reads, in the syntax of RE2. From version 1.</summary>
    public string? SubscribedTopicRegex;

    /// <summary>How it would like partitions to be shared out.</summary>
    public string? ServerAssignor;

    /// <summary>Partitions that it has.</summary>
    public List<TopicPartitions>? OwnedPartitions;

    /// <inheritdoc/>
    public static ApiKey Api => ApiKey.ConsumerGroupHeartbeat;

    /// <inheritdoc/>
    public static short FlexibleFrom => 0;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.String(ref GroupId);
        codec.String(ref MemberId);
        codec.Int32(ref MemberEpoch);
        codec.NullableString(ref InstanceId);
        codec.NullableString(ref RackId);
        codec.Int32(ref RebalanceTimeoutMs);
        codec.NullableStringArray(ref SubscribedTopicNames);
        if (codec.Version >= 1)
            codec.NullableString(ref SubscribedTopicRegex);
        codec.NullableString(ref ServerAssignor);
        codec.NullableArray(ref OwnedPartitions);
    }

    /// <summary>Partitions of one topic.</summary>
    public sealed class TopicPartitions : IWireStruct
    {
        /// <summary>Id of the topic.</summary>
        public Guid TopicId;

        /// <summary>Numbers of the partitions.</summary>
        public int[] Partitions = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec
        {
            codec.Uuid(ref TopicId);
            codec.Int32Array(ref Partitions);
        }
    }
}

/// <summary>Answer to ConsumerGroupHeartbeat.</summary>
public sealed class ConsumerGroupHeartbeatResponse : IWireStruct
{
    /// <summary>How long the client should wait before its next request because of a quota, in milliseconds; 0 for not at all.</summary>
    public int ThrottleTimeMs;

    /// <summary>What went wrong, or <c>None</c>.</summary>
    public KafkaError ErrorCode;

    /// <summary>That in words; null if nothing went wrong.</summary>
    public string? ErrorMessage;

    /// <summary>Id of the member.</summary>
    public string? MemberId;

    /// <summary>Its epoch.</summary>
    public int MemberEpoch;

    /// <summary>When the next heartbeat is wanted, in milliseconds.</summary>
    public int HeartbeatIntervalMs;

    /// <summary>All that the member may read; null if that is as it was.</summary>
    public MemberAssignment? Assignment;

    /// <inheritdoc/>
    public void Fields<TCodec>(ref TCodec codec)
        where TCodec : struct, IWireCodec
    {
        codec.Int32(ref ThrottleTimeMs);
        codec.Error(ref ErrorCode);
        codec.NullableString(ref ErrorMessage);
        codec.NullableString(ref MemberId);
        codec.Int32(ref MemberEpoch);
        codec.Int32(ref HeartbeatIntervalMs);
        codec.NullableStruct(ref Assignment);
    }

    /// <summary>What a member may read.</summary>
    public sealed class MemberAssignment : IWireStruct
    {
        /// <summary>Partitions by topic.</summary>
        public List<ConsumerGroupHeartbeatRequest.TopicPartitions> TopicPartitions = [];

        /// <inheritdoc/>
        public void Fields<TCodec>(ref TCodec codec)
            where TCodec : struct, IWireCodec =>
            codec.Array(ref TopicPartitions);
    }
}
