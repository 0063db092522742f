using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Files;

/// <summary>Uploads a file as a stream of any length; the quota of the project is its limit.</summary>
internal static class PutContent
{
    internal static async Task<Created<FileView>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] UploadPath where, HttpRequest request, CancellationToken cancellationToken)
    {
        var path = ProjectPath.Of(where.Project, where.Path);
        RequireFilePath(where.Path);
        var status = await platform.Door.UploadAsync(call.Actor, path, request.BodyReader, where.Overwrite ?? false, cancellationToken);
        return TypedResults.Created($"/api/v1/projects/{where.Project}/files/status?path={Uri.EscapeDataString(where.Path)}", FileView.Of(status));
    }

    /// <summary>Refuses what can be no path of a file: one outside of any dataset.</summary>
    internal static void RequireFilePath(string path)
    {
        if (!path.Trim('/').Contains('/', StringComparison.Ordinal))
        {
            throw new PlatformException(
                ErrorCode.InvalidPath, $"A file lies in a dataset: '{path}' names a dataset, or none. Say dataset/file, such as {path.Trim('/')}/file.");
        }
    }
}

/// <summary>Where an upload goes.</summary>
/// <param name="Project">Project of the route.</param>
/// <param name="Path">Path below the project.</param>
/// <param name="Overwrite">True to replace a file of that path.</param>
public readonly record struct UploadPath(string Project, [property: FromQuery(Name = "path")] string Path, [property: FromQuery(Name = "overwrite")] bool? Overwrite);
