namespace Hops.Kafka.Groups.Consumer;

/// <summary>What a member was found to read when topics were looked at.</summary>
/// <param name="Subscription">What it reads.</param>
/// <param name="Exists">The topics that existed are those for which this is true.</param>
internal sealed record SubscriptionLook(ConsumerSubscription Subscription, Func<Guid, bool> Exists);

/// <summary>What a classic member says of itself when it joins, as far as the group is concerned.</summary>
/// <param name="Version">Version of its metadata.</param>
/// <param name="Subscription">What it reads; null if that is as it was.</param>
/// <param name="Owned">The partitions that it has not given up.</param>
/// <param name="RackId">Where it is; null if it does not say.</param>
/// <param name="Exists">The topics that existed when they were looked at are those for which this is true.</param>
internal sealed record ClassicReading(short Version, ConsumerSubscription? Subscription, IReadOnlySet<TopicPartition> Owned, string? RackId, Func<Guid, bool> Exists);
