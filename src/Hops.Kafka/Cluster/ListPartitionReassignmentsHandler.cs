using Hops.Kafka.Dispatch;
using Hops.Kafka.Wire.Messages;

namespace Hops.Kafka.Cluster;

/// <summary>ListPartitionReassignments: none is under way, as there is one broker. That is the same answer for every topic, whether it is there or not.</summary>
internal static class ListPartitionReassignmentsHandler
{
    public static ValueTask<ListPartitionReassignmentsResponse?> HandleAsync(Call call, ListPartitionReassignmentsRequest request) =>
        new(new ListPartitionReassignmentsResponse());
}
