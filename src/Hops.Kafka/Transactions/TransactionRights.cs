using Hops.Core.Identity;
using Hops.Kafka.Groups;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Transactions;

/// <summary>
/// Whether an open transaction may still be: its project may write where it writes and read what it commits offsets of, as far as that is of others,
/// and who began it may still write. One that is open keeps whoever reads what is committed waiting, so it must not outlive either.
/// </summary>
internal sealed class TransactionRights(TopicCatalog topics, IGate gate)
{
    /// <summary>Has an open transaction lost a right that it needs?</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="state">What is known of it; topics that are gone do not count.</param>
    public bool HasLost(Transaction transaction, TransactionState state) =>
        HasLostHolder(transaction)
        || HasLostAny(transaction.TenantId, state.Partitions, Operation.Write)
        || HasLostAny(transaction.TenantId, state.Offsets.Keys.Select(key => key.Partition), Operation.Read);

    /// <summary>A member who was removed; unknown after a start, when its connections are gone and its time runs out.</summary>
    private bool HasLostHolder(Transaction transaction) =>
        transaction.Holder is { } holder
        && !gate.Decide(holder, Operation.Write, new Resource(ResourceKind.Group, transaction.TenantId, transaction.TransactionalId)).Allowed;

    private bool HasLostAny(long tenantId, IEnumerable<TopicPartition> partitions, Operation operation)
    {
        var snapshot = topics.Snapshot;
        foreach (var partition in partitions)
        {
            if (snapshot.Find(partition.TopicId) is { } topic
                && topic.TenantId != tenantId
                && !gate.IsLent(new Resource(ResourceKind.Topic, topic.TenantId, topic.Name), tenantId, operation))
            {
                return true;
            }
        }

        return false;
    }
}
