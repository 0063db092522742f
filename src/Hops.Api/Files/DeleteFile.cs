using Hops.Api.Files.Trash;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Files;

/// <summary>Deletes into the trash of the dataset, or for good.</summary>
internal static class DeleteFile
{
    internal static async Task<Results<Ok<TrashedView>, NoContent>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] DeletePath where, CancellationToken cancellationToken)
    {
        var path = ProjectPath.Of(where.Project, where.Path);
        var recursive = where.Recursive ?? false;
        var (wasThere, trashed) = where.SkipTrash is true
            ? (await platform.Door.DeleteAsync(call.Actor, path, recursive, cancellationToken), null)
            : await platform.Door.Trash.DeleteAsync(call.Actor, path, recursive, cancellationToken);
        if (!wasThere)
            throw new PlatformException(ErrorCode.NotFound, "There is no such file or directory.");
        return trashed is null ? TypedResults.NoContent() : TypedResults.Ok(TrashedView.Of(trashed, where.Project));
    }
}

/// <summary>What is to be deleted.</summary>
/// <param name="Project">Project of the route.</param>
/// <param name="Path">Path below the project.</param>
/// <param name="Recursive">True to delete a directory with all that is in it.</param>
/// <param name="SkipTrash">True to delete for good what would go to the trash of its dataset. What lies in the trash already is always deleted for good.</param>
public readonly record struct DeletePath(
    string Project,
    [property: FromQuery(Name = "path")] string Path,
    [property: FromQuery(Name = "recursive")] bool? Recursive,
    [property: FromQuery(Name = "skipTrash")] bool? SkipTrash);
