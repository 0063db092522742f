using Hops.Core.Identity;
using Hops.Platform.Access;
using Hops.Platform.Schemas;

namespace Hops.Platform.Topics;

/// <summary>Deletes a topic of a project with its records. Its schema subjects stay: records elsewhere may need them.</summary>
public static class DeleteTopic
{
    /// <summary>Deletes it.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>, <c>AccessDenied</c>.</exception>
    public static async Task RunAsync(
        HopsPlatform platform, Principal actor, string projectName, string topicName, CancellationToken cancellationToken)
    {
        var id = platform.FindProject(actor, projectName).Row.Id;
        platform.Demand(actor, Operation.Delete, new Resource(ResourceKind.Topic, id, topicName));
        var who = ProjectSchemas.Inside(platform, actor, id);
        _ = platform.Topics.Snapshot.Find(id, topicName) ?? throw MissingName.Topic(platform, actor, id, topicName);
        await platform.Files.FreeRoomAsync(
            () => platform.Store.WriteAsync(transaction => platform.Topics.DeleteInAsync(transaction, who, id, topicName), cancellationToken));
        await platform.ProvisionedAsync();
    }
}
