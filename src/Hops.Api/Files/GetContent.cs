using Hops.Api.Http;
using Hops.Platform;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Files;

/// <summary>Downloads a file: data leaves the platform, so it is an export and kept in the audit trail.</summary>
internal static class GetContent
{
    internal static async Task RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] FilesPath where, HttpResponse response, CancellationToken cancellationToken)
    {
        var path = ProjectPath.Of(where.Project, where.Path);
        using var file = await platform.Door.OpenAsync(call.Actor, path, cancellationToken);

        // Content of users is never shown as a page of ours.
        response.ContentType = "application/octet-stream";
        response.ContentLength = file.LengthBytes;
        response.Headers.ContentDisposition = "attachment";
        response.Headers.ContentSecurityPolicy = "sandbox";
        await file.CopyToAsync(response.BodyWriter, 0, file.LengthBytes, cancellationToken);
    }
}
