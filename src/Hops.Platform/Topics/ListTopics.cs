using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Platform.Access;
using Hops.Platform.Shares;

namespace Hops.Platform.Topics;

/// <summary>The topics of a project: its own, and those that it borrows.</summary>
public static class ListTopics
{
    /// <summary>Topics after a name, in order of name.</summary>
    public static IReadOnlyList<ListedTopic> Run(HopsPlatform platform, Principal actor, string projectName, string nameAfter, int limit)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Topic, project.Row.Id, projectName));
        return platform.Topics.Snapshot.List(project.Row.Id).Select(topic => new ListedTopic(topic.Name, topic, projectName, null))
            .Concat(Loans.Of(platform, project, ResourceKind.Topic).Select(loan => Borrowed(platform, loan)).OfType<ListedTopic>())
            .Where(topic => string.CompareOrdinal(topic.Name, nameAfter) > 0)
            .OrderBy(topic => topic.Name, StringComparer.Ordinal)
            .Take(limit)
            .ToList();
    }

    /// <summary>One topic.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>NotFound</c>.</exception>
    public static ListedTopic Find(HopsPlatform platform, Principal actor, string projectName, string topicName)
    {
        var project = platform.FindProject(actor, projectName);
        platform.Demand(actor, Operation.Describe, new Resource(ResourceKind.Topic, project.Row.Id, topicName));
        if (Loans.Find(platform, project, ResourceKind.Topic, topicName) is { } loan && Borrowed(platform, loan) is { } borrowed)
            return borrowed;
        return platform.Topics.Snapshot.Find(project.Row.Id, topicName) is { } own
            ? new ListedTopic(own.Name, own, projectName, null)
            : throw MissingName.Topic(platform, actor, project.Row.Id, topicName);
    }

    private static ListedTopic? Borrowed(HopsPlatform platform, Loan loan) =>
        platform.Topics.Snapshot.Find(loan.Share.OwnerId, loan.Share.Name) is { } topic
        && platform.Roster.Now.Projects.GetValueOrDefault(loan.Share.OwnerId) is { } owner
            ? new ListedTopic(loan.Name, topic, owner.Row.Name, loan.Share)
            : null;
}

/// <summary>A topic as a project sees it.</summary>
/// <param name="Name">The name by which its members know it.</param>
/// <param name="Row">The topic.</param>
/// <param name="Owner">Name of the project that owns it.</param>
/// <param name="Share">By which share it is borrowed; null for one of its own.</param>
public sealed record ListedTopic(string Name, Topic Row, string Owner, Share? Share);
