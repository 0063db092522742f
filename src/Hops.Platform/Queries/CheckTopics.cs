using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Platform.Access;

namespace Hops.Platform.Queries;

/// <summary>
/// Looks for the topics of a definition before it is planned: of a topic that was deleted the schema is still there, by which the plan would be
/// made, and refused for what its columns are.
/// </summary>
public static class CheckTopics
{
    /// <summary>Refuses a definition whose topic, or topic of dead letters, is not there.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="projectName">The project.</param>
    /// <param name="definition">JSON of the query; what else is wrong in it is for its planner to say.</param>
    /// <exception cref="PlatformException"><c>NotFound</c>: the topic, and which may be meant instead.</exception>
    public static void Run(HopsPlatform platform, Principal actor, string projectName, string definition)
    {
        var project = platform.FindProject(actor, projectName);
        var names = new TenantNames(project.Row.Id, project.Borrowed);
        foreach (var field in StoredQuery.TopicFields)
        {
            if (StoredQuery.TextOf(definition, field) is { Length: > 0 } topic && names.Find(platform.Topics, topic) is null)
                throw MissingName.Topic(platform, actor, names.ProjectId, topic);
        }
    }
}
