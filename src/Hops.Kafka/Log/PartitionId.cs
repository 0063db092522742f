namespace Hops.Kafka.Log;

/// <summary>Names a partition by the id of its topic, so that a topic made anew under an old name has nothing of the old one.</summary>
public readonly record struct PartitionId(Guid TopicId, int Partition);

/// <summary>Where a partition is and how people call it.</summary>
/// <param name="Id">Topic and number.</param>
/// <param name="Directory">Its files.</param>
/// <param name="Label">Name for the log and the health board.</param>
/// <param name="OwnerId">Who has it: owners have turns at what is done in the background.</param>
internal sealed record PartitionPlace(PartitionId Id, string Directory, string Label, long OwnerId);
