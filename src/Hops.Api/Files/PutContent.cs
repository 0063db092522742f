using Hops.Api.Http;
using Hops.FileSystem;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files;

/// <summary>Uploads a file as a stream of any length; the quota of the project is its limit.</summary>
internal static class PutContent
{
    private const int BufferLengthBytes = 256 * 1024;

    /// <summary>
    /// Writes beside the final name and renames when all of it is durable, so that a broken upload never shows as the file.
    /// </summary>
    internal static async Task<Created<FileView>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] UploadPath where, HttpRequest request, CancellationToken cancellationToken)
    {
        var path = ProjectPath.Of(where.Project, where.Path);
        var partial = $"{path}.uploading-{Guid.NewGuid():N}";
        var options = new CreateOptions { CreateParents = false, Mode = 0x1B0 /* 0660 */, Holder = call.Actor.Name };
        try
        {
            await using (var writer = await platform.Files.CreateAsync(call.Actor, partial, options, cancellationToken))
            {
                var buffer = new byte[BufferLengthBytes];
                int read;
                while ((read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)) > 0)
                    await writer.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                await writer.CloseAsync(cancellationToken);
            }

            await platform.Files.RenameAsync(call.Actor, partial, path, where.Overwrite ?? false, cancellationToken);
        }
        catch
        {
            await platform.Files.DeleteAsync(call.Actor, partial, recursive: false, CancellationToken.None);
            throw;
        }

        var status = await platform.Files.StatAsync(call.Actor, path, cancellationToken);
        return TypedResults.Created($"/api/v1/projects/{where.Project}/files/status?path={Uri.EscapeDataString(where.Path)}", FileView.Of(status));
    }
}

/// <summary>Where an upload goes.</summary>
/// <param name="Project">Project of the route.</param>
/// <param name="Path">Path below the project.</param>
/// <param name="Overwrite">True to replace a file of that path.</param>
public readonly record struct UploadPath(string Project, string Path, bool? Overwrite);
