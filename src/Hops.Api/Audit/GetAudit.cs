using System.Globalization;
using Hops.Api.Http;
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

    internal static Task<Ok<AuditHeadView>> HeadOfProjectAsync(
        HopsPlatform platform, ApiCall call, string project, [FromQuery(Name = "sequence")] long? sequence, CancellationToken cancellationToken) =>
        HeadAsync(platform, call, project, sequence, cancellationToken);

    internal static Task<Ok<AuditHeadView>> HeadOfPlatformAsync(
        HopsPlatform platform, ApiCall call, [FromQuery(Name = "sequence")] long? sequence, CancellationToken cancellationToken) =>
        HeadAsync(platform, call, null, sequence, cancellationToken);

    internal static Task<Ok<AuditCheckView>> CheckOfProjectAsync(
        HopsPlatform platform, ApiCall call, string project, [FromQuery(Name = "after")] long? after, CancellationToken cancellationToken) =>
        CheckAsync(platform, call, project, after, cancellationToken);

    internal static Task<Ok<AuditCheckView>> CheckOfPlatformAsync(
        HopsPlatform platform, ApiCall call, [FromQuery(Name = "after")] long? after, CancellationToken cancellationToken) =>
        CheckAsync(platform, call, null, after, cancellationToken);

    private static async Task<Ok<Page<AuditView>>> RunAsync(
        HopsPlatform platform, ApiCall call, string? project, AuditRequest request, CancellationToken cancellationToken)
    {
        var part = await ListAudit.RunAsync(platform, call.Actor, project, request.Slice(), cancellationToken);
        return TypedResults.Ok(PageRequest.UpTo(part.Entries, part.Next?.ToString(CultureInfo.InvariantCulture), AuditView.Of));
    }

    private static async Task<Ok<AuditHeadView>> HeadAsync(
        HopsPlatform platform, ApiCall call, string? project, long? sequence, CancellationToken cancellationToken) =>
        TypedResults.Ok(AuditHeadView.Of(await CheckAudit.HeadAsync(platform, call.Actor, project, sequence, cancellationToken)));

    private static async Task<Ok<AuditCheckView>> CheckAsync(
        HopsPlatform platform, ApiCall call, string? project, long? after, CancellationToken cancellationToken) =>
        TypedResults.Ok(AuditCheckView.Of(await CheckAudit.RunAsync(platform, call.Actor, project, Math.Max(0, after ?? 0), cancellationToken)));
}
