using Hops.Core.Errors;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Groups;

/// <summary>
/// The consumer groups of projects, for people who look at them, wherever they are: in the embedded broker, or in a Kafka cluster that is used in its
/// place. Who may see them is asked before. Thread safe.
/// </summary>
/// <exception cref="PlatformException">Of all members: <c>Unavailable</c>: the cluster does not answer, or not as it should.</exception>
public interface IConsumerGroups
{
    /// <summary>How long to wait before they are looked at again, for who follows them.</summary>
    TimeSpan LookInterval { get; }

    /// <summary>The groups of a project in the order of their ids.</summary>
    /// <param name="names">The project, and what it calls topics.</param>
    /// <param name="after">Id after which the list begins; empty for its start.</param>
    /// <param name="countMax">Most groups.</param>
    /// <param name="cancellationToken">Ends it.</param>
    ValueTask<IReadOnlyList<GroupReport>> ListAsync(TenantNames names, string after, int countMax, CancellationToken cancellationToken);

    /// <summary>A group; null if there is none.</summary>
    ValueTask<GroupReport?> FindAsync(TenantNames names, string groupId, CancellationToken cancellationToken);

    /// <summary>Lets a group that nobody is in go on elsewhere in a topic.</summary>
    /// <param name="names">The project, and what it calls topics.</param>
    /// <param name="groupId">The group.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="offsets">The next offset to read, by partition.</param>
    /// <returns>False if somebody is in it; nothing is changed then.</returns>
    ValueTask<bool> ResetAsync(TenantNames names, string groupId, Topic topic, IReadOnlyDictionary<int, long> offsets);

    /// <summary>Removes a group that nobody is in, with its offsets.</summary>
    /// <returns>False if somebody is in it, or it is gone.</returns>
    ValueTask<bool> DeleteAsync(TenantNames names, string groupId);
}
