using Hops.Core.Identity;
using Hops.Kafka.Security;
using Hops.Kafka.Topics;
using Hops.KafkaCluster.Runners;
using Hops.Platform;
using Hops.Platform.Access;

namespace Hops.KafkaCluster.Rights;

/// <summary>
/// The rights that project-users have to have in the cluster: what the platform's gate answers at this moment, written down for an authorizer that cannot
/// ask it. Who has no secret cannot sign in there and has no rows.
/// </summary>
internal static class WantedRights
{
    private static readonly (Operation Asked, AclOperation[] Given)[] OfTopics =
    [
        (Operation.Describe, [AclOperation.Describe, AclOperation.DescribeConfigs]), (Operation.Read, [AclOperation.Read]), (Operation.Write, [AclOperation.Write]),
    ];

    private static readonly (Operation Asked, AclOperation[] Given)[] OfRunners =
        [(Operation.Read, [AclOperation.Describe, AclOperation.Read]), (Operation.Write, [AclOperation.Describe, AclOperation.Write])];

    private static readonly (Operation Asked, AclResource Kind, AclOperation[] Given)[] OfProjects =
    [
        (Operation.Describe, AclResource.Group, [AclOperation.Describe]),
        (Operation.Read, AclResource.Group, [AclOperation.Read]),
        (Operation.Delete, AclResource.Group, [AclOperation.Delete]),
        (Operation.Write, AclResource.TransactionalId, [AclOperation.Describe, AclOperation.Write]),
    ];

    /// <summary>All of them.</summary>
    /// <param name="platform">Who there is, what is lent, and the gate.</param>
    /// <param name="names">What things are called there.</param>
    /// <param name="isThere">True for a topic that is in the cluster and is the platform's.</param>
    /// <param name="hasGroupsOfBefore">True for the name of a project under which groups of a deleted one are left: nobody comes in there.</param>
    /// <param name="runners">By whom runners read.</param>
    public static HashSet<ClusterRight> Of(
        HopsPlatform platform, ClusterNames names, Func<Topic, bool> isThere, Func<string, bool> hasGroupsOfBefore, IEnumerable<RunnerUser> runners)
    {
        var wanted = new HashSet<ClusterRight>(runners.SelectMany(runner => OfRunner(platform, names, isThere, runner)));
        var (roster, topics) = (platform.Roster.Now, platform.Topics.Snapshot);
        foreach (var project in roster.Projects.Values)
        {
            var opened = hasGroupsOfBefore(project.Row.Name) ? OfProjects.Where(row => row.Kind != AclResource.Group) : OfProjects;
            foreach (var userId in project.Members.Keys)
            {
                var user = roster.Users[userId].Name;
                if (platform.Authentication.FromScram(Names.ProjectUser(project.Row.Name, user)) is not { } actor)
                    continue;
                var principal = ClusterNames.PrincipalOf(project.Row.Name, user);
                foreach (var (asked, kind, given) in opened)
                {
                    if (platform.Gate.Decide(actor, asked, new Resource(ResourceKind.Group, project.Row.Id, "")).Allowed)
                        wanted.UnionWith(given.Select(operation => new ClusterRight(kind, names.OfProject(project.Row.Name), AclPattern.Prefixed, principal, operation)));
                }

                foreach (var (topic, owner) in TopicsOf(roster, topics, project).Where(found => isThere(found.Topic)))
                {
                    foreach (var (asked, given) in OfTopics)
                    {
                        if (platform.Gate.Decide(actor, asked, new Resource(ResourceKind.Topic, topic.TenantId, topic.Name)).Allowed)
                            wanted.UnionWith(given.Select(operation => new ClusterRight(AclResource.Topic, names.TopicOf(owner, topic.Name), AclPattern.Literal, principal, operation)));
                    }
                }
            }
        }

        return wanted;
    }

    /// <summary>What a runner may read stays inside, so it may more than its project-user outside. It writes bad records.</summary>
    private static IEnumerable<ClusterRight> OfRunner(HopsPlatform platform, ClusterNames names, Func<Topic, bool> isThere, RunnerUser runner)
    {
        var roster = platform.Roster.Now;
        if (roster.Inside(runner.ProjectId, runner.UserId, Channel.Runner, TokenScopes.Read | TokenScopes.Write, runner.Name) is not { } actor)
            yield break;
        foreach (var (topic, owner) in TopicsOf(roster, platform.Topics.Snapshot, roster.Projects[runner.ProjectId]).Where(found => isThere(found.Topic)))
        {
            foreach (var (asked, given) in OfRunners)
            {
                if (!platform.Gate.Decide(actor, asked, new Resource(ResourceKind.Topic, topic.TenantId, topic.Name)).Allowed)
                    continue;
                foreach (var operation in given)
                    yield return new ClusterRight(AclResource.Topic, names.TopicOf(owner, topic.Name), AclPattern.Literal, ClusterNames.PrincipalType + runner.Name, operation);
            }
        }
    }

    /// <summary>Its own topics, and those that it borrows; whether a share has expired is for the gate to say.</summary>
    private static IEnumerable<(Topic Topic, string Owner)> TopicsOf(RosterSnapshot roster, TopicSnapshot topics, ProjectRoster project) =>
        topics.List(project.Row.Id).Select(topic => (topic, project.Row.Name)).Concat(
            from borrowed in project.Borrowed.Of(ResourceKind.Topic)
            let topic = topics.Find(borrowed.Thing.ProjectId, borrowed.Thing.Name)
            let owner = roster.Projects.GetValueOrDefault(borrowed.Thing.ProjectId)
            where topic is not null && owner is not null
            select (topic, owner.Row.Name));
}
