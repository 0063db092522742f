using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.FileSystem.Door;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files;

internal static class PostDirectory
{
    internal static async Task<Created<FileView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PostDirectoryRequest request, CancellationToken cancellationToken)
    {
        var path = ProjectPath.Of(project, request.Path);
        var status = await platform.Door.MkdirsAsync(call.Actor, path, FileDoor.DirectoryModeDefault, cancellationToken);
        return TypedResults.Created($"/api/v1/projects/{project}/files/status?path={Uri.EscapeDataString(request.Path)}", FileView.Of(status));
    }
}

/// <summary>A directory to be made, with those above it.</summary>
/// <param name="Path">Path below the project.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostDirectoryRequest(string Path);
