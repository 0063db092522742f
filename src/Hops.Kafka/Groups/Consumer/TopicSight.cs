using Hops.Core.Identity;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Topics;

namespace Hops.Kafka.Groups.Consumer;

/// <summary>
/// From where a caller looks at topics. Two that are equal see the same: as long as a member's stays the same, what it reads need not be looked up
/// again.
/// </summary>
/// <param name="Own">The topics of its project.</param>
/// <param name="Lent">All topics, if it borrows some; else null.</param>
/// <param name="Borrowed">What it borrows.</param>
/// <param name="Role">Its role.</param>
/// <param name="Channel">The way it comes.</param>
/// <param name="Scopes">What its credential is for.</param>
internal sealed record TopicSight(object Own, object? Lent, Borrowings Borrowed, ProjectRole Role, Channel Channel, TokenScopes Scopes)
{
    /// <summary>The sight of the caller now.</summary>
    public static TopicSight Of(Call call, TopicSnapshot topics)
    {
        var caller = call.Principal;
        var borrowed = call.Names.Borrowed;
        return new(
            topics.VersionOf(call.Names.ProjectId), borrowed.Of(ResourceKind.Topic).Any() ? topics : null, borrowed, caller.Role, caller.Channel, caller.Scopes);
    }
}
