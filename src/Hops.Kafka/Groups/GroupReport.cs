using Hops.Core.Errors;
using Hops.Kafka.Groups.Consumer;

namespace Hops.Kafka.Groups;

/// <summary>A consumer group for people who look at it, and what they may do with it while nobody is in it.</summary>
/// <param name="GroupId">Its id.</param>
/// <param name="State">State of its membership, in the words of Kafka: Empty, PreparingRebalance, CompletingRebalance, Assigning, Reconciling, Stable.</param>
/// <param name="Members">Who is in it.</param>
/// <param name="Offsets">What it has committed durably.</param>
public sealed record GroupReport(
    string GroupId, string State, IReadOnlyList<MemberReport> Members, IReadOnlyDictionary<TopicPartition, ReportedOffset> Offsets)
{
    private const int AssignedMax = 10_000;

    /// <summary>The groups of a project in the order of their ids, each looked at when it is asked for.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="projectId">The project.</param>
    /// <param name="after">Id after which the list begins; empty for its start.</param>
    public static IEnumerable<GroupReport> List(GroupDirectory groups, long projectId, string after) =>
        groups.List(projectId).Where(group => string.CompareOrdinal(group.GroupId, after) > 0).Select(Of);

    /// <summary>A group; null if there is none.</summary>
    public static GroupReport? Find(GroupDirectory groups, long projectId, string groupId) =>
        groups.Find(projectId, groupId) is { } group ? Of(group) : null;

    /// <summary>Commits offsets for a group that nobody is in; it is made if there is none.</summary>
    /// <returns>False if somebody is in it, or the project has as many groups as it may have; nothing is changed then.</returns>
    /// <exception cref="PlatformException"><c>Unavailable</c>: it is being deleted.</exception>
    public static async ValueTask<bool> ResetAsync(
        GroupDirectory groups, long projectId, string groupId, IReadOnlyDictionary<TopicPartition, CommittedOffset> offsets)
    {
        if (groups.GetOrAdd(projectId, groupId) is not { } group || group.CheckCommit("", null, -1) != KafkaError.None)
            return false;
        await groups.Offsets.CommitAsync(group, [.. offsets]);
        return true;
    }

    /// <summary>Removes a group that nobody is in, with its offsets.</summary>
    /// <returns>False if somebody is in it, or it is gone.</returns>
    public static async ValueTask<bool> DeleteAsync(GroupDirectory groups, long projectId, string groupId) =>
        groups.Find(projectId, groupId) is { } group && await groups.DeleteAsync(group, evenWithOffsets: true);

    private static GroupReport Of(Group group) => group.Look(
        state => new GroupReport(
            group.GroupId,
            state.Phase.ToString(),
            [.. state.Members.Select(member => new MemberReport(member.Id, member.ClientId, member.ClientHost, AssignedTo(member.Assignment)))],
            OffsetsOf(group)),
        state => new GroupReport(
            group.GroupId,
            state.Phase.ToString(),
            [.. state.Members.Select(member => new MemberReport(member.Id, member.ClientId, member.ClientHost, AssignedTo(state, member)))],
            OffsetsOf(group)));

    private static Dictionary<TopicPartition, ReportedOffset> OffsetsOf(Group group) =>
        group.Offsets.ToDictionary(offset => offset.Key, offset => new ReportedOffset(offset.Value.Offset, offset.Value.CommittedAt));

    private static List<(string Topic, int Partition)> AssignedTo(ConsumerGroupState state, ConsumerMember member)
    {
        var assigned = new List<(string Topic, int Partition)>();
        foreach (var partition in member.Assigned.OrderBy(partition => partition.TopicId).ThenBy(partition => partition.Index).Take(AssignedMax))
        {
            if (state.Topics.TryName(partition.TopicId, out var name))
                assigned.Add((name, partition.Index));
        }

        return assigned;
    }

    /// <summary>What a classic member was assigned, as the message ConsumerProtocolAssignment; none if it is something else.</summary>
    public static IReadOnlyList<(string Topic, int Partition)> AssignedTo(byte[] assignment) => [.. ConsumerProtocol.ReadPartitions(assignment).Take(AssignedMax)];
}

/// <summary>What a group has committed for a partition.</summary>
/// <param name="Offset">The next offset to read.</param>
/// <param name="CommittedAt">When; null if that is not known, as of a Kafka cluster.</param>
public sealed record ReportedOffset(long Offset, DateTimeOffset? CommittedAt);

/// <summary>A member of a consumer group.</summary>
/// <param name="MemberId">Its id in the group.</param>
/// <param name="ClientId">What its client calls itself.</param>
/// <param name="ClientHost">Address from which it comes.</param>
/// <param name="Assigned">Partitions that it reads, as the leader of the group, or the group itself, has shared them out.</param>
public sealed record MemberReport(
    string MemberId, string ClientId, string ClientHost, IReadOnlyList<(string Topic, int Partition)> Assigned);
