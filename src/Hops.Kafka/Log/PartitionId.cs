namespace Hops.Kafka.Log;

/// <summary>Names a partition by the id of its topic, so that a topic made anew under an old name has nothing of the old one.</summary>
public readonly record struct PartitionId(Guid TopicId, int Partition);
