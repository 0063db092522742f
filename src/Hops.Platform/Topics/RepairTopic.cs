using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;

namespace Hops.Platform.Topics;

/// <summary>Makes the damaged logs of a topic whole again, without the records that cannot be read.</summary>
public static class RepairTopic
{
    /// <summary>Repairs it, or says what that would drop.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="logs">The logs of all topics.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="topicName">Project and topic.</param>
    /// <param name="apply">False to change nothing.</param>
    /// <param name="cancellationToken">Stops it between two partitions.</param>
    /// <returns>What was, or would be, dropped, by partition.</returns>
    /// <exception cref="PlatformException"><c>NotFound</c>, <c>AccessDenied</c>; <c>Unsupported</c>: a newer version wrote a log.</exception>
    public static async Task<IReadOnlyList<PartitionRepair>> RunAsync(
        HopsPlatform platform, TopicLogs logs, Principal actor, (string Project, string Topic) topicName, bool apply, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, topicName.Project).Row.Id;
        var resource = new Resource(ResourceKind.Topic, id, topicName.Topic);
        platform.Demand(actor, Operation.Alter, resource);
        var topic = platform.Topics.Snapshot.Find(id, topicName.Topic)
            ?? throw new PlatformException(ErrorCode.NotFound, $"There is no topic '{topicName.Topic}' in the project.");

        // The entry comes first: what goes here goes for good.
        if (apply)
        {
            await platform.Store.WriteAsync(
                async transaction =>
                {
                    await HopsPlatform.AuditAsync(transaction, actor, id, "topic.repair", topic.Name);
                    return true;
                },
                cancellationToken);
        }

        return await logs.RepairAsync(topic, apply, cancellationToken);
    }
}
