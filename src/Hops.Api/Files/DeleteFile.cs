using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Files;

internal static class DeleteFile
{
    internal static async Task<NoContent> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] DeletePath where, CancellationToken cancellationToken)
    {
        var path = ProjectPath.Of(where.Project, where.Path);
        if (!await platform.Door.DeleteAsync(call.Actor, path, where.Recursive ?? false, cancellationToken))
            throw new PlatformException(ErrorCode.NotFound, "There is no such file or directory.");
        return TypedResults.NoContent();
    }
}

/// <summary>What is to be deleted.</summary>
/// <param name="Project">Project of the route.</param>
/// <param name="Path">Path below the project.</param>
/// <param name="Recursive">True to delete a directory with all that is in it.</param>
public readonly record struct DeletePath(string Project, [FromQuery(Name = "path")] string Path, [FromQuery(Name = "recursive")] bool? Recursive);
