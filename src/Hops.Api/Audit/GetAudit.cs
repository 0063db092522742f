using System.Globalization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Metadata.Audit;
using Hops.Platform;
using Hops.Platform.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Audit;

internal static class GetAudit
{
    internal static Task<Ok<Page<AuditView>>> OfProjectAsync(
        HopsPlatform platform, ApiCall call, string project, [AsParameters] PageRequest page, CancellationToken cancellationToken) =>
        RunAsync(platform, call, project, page, cancellationToken);

    internal static Task<Ok<Page<AuditView>>> OfPlatformAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] PageRequest page, CancellationToken cancellationToken) =>
        RunAsync(platform, call, null, page, cancellationToken);

    private static async Task<Ok<Page<AuditView>>> RunAsync(
        HopsPlatform platform, ApiCall call, string? project, PageRequest page, CancellationToken cancellationToken)
    {
        var after = page.After();
        var sequenceAfter = 0L;
        if (after.Length > 0 && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out sequenceAfter))
            throw new PlatformException(ErrorCode.InvalidArgument, "This cursor is of another list.").With("field", "cursor");
        var entries = await ListAudit.RunAsync(platform, call.Actor, project, sequenceAfter, page.Count() + 1, cancellationToken);
        return TypedResults.Ok(page.Of(entries, entry => entry.Sequence.ToString(CultureInfo.InvariantCulture), AuditView.Of));
    }
}

/// <summary>One entry of an audit trail.</summary>
/// <param name="Sequence">Position, from 1, without gaps.</param>
/// <param name="Time">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="CredentialId">By which token or credential.</param>
/// <param name="Action">What, as <c>noun.verb</c>.</param>
/// <param name="Target">To what.</param>
/// <param name="Outcome"><c>ok</c>, or the slug of the error that refused it.</param>
/// <param name="Detail">Further facts as JSON; empty if none.</param>
public sealed record AuditView(
    string Sequence, DateTimeOffset Time, string Actor, string CredentialId, string Action, string Target, string Outcome, string Detail)
{
    internal static AuditView Of(AuditRecord entry) => new(
        entry.Sequence.ToString(CultureInfo.InvariantCulture), entry.Time, entry.Actor, entry.CredentialId, entry.Action, entry.Target,
        entry.Outcome, entry.Detail);
}
