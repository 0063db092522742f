using Hops.Api.Http;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Audit;
using Microsoft.AspNetCore.Http;

namespace Hops.Api.Files;

/// <summary>Downloads a file: data leaves the platform, so it is an export and kept in the audit trail.</summary>
internal static class GetContent
{
    private const int BufferLengthBytes = 256 * 1024;

    internal static async Task RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] FilesPath where, HttpResponse response, CancellationToken cancellationToken)
    {
        var path = ProjectPath.Of(where.Project, where.Path);
        using var file = await platform.Files.OpenFileAsync(call.Actor, path, cancellationToken);
        await NoteAccess.RunAsync(
            platform, call.Actor, new Resource(ResourceKind.File, call.Actor.ProjectId, path), "file.export", cancellationToken);

        // Content of users is never shown as a page of ours.
        response.ContentType = "application/octet-stream";
        response.ContentLength = file.LengthBytes;
        response.Headers.ContentDisposition = "attachment";
        response.Headers.ContentSecurityPolicy = "sandbox";
        var buffer = new byte[Math.Min(BufferLengthBytes, Math.Max(file.LengthBytes, 1))];
        var offset = 0L;
        int read;
        while (offset < file.LengthBytes && (read = await file.ReadAsync(offset, buffer, cancellationToken)) > 0)
        {
            await response.Body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            offset += read;
        }
    }
}
