using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Kafka;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Groups;
using Hops.Kafka.Topics;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Wire;
using Hops.Platform;

namespace Hops.KafkaCluster.Groups;

/// <summary>
/// The consumer groups of the cluster, as its administrator sees and changes them: those of a project are those whose ids begin as its own, and are
/// known here without that. Thread safe.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="names">What things are called there.</param>
/// <param name="platform">Projects and topics.</param>
/// <param name="hasGroupsOfBefore">True for the name of a project whose groups there are those of a deleted one, and not shown.</param>
internal sealed class ClusterGroups(ClusterConnection cluster, ClusterNames names, HopsPlatform platform, Func<string, bool> hasGroupsOfBefore) : IConsumerGroups
{
    private const short CommitVersionMax = 9;
    private const short DeleteVersionMax = 2;

    /// <summary>Pause before a coordinator is asked for anew; how often is bounded by the time of a request.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public TimeSpan LookInterval { get; } = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<GroupReport>> ListAsync(TenantNames tenant, string after, int countMax, CancellationToken cancellationToken)
    {
        if (hasGroupsOfBefore(ProjectOf(tenant.ProjectId)))
            return [];
        var prefix = PrefixOf(tenant);
        return await AskAsync<IReadOnlyList<GroupReport>>(
            async (connection, limit) =>
            {
                if (await ProjectGroups.ListAsync(connection, prefix, limit) is not { } listed)
                    return null;
                var wanted = listed.Where(group => string.CompareOrdinal(group.Id, prefix + after) > 0).OrderBy(group => group.Id, StringComparer.Ordinal).Take(countMax);
                var described = await Task.WhenAll(wanted.GroupBy(group => group.Coordinator, group => group.Id)
                    .Select(group => DescribedGroups.OfAsync(group.Key, [.. group], limit)));
                return described.Contains(null) ? null : [.. described.SelectMany(groups => groups!).Select(group => ReportOf(tenant, prefix, group)).OrderBy(group => group.GroupId, StringComparer.Ordinal)];
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<GroupReport?> FindAsync(TenantNames tenant, string groupId, CancellationToken cancellationToken)
    {
        if (hasGroupsOfBefore(ProjectOf(tenant.ProjectId)))
            return null;
        var prefix = PrefixOf(tenant);
        var described = await AskCoordinatorAsync(
            prefix + groupId, (coordinator, limit) => DescribedGroups.OfAsync(coordinator, [prefix + groupId], limit), static _ => [], cancellationToken);
        return described is [var group] ? ReportOf(tenant, prefix, group) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> ResetAsync(TenantNames tenant, string groupId, Topic topic, IReadOnlyDictionary<int, long> offsets)
    {
        var request = new OffsetCommitRequest
        {
            GroupId = PrefixOf(tenant) + groupId,
            Topics =
            [
                new OffsetCommitRequest.Topic
                {
                    Name = NameOf(topic),
                    Partitions = [.. offsets.Select(offset => new OffsetCommitRequest.Topic.Partition { PartitionIndex = offset.Key, CommittedOffset = offset.Value, CommittedMetadata = "" })],
                },
            ],
        };
        var answer = await AskCoordinatorAsync(
            request.GroupId,
            (coordinator, limit) => coordinator.SendAsync<OffsetCommitRequest, OffsetCommitResponse>(request, CommitVersionMax, limit)!,
            static answer => answer.Topics.SelectMany(topic => topic.Partitions).Select(partition => partition.ErrorCode),
            CancellationToken.None);
        var errors = answer.Topics.SelectMany(each => each.Partitions).Select(partition => partition.ErrorCode).Where(error => error != KafkaError.None).ToList();

        // Who commits from outside of a group that somebody is in is told that it is no member.
        if (errors.Exists(error => error is KafkaError.UnknownMemberId or KafkaError.IllegalGeneration or KafkaError.RebalanceInProgress or KafkaError.StaleMemberEpoch))
            return false;
        foreach (var error in errors)
            throw ClusterRefusal.Of(error, null, $"commit offsets of the group '{request.GroupId}'");
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(TenantNames tenant, string groupId)
    {
        var request = new DeleteGroupsRequest { GroupsNames = [PrefixOf(tenant) + groupId] };
        var answer = await AskCoordinatorAsync(
            request.GroupsNames[0],
            (coordinator, limit) => coordinator.SendAsync<DeleteGroupsRequest, DeleteGroupsResponse>(request, DeleteVersionMax, limit)!,
            static answer => answer.Results.Select(result => result.ErrorCode),
            CancellationToken.None);
        foreach (var error in answer.Results.Select(result => result.ErrorCode).Where(error => error != KafkaError.None))
            return error is KafkaError.NonEmptyGroup or KafkaError.GroupIdNotFound ? false : throw ClusterRefusal.Of(error, null, $"delete the group '{request.GroupsNames[0]}'");
        return true;
    }

    /// <summary>Asks the coordinator of a group; another one if it is that no more.</summary>
    /// <param name="group">The group, as it is called there.</param>
    /// <param name="ask">What it is asked; null if it says that it is not the coordinator.</param>
    /// <param name="errorsOf">Other ways in which an answer may say so.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private Task<T> AskCoordinatorAsync<T>(
        string group, Func<BrokerConnection, CancellationToken, Task<T?>> ask, Func<T, IEnumerable<KafkaError>> errorsOf, CancellationToken cancellationToken)
        where T : class => AskAsync(
        async (connection, limit) => await (await ClusterBrokers.FindAsync(connection, limit)).CoordinatorAsync(group, limit) is { } coordinator
            && await ask(coordinator, limit) is { } answer && !errorsOf(answer).Any(ClusterBrokers.IsPassing) ? answer : null,
        cancellationToken);

    /// <summary>Asks until there is an answer.</summary>
    private Task<T> AskAsync<T>(Func<BrokerConnection, CancellationToken, Task<T?>> ask, CancellationToken cancellationToken)
        where T : class => cluster.UseAsync(
        async (connection, limit) =>
        {
            while (true)
            {
                if (await ask(connection, limit) is { } answer)
                    return answer;
                await Task.Delay(Pause, platform.Time, limit);
            }
        },
        cancellationToken);

    private GroupReport ReportOf(TenantNames tenant, string prefix, DescribedGroup group) => new(
        group.Id[prefix.Length..],
        group.State,
        [.. group.Members.Select(member => member with { Assigned = [.. Known(tenant, member.Assigned)] })],
        group.Offsets.Select(offset => (Topic: Find(offset.Topic), offset.Partition, offset.Offset)).Where(offset => offset.Topic is not null)
            .ToDictionary(offset => new TopicPartition(offset.Topic!.Id, offset.Partition), offset => new ReportedOffset(offset.Offset, null)));

    /// <summary>The partitions of topics for which the project has a name, under that.</summary>
    private IEnumerable<(string Topic, int Partition)> Known(TenantNames tenant, IReadOnlyList<(string Topic, int Partition)> assigned)
    {
        foreach (var (name, partition) in assigned)
        {
            if (Find(name) is { } topic && tenant.NameOf(topic) is { } known)
                yield return (known, partition);
        }
    }

    private Topic? Find(string name) => names.Parse(name) is (var project, var topic) && platform.Roster.Now.FindProject(project) is { } owner
        ? platform.Topics.Snapshot.Find(owner.Row.Id, topic)
        : null;

    private string NameOf(Topic topic) => names.TopicOf(ProjectOf(topic.TenantId), topic.Name);

    private string PrefixOf(TenantNames tenant) => names.OfProject(ProjectOf(tenant.ProjectId));

    private string ProjectOf(long projectId) => platform.Roster.Now.Projects.GetValueOrDefault(projectId)?.Row.Name
        ?? throw new PlatformException(ErrorCode.NotFound, "The project is gone.");
}
