using System.Globalization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Metadata.Audit;
using Hops.Platform;
using Hops.Platform.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Audit;

internal static class GetAudit
{
    internal static Task<Ok<Page<AuditView>>> OfProjectAsync(
        HopsPlatform platform, ApiCall call, string project, [AsParameters] AuditRequest request, CancellationToken cancellationToken) =>
        RunAsync(platform, call, project, request, cancellationToken);

    internal static Task<Ok<Page<AuditView>>> OfPlatformAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] AuditRequest request, CancellationToken cancellationToken) =>
        RunAsync(platform, call, null, request, cancellationToken);

    private static async Task<Ok<Page<AuditView>>> RunAsync(
        HopsPlatform platform, ApiCall call, string? project, AuditRequest request, CancellationToken cancellationToken)
    {
        var page = new PageRequest(request.Limit, request.Cursor);
        var after = page.After();
        var beyond = 0L;
        if (after.Length > 0 && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out beyond))
            throw new PlatformException(ErrorCode.InvalidArgument, "This cursor is of another list.").With("field", "cursor");
        var entries = await ListAudit.RunAsync(platform, call.Actor, project, new AuditSlice(beyond, page.Count() + 1, request.NewestFirst ?? false), cancellationToken);
        return TypedResults.Ok(page.Of(entries, entry => entry.Sequence.ToString(CultureInfo.InvariantCulture), AuditView.Of));
    }
}

/// <summary>Which page of an audit trail is asked for.</summary>
/// <param name="Limit">Most items, 1 to 1000; 50 if absent.</param>
/// <param name="Cursor">Opaque; from the page before, in the same order.</param>
/// <param name="NewestFirst">True to begin with the newest entry; the oldest if absent.</param>
public readonly record struct AuditRequest(
    [FromQuery(Name = "limit")] int? Limit, [FromQuery(Name = "cursor")] string? Cursor, [FromQuery(Name = "newestFirst")] bool? NewestFirst);

/// <summary>One entry of an audit trail.</summary>
/// <param name="Sequence">Position, from 1, without gaps.</param>
/// <param name="Time">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="CredentialId">By which token or credential.</param>
/// <param name="Action">What, as <c>noun.verb</c>.</param>
/// <param name="Target">To what.</param>
/// <param name="Outcome"><c>ok</c>; the slug of the error that refused it; or <c>cancelled</c>, for a statement that somebody ended.</param>
/// <param name="Detail">Further facts as JSON; empty if none.</param>
public sealed record AuditView(
    string Sequence, DateTimeOffset Time, string Actor, string CredentialId, string Action, string Target, string Outcome, string Detail)
{
    internal static AuditView Of(AuditRecord entry) => new(
        entry.Sequence.ToString(CultureInfo.InvariantCulture), entry.Time, entry.Actor, entry.CredentialId, entry.Action, entry.Target,
        entry.Outcome, entry.Detail);
}
