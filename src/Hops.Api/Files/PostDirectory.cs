using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files;

internal static class PostDirectory
{
    private const int Mode = 0x1F8; // 0770: the group of the dataset shares what is made through REST

    internal static async Task<Created<FileView>> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PostDirectoryRequest request, CancellationToken cancellationToken)
    {
        var path = ProjectPath.Of(project, request.Path);
        var status = await platform.Files.MkdirsAsync(call.Actor, path, Mode, createParents: true, cancellationToken);
        return TypedResults.Created($"/api/v1/projects/{project}/files/status?path={Uri.EscapeDataString(request.Path)}", FileView.Of(status));
    }
}

/// <summary>A directory to be made, with those above it.</summary>
/// <param name="Path">Path below the project.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostDirectoryRequest(string Path);
