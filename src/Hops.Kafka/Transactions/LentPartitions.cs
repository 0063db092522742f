using System.Collections.Immutable;
using Hops.Core.Identity;
using Hops.Kafka.Groups;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Transactions;

/// <summary>
/// Which partitions a project may write to although they are of another one. A transaction that is open in one of them keeps whoever reads
/// what is committed there waiting, so it must not outlive the share.
/// </summary>
internal sealed class LentPartitions(TopicCatalog topics, IGate gate)
{
    /// <summary>Is one of these of another project which does not lend it for writing any more?</summary>
    /// <param name="tenantId">The project that writes.</param>
    /// <param name="partitions">Where to; such as are gone do not count.</param>
    public bool HasLost(long tenantId, ImmutableHashSet<TopicPartition> partitions)
    {
        var snapshot = topics.Snapshot;
        foreach (var partition in partitions)
        {
            if (snapshot.Find(partition.TopicId) is { } topic
                && topic.TenantId != tenantId
                && !gate.IsLent(new Resource(ResourceKind.Topic, topic.TenantId, topic.Name), tenantId, Operation.Write))
            {
                return true;
            }
        }

        return false;
    }
}
