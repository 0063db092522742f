using Hops.Core.Identity;
using Hops.Metadata.Audit;

namespace Hops.Platform.Audit;

/// <summary>Which entries of an audit trail are wanted; what is absent leaves nothing out.</summary>
/// <param name="Actor">Who: the name of a user, in any of its projects, or of a <c>project__user</c>.</param>
/// <param name="Action">What: an action, or its beginning, such as <c>topic.</c></param>
/// <param name="Target">To what: a part of its name or path.</param>
/// <param name="Outcome"><c>ok</c>, or the slug of a refusal.</param>
/// <param name="From">The earliest time, inclusive.</param>
/// <param name="Until">The latest time, exclusive.</param>
public sealed record AuditFilter(
    string? Actor = null, string? Action = null, string? Target = null, string? Outcome = null, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    /// <summary>Takes everything.</summary>
    public static AuditFilter None { get; } = new();

    /// <summary>A trail is in the order of its numbers; its times are those of a clock, which may have been set back, but hardly by more than this.</summary>
    private static readonly TimeSpan ClockBackMax = TimeSpan.FromDays(1);

    /// <summary>True if it leaves nothing out.</summary>
    public bool IsEmpty => this == None;

    /// <summary>True for an entry that is wanted.</summary>
    public bool Takes(AuditRecord entry) =>
        (Actor is null || Names.IsIdentityOf(Actor, entry.Actor))
        && (Action is null || entry.Action.StartsWith(Action, StringComparison.Ordinal))
        && (Target is null || entry.Target.Contains(Target, StringComparison.OrdinalIgnoreCase))
        && (Outcome is null || entry.Outcome == Outcome)
        && !(entry.Time < From) && !(entry.Time >= Until);

    /// <summary>True if neither this entry nor one that follows can be wanted.</summary>
    public bool IsBehind(AuditRecord entry, bool isNewestFirst) => isNewestFirst ? entry.Time < From - ClockBackMax : entry.Time >= Until + ClockBackMax;
}
