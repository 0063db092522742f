using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Groups;

/// <summary>The consumer groups of the embedded broker, for people who look at them.</summary>
/// <param name="groups">The groups.</param>
/// <param name="logs">The logs, which know the epochs of offsets.</param>
/// <param name="time">The clock.</param>
internal sealed class BrokerGroups(GroupDirectory groups, TopicLogs logs, TimeProvider time) : IConsumerGroups
{
    /// <inheritdoc/>
    public TimeSpan LookInterval { get; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GroupReport>> ListAsync(TenantNames names, string after, int countMax, CancellationToken cancellationToken) =>
        new([.. GroupReport.List(groups, names.ProjectId, after).Take(countMax)]);

    /// <inheritdoc/>
    public ValueTask<GroupReport?> FindAsync(TenantNames names, string groupId, CancellationToken cancellationToken) =>
        new(GroupReport.Find(groups, names.ProjectId, groupId));

    /// <inheritdoc/>
    public ValueTask<bool> ResetAsync(TenantNames names, string groupId, Topic topic, IReadOnlyDictionary<int, long> offsets)
    {
        var now = time.GetUtcNow();
        return GroupReport.ResetAsync(groups, names.ProjectId, groupId, offsets.ToDictionary(
            offset => new TopicPartition(topic.Id, offset.Key),
            offset => new CommittedOffset(offset.Value, logs.Get(topic, offset.Key).EpochAt(offset.Value), "", now)));
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(TenantNames names, string groupId) => GroupReport.DeleteAsync(groups, names.ProjectId, groupId);
}
