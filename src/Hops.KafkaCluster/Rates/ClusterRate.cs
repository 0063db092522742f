namespace Hops.KafkaCluster.Rates;

/// <summary>How much a user of the cluster may produce and fetch, in bytes per second, at each broker (KIP-13); null for what the cluster gives everybody.</summary>
internal readonly record struct ClusterRate(long? ProduceBytesPerSecond, long? FetchBytesPerSecond);
