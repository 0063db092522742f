using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Kafka.Topics;
using Hops.Platform;
using Hops.Platform.Access;
using Hops.Platform.Topics;

namespace Hops.Api.Events;

/// <summary>What a channel is about.</summary>
internal enum ChannelKind
{
    /// <summary>State and progress of the queries of a project.</summary>
    Queries,

    /// <summary>Messages of a topic as they come.</summary>
    Messages,

    /// <summary>The audit trail of a project.</summary>
    Activity,

    /// <summary>Nothing but its own end: of the membership of the listener in a project.</summary>
    Membership,

    /// <summary>Consumer groups of a project, and how far behind they are.</summary>
    Groups,

    /// <summary>That something waits for the caller, over all projects.</summary>
    Inbox,
}

/// <summary>A channel that a caller may listen to, as it was asked for.</summary>
/// <param name="Name">The name by which it was asked for.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Actor">The caller in its project.</param>
/// <param name="Resource">What has to be seen for it.</param>
/// <param name="Topic">The topic, of messages.</param>
/// <param name="Filter">Text that a message has to have; null for all.</param>
internal sealed record EventChannel(string Name, ChannelKind Kind, Principal Actor, Resource Resource, Topic? Topic = null, string? Filter = null)
{
    private const string Prefix = "project:";
    private const string FilterSign = "?filter=";
    private const string InboxName = "user:inbox";
    private const int FilterLengthMax = 256;

    /// <summary>Which feed it reads; where nothing is told, one is enough for all projects. An inbox has what a credential opens: another one of the same user may open less.</summary>
    internal (ChannelKind Kind, long Id, string Name) Key => Kind switch
    {
        ChannelKind.Messages => (Kind, 0, Topic!.Id.ToString("N")),
        ChannelKind.Inbox => (Kind, Actor.UserId, $"{Actor.ProjectId} {Actor.CredentialId}"),
        ChannelKind.Membership => (Kind, 0, ""),
        _ => (Kind, Resource.ProjectId, ""),
    };

    /// <summary>Finds what a name stands for, and whether the caller may listen to it.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: it is no channel; <c>NotFound</c>, <c>AccessDenied</c>.</exception>
    internal static EventChannel Open(HopsPlatform platform, Principal caller, string name)
    {
        if (name == InboxName)
            return OfInbox(platform, caller);
        var filterAt = name.IndexOf(FilterSign, StringComparison.Ordinal);
        var (path, filter) = filterAt < 0 ? (name, null) : (name[..filterAt], name[(filterAt + FilterSign.Length)..]);
        if (!path.StartsWith(Prefix, StringComparison.Ordinal) || filter?.Length > FilterLengthMax)
            throw Unknown(name);
        var parts = path[Prefix.Length..].Split('/');
        var project = platform.FindProject(caller, parts[0]).Row;
        var actor = platform.Gate.Enter(caller, project.Id) ?? caller;
        var channel = (parts, filter) switch
        {
            ([_, "queries"], null) => new EventChannel(name, ChannelKind.Queries, actor, new Resource(ResourceKind.Query, project.Id, project.Name)),
            ([_, "activity"], null) => new EventChannel(name, ChannelKind.Activity, actor, new Resource(ResourceKind.Audit, project.Id, project.Name)),
            ([_, "membership"], null) => new EventChannel(name, ChannelKind.Membership, actor, new Resource(ResourceKind.Project, project.Id, project.Name)),
            ([_, "groups"], null) => new EventChannel(name, ChannelKind.Groups, actor, new Resource(ResourceKind.Group, project.Id, project.Name)),
            ([_, "topics", var topic, "messages"], _) => OfTopic(ListTopics.Find(platform, actor, project.Name, topic).Row),
            _ => throw Unknown(name),
        };
        platform.Demand(actor, Operation.Describe, channel.Resource);
        return channel;

        EventChannel OfTopic(Topic row) =>
            new(name, ChannelKind.Messages, actor, new Resource(ResourceKind.Topic, row.TenantId, row.Name), row, string.IsNullOrEmpty(filter) ? null : filter);
    }

    private static EventChannel OfInbox(HopsPlatform platform, Principal caller)
    {
        var channel = new EventChannel(InboxName, ChannelKind.Inbox, caller, new Resource(ResourceKind.Credential, 0, caller.UserName));
        platform.Demand(caller, Operation.Describe, channel.Resource);
        return channel;
    }

    private static PlatformException Unknown(string name) => new PlatformException(
        ErrorCode.InvalidArgument,
        $"'{name}' is no channel: they are user:inbox, project:NAME/queries, project:NAME/activity, project:NAME/membership, project:NAME/groups and project:NAME/topics/TOPIC/messages, the last with ?filter=TEXT if need be.")
        .With("field", "channels");
}
