namespace Hops.Kafka.Groups.Consumer;

/// <summary>A ConsumerGroupHeartbeat as the group sees it. What is null is as it was.</summary>
internal sealed record ConsumerHeartbeat
{
    public required string MemberId { get; init; }

    /// <summary>The member's epoch: 0 to join, -1 to leave, <see cref="ConsumerGroupState.Away"/> to leave and come back.</summary>
    public required int MemberEpoch { get; init; }

    public string? InstanceId { get; init; }

    public string? RackId { get; init; }

    public string ClientId { get; init; } = "";

    public string ClientHost { get; init; } = "";

    public TimeSpan? RebalanceTimeout { get; init; }

    public ConsumerSubscription? Subscription { get; init; }

    public string? Assignor { get; init; }

    /// <summary>The partitions that the member has now.</summary>
    public IReadOnlySet<TopicPartition>? Owned { get; init; }

    /// <summary>True if the member has said everything, and so wants to hear everything.</summary>
    public bool IsFull { get; init; }

    /// <summary>What a name of a topic stands for, for members that a group brings over from the classic protocol; null where nobody joins.</summary>
    public Func<string, SubscribedTopic?>? Find { get; init; }

    /// <summary>Topics exist for which this is true; null if none can have gone since they were last looked at.</summary>
    public Func<Guid, bool>? Exists { get; init; }
}

/// <summary>Answer to a <see cref="ConsumerHeartbeat"/>.</summary>
/// <param name="Error">What went wrong.</param>
/// <param name="Message">That in a sentence; null for none.</param>
internal sealed record ConsumerHeartbeatResult(KafkaError Error, string? Message = null)
{
    public string? MemberId { get; init; }

    public int MemberEpoch { get; init; }

    /// <summary>All that the member may read; null if that is as it was.</summary>
    public IReadOnlyCollection<TopicPartition>? Assignment { get; init; }
}
