using Hops.Api.Http;
using Hops.Platform;
using Hops.Platform.Audit;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Audit;

/// <summary>The file of an audit trail (<see cref="AuditFile"/>), written line by line as it is read.</summary>
internal static class GetAuditExport
{
    internal static Task OfProjectAsync(
        HopsPlatform platform, ApiCall call, string project, [AsParameters] AuditExportRequest request, HttpResponse response, CancellationToken cancellationToken) =>
        RunAsync(platform, call, project, request, response, cancellationToken);

    internal static Task OfPlatformAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] AuditExportRequest request, HttpResponse response, CancellationToken cancellationToken) =>
        RunAsync(platform, call, null, request, response, cancellationToken);

    private static async Task RunAsync(
        HopsPlatform platform, ApiCall call, string? project, AuditExportRequest request, HttpResponse response, CancellationToken cancellationToken)
    {
        var export = await ExportAudit.BeginAsync(platform, call.Actor, project, request.Filter(), Math.Max(0, request.After ?? 0), cancellationToken);
        response.ContentType = AuditFile.ContentType;
        response.Headers.ContentDisposition = FormattableString.Invariant($"attachment; filename=\"audit-{export.Trail.Name}-{export.Time:yyyyMMddTHHmmssZ}.jsonl\"");
        await WriteAsync(response, AuditFileHeader.Of(export), cancellationToken);
        var end = new AuditFileEnd(0, export.After, IsComplete: true);
        await foreach (var (entry, previous) in ExportAudit.ReadAsync(platform, export, cancellationToken))
        {
            await WriteAsync(response, AuditFileEntry.Of(entry, previous), cancellationToken);
            end = end with { Entries = end.Entries + 1, LastSequence = entry.Sequence };
        }

        await WriteAsync(response, end with { IsComplete = end.Entries < ExportAudit.EntriesMax || end.LastSequence == export.Head.Sequence }, cancellationToken);
    }

    private static Task WriteAsync<T>(HttpResponse response, T line, CancellationToken cancellationToken) =>
        JsonLines.WriteAsync(response, line, AuditFile.Json, cancellationToken);
}
