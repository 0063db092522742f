namespace Hops.Kafka.Groups.Consumer;

/// <summary>A topic that a member reads, as its project knows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name in the project of the group.</param>
/// <param name="PartitionCount">How many partitions it has.</param>
internal readonly record struct SubscribedTopic(Guid Id, string Name, int PartitionCount);
