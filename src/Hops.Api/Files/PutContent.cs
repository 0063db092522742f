using Hops.Api.Http;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files;

/// <summary>Uploads a file as a stream of any length; the quota of the project is its limit.</summary>
internal static class PutContent
{
    internal static async Task<Created<FileView>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] UploadPath where, HttpRequest request, CancellationToken cancellationToken)
    {
        var path = ProjectPath.Of(where.Project, where.Path);
        var status = await platform.Door.UploadAsync(call.Actor, path, request.BodyReader, where.Overwrite ?? false, cancellationToken);
        return TypedResults.Created($"/api/v1/projects/{where.Project}/files/status?path={Uri.EscapeDataString(where.Path)}", FileView.Of(status));
    }
}

/// <summary>Where an upload goes.</summary>
/// <param name="Project">Project of the route.</param>
/// <param name="Path">Path below the project.</param>
/// <param name="Overwrite">True to replace a file of that path.</param>
public readonly record struct UploadPath(string Project, string Path, bool? Overwrite);
