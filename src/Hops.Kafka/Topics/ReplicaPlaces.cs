namespace Hops.Kafka.Topics;

/// <summary>Brokers on which a client wants the replicas of a partition to be. There is one broker, so that each partition has one replica, there.</summary>
internal static class ReplicaPlaces
{
    /// <summary>True if a partition can be on these brokers.</summary>
    /// <param name="brokers">Ids of brokers.</param>
    /// <param name="nodeId">Id of this broker.</param>
    public static bool AreHere(int[] brokers, int nodeId) => brokers.Length == 1 && brokers[0] == nodeId;

    /// <summary>What to say where they are not.</summary>
    /// <param name="nodeId">Id of this broker.</param>
    public static string Only(int nodeId) => $"The only broker here has the id {nodeId}: a partition has one replica, there.";
}
