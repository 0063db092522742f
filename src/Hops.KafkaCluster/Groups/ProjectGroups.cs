using Hops.Client.Topics;
using Hops.Kafka;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Wire;

namespace Hops.KafkaCluster.Groups;

/// <summary>The groups of a project, by what their ids begin with in the cluster.</summary>
internal static class ProjectGroups
{
    private const short ListVersionMax = 4;
    private const short DeleteVersionMax = 2;

    /// <summary>Groups of one request.</summary>
    private const int AtOnceMax = 500;

    /// <summary>The ids of the groups of which each broker is the coordinator.</summary>
    /// <returns>Null if one of them does not know yet: it has to be asked again.</returns>
    public static async Task<IReadOnlyList<(BrokerConnection Coordinator, string Id)>?> ListAsync(BrokerConnection connection, string prefix, CancellationToken cancellationToken)
    {
        var brokers = await (await ClusterBrokers.FindAsync(connection, cancellationToken)).ConnectAsync(cancellationToken);
        var listed = await Task.WhenAll(brokers.Select(broker => ListFromAsync(broker, prefix, cancellationToken)));
        return listed.Contains(null) ? null : [.. brokers.Zip(listed, (broker, ids) => ids!.Select(id => (broker, id))).SelectMany(each => each)];
    }

    /// <summary>Deletes all of them that nobody is in.</summary>
    /// <returns>Those that are left; null if a broker does not know yet which are its own: it has to be asked again.</returns>
    public static async Task<IReadOnlyList<string>?> DeleteAsync(BrokerConnection connection, string prefix, CancellationToken cancellationToken)
    {
        if (await ListAsync(connection, prefix, cancellationToken) is not { } groups)
            return null;
        var left = new List<string>();
        foreach (var broker in groups.GroupBy(group => group.Coordinator, group => group.Id))
        {
            foreach (var some in broker.Chunk(AtOnceMax))
            {
                var answer = await broker.Key.SendAsync<DeleteGroupsRequest, DeleteGroupsResponse>(new DeleteGroupsRequest { GroupsNames = some }, DeleteVersionMax, cancellationToken);
                foreach (var result in answer.Results.Where(result => result.ErrorCode is not (KafkaError.None or KafkaError.GroupIdNotFound)))
                {
                    if (ClusterBrokers.IsPassing(result.ErrorCode))
                        return null;
                    if (result.ErrorCode != KafkaError.NonEmptyGroup)
                        throw ClusterRefusal.Of(result.ErrorCode, null, $"delete the group '{result.GroupId}'");
                    left.Add(result.GroupId);
                }
            }
        }

        return left;
    }

    private static async Task<IReadOnlyList<string>?> ListFromAsync(BrokerConnection broker, string prefix, CancellationToken cancellationToken)
    {
        var answer = await broker.SendAsync<ListGroupsRequest, ListGroupsResponse>(new ListGroupsRequest(), ListVersionMax, cancellationToken);
        if (ClusterBrokers.IsPassing(answer.ErrorCode))
            return null;
        ClusterRefusal.Demand(answer.ErrorCode, null, "list groups");
        return [.. answer.Groups.Select(group => group.GroupId).Where(id => id.StartsWith(prefix, StringComparison.Ordinal))];
    }
}
