using System.Text.Json.Serialization;
using Hops.Api.Http;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hops.Api.Files;

internal static class PostRename
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, string project, PostRenameRequest request, CancellationToken cancellationToken)
    {
        await platform.Door.RenameAsync(
            call.Actor, ProjectPath.Of(project, request.From), ProjectPath.Of(project, request.To), request.Overwrite, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>A file or directory to be renamed or moved within the project.</summary>
/// <param name="From">Its path below the project.</param>
/// <param name="To">Its new path below the project.</param>
/// <param name="Overwrite">True to replace a file or an empty directory there.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PostRenameRequest(string From, string To, bool Overwrite = false);
