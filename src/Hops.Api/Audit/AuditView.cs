using System.Globalization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Metadata.Audit;
using Hops.Platform.Audit;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Audit;

/// <summary>Which entries of an audit trail are asked for.</summary>
/// <param name="Limit">Most items, 1 to 1000; 50 if absent. Behind a filter a page may have fewer, or none, and go on all the same.</param>
/// <param name="Cursor">Opaque; from the page before, in the same order and with the same filter.</param>
/// <param name="NewestFirst">True to begin with the newest entry; the oldest if absent.</param>
/// <param name="Actor">Who: a user, in any of its projects, or a <c>project__user</c>.</param>
/// <param name="Action">What: an action or its beginning, such as <c>topic.</c></param>
/// <param name="Target">To what: a part of its name or path.</param>
/// <param name="Outcome"><c>ok</c>, or the slug of a refusal.</param>
/// <param name="From">The earliest time.</param>
/// <param name="Until">The latest time, exclusive.</param>
public readonly record struct AuditRequest(
    [property: FromQuery(Name = "limit")] int? Limit,
    [property: FromQuery(Name = "cursor")] string? Cursor,
    [property: FromQuery(Name = "newestFirst")] bool? NewestFirst,
    [property: FromQuery(Name = "actor")] string? Actor,
    [property: FromQuery(Name = "action")] string? Action,
    [property: FromQuery(Name = "target")] string? Target,
    [property: FromQuery(Name = "outcome")] string? Outcome,
    [property: FromQuery(Name = "from")] DateTimeOffset? From,
    [property: FromQuery(Name = "until")] DateTimeOffset? Until)
{
    /// <summary>The part that is asked for.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal AuditSlice Slice()
    {
        var page = new PageRequest(Limit, Cursor);
        var after = page.After();
        var beyond = 0L;
        if (after.Length > 0 && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out beyond))
            throw new PlatformException(ErrorCode.InvalidArgument, "This cursor is of another list.").With("field", "cursor");
        return new AuditSlice(beyond, page.Count(), NewestFirst ?? false, AuditFilterText.Of(Actor, Action, Target, Outcome, From, Until));
    }
}

/// <summary>Which entries of an audit trail are exported.</summary>
/// <param name="After">Number of the entry after which the file begins; the first if absent.</param>
/// <param name="Actor">Who: a user, in any of its projects, or a <c>project__user</c>.</param>
/// <param name="Action">What: an action or its beginning, such as <c>topic.</c></param>
/// <param name="Target">To what: a part of its name or path.</param>
/// <param name="Outcome"><c>ok</c>, or the slug of a refusal.</param>
/// <param name="From">The earliest time.</param>
/// <param name="Until">The latest time, exclusive.</param>
public readonly record struct AuditExportRequest(
    [property: FromQuery(Name = "after")] long? After,
    [property: FromQuery(Name = "actor")] string? Actor,
    [property: FromQuery(Name = "action")] string? Action,
    [property: FromQuery(Name = "target")] string? Target,
    [property: FromQuery(Name = "outcome")] string? Outcome,
    [property: FromQuery(Name = "from")] DateTimeOffset? From,
    [property: FromQuery(Name = "until")] DateTimeOffset? Until)
{
    /// <summary>The filter.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>.</exception>
    internal AuditFilter Filter() => AuditFilterText.Of(Actor, Action, Target, Outcome, From, Until);
}

/// <summary>A filter as it comes in an address.</summary>
internal static class AuditFilterText
{
    private const int LengthMax = 512;

    internal static AuditFilter Of(string? actor, string? action, string? target, string? outcome, DateTimeOffset? from, DateTimeOffset? until)
    {
        foreach (var (field, text) in new[] { ("actor", actor), ("action", action), ("target", target), ("outcome", outcome) })
        {
            if (text?.Length > LengthMax)
                throw new PlatformException(ErrorCode.InvalidArgument, $"{field} has at most {LengthMax} characters.").With("field", field);
        }

        return new AuditFilter(Some(actor), Some(action), Some(target), Some(outcome), from, until);
    }

    private static string? Some(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>One entry of an audit trail.</summary>
/// <param name="Sequence">Position, from 1, without gaps.</param>
/// <param name="Time">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="CredentialId">By which token or credential.</param>
/// <param name="Action">What, as <c>noun.verb</c>.</param>
/// <param name="Target">To what.</param>
/// <param name="Outcome"><c>ok</c>; the slug of the error that refused it; or <c>cancelled</c>, for a statement that somebody ended.</param>
/// <param name="Detail">Further facts as JSON; empty if none.</param>
/// <param name="Hash">Its hash in the chain, hexadecimal.</param>
public sealed record AuditView(
    string Sequence, DateTimeOffset Time, string Actor, string CredentialId, string Action, string Target, string Outcome, string Detail, string Hash)
{
    internal static AuditView Of(AuditRecord entry) => new(
        entry.Sequence.ToString(CultureInfo.InvariantCulture), entry.Time, entry.Actor, entry.CredentialId, entry.Action, entry.Target,
        entry.Outcome, entry.Detail, Convert.ToHexStringLower(entry.Hash));
}

/// <summary>The last entry of an audit trail, or an earlier one that was asked for. Who notes it elsewhere can prove later that nothing up to it was changed.</summary>
/// <param name="Sequence">Its number; 0 if there is none yet.</param>
/// <param name="Hash">Its hash, which covers all entries up to it; hexadecimal.</param>
public sealed record AuditHeadView(string Sequence, string Hash)
{
    internal static AuditHeadView Of(AuditHead head) => new(head.Sequence.ToString(CultureInfo.InvariantCulture), Convert.ToHexStringLower(head.Hash));
}

/// <summary>What a check of an audit trail has found.</summary>
/// <param name="IsIntact">True if every entry that was looked at is as it was written, and in its place.</param>
/// <param name="Entries">Entries that were looked at and fit.</param>
/// <param name="Erased">How many of them were erased in part, because a person asked for it.</param>
/// <param name="Head">The last entry of the trail.</param>
/// <param name="BrokenSequence">Number of the first entry that does not fit; null if all do.</param>
/// <param name="Reason">What is wrong with it; null if nothing.</param>
/// <param name="Next">Pass it as <c>after</c> to go on; null if the trail was looked at to its end.</param>
public sealed record AuditCheckView(bool IsIntact, long Entries, long Erased, AuditHeadView Head, string? BrokenSequence, string? Reason, string? Next)
{
    internal static AuditCheckView Of(AuditCheckResult result) => new(
        result.Check.Broken is null,
        result.Check.Count,
        result.Check.Erased,
        AuditHeadView.Of(result.Head),
        result.Check.Broken?.Sequence.ToString(CultureInfo.InvariantCulture),
        result.Check.Broken?.Reason,
        result.Next?.ToString(CultureInfo.InvariantCulture));
}
