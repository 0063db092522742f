namespace Hops.Platform.Inbox;

/// <summary>Something that waits for a user, or that a user should know of. It is not stored: it is there as long as what it tells of is (ADR 0106).</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Id of the share, name of the user who asks, name of the query, or of what is nearly used up; what an answer is addressed to.</param>
/// <param name="Project">Project of the user in which it happened.</param>
/// <param name="Subject">What it is about, by its name.</param>
/// <param name="From">Project or user from which it comes; empty for the platform.</param>
/// <param name="Text">What is said of it, as it was written.</param>
/// <param name="Time">When it came about.</param>
public sealed record InboxItem(InboxKind Kind, string Id, string Project, string Subject, string From, string Text, DateTimeOffset Time);

/// <summary>What waits in an inbox.</summary>
public enum InboxKind
{
    /// <summary>Another project offers something to one of the user's own.</summary>
    ShareOffer,

    /// <summary>Another project asks for a dataset of one of the user's own.</summary>
    ShareRequest,

    /// <summary>What the user has asked for is lent.</summary>
    ShareGranted,

    /// <summary>What the user has asked for is not lent.</summary>
    ShareRefused,

    /// <summary>Somebody asks to join a project of the user's own.</summary>
    JoinRequest,

    /// <summary>The user has asked to join a project, and was rejected.</summary>
    JoinRejected,

    /// <summary>The user is a member of a project since some days.</summary>
    Membership,

    /// <summary>A query that runs as the user has failed.</summary>
    QueryFailed,

    /// <summary>A project of which the user is an owner has used most of a quota or of its budget, or all; told once each time that it comes so far.</summary>
    Quota,

    /// <summary>A demo project of which the user is an owner is deleted within a day.</summary>
    DemoEnds,
}
