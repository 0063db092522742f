using System.Globalization;
using Hops.Api.Http;
using Hops.Core.Errors;
using Hops.FileSystem.Door.Trash;
using Hops.FileSystem.Paths;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Files.Trash;

/// <summary>What is in the trash of a dataset, the oldest first.</summary>
internal static class GetTrash
{
    internal static async Task<Ok<Page<TrashedView>>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] TrashPath where, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var after = page.After() is { Length: > 0 } last ? IdOf(last) : 0;
        var (items, continueAfter) = await platform.Door.Trash.ListAsync(call.Actor, where.Dataset(), after, page.Count(), cancellationToken);
        return TypedResults.Ok(PageRequest.UpTo(items, continueAfter?.ToString(CultureInfo.InvariantCulture), item => TrashedView.Of(item, where.Project)));
    }

    /// <summary>The number of something in the trash.</summary>
    internal static long IdOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw new PlatformException(ErrorCode.NotFound, "That is no id of something in the trash: list it first.");
}

/// <summary>Whose trash.</summary>
/// <param name="Project">Project of the route.</param>
/// <param name="Path">The dataset.</param>
public readonly record struct TrashPath(string Project, [property: FromQuery(Name = "path")] string Path)
{
    internal FilePath Dataset() => Path.Trim('/') is { Length: > 0 } dataset && !dataset.Contains('/', StringComparison.Ordinal)
        ? ProjectPath.Of(Project, dataset)
        : throw new PlatformException(ErrorCode.InvalidPath, $"A trash is that of a dataset: say the name of one, not '{Path}'.");
}

/// <summary>A file or directory in the trash of its dataset.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Path">Where it was, below the project.</param>
/// <param name="Kind">FILE or DIRECTORY.</param>
/// <param name="LengthBytes">Length of a file; 0 for a directory.</param>
/// <param name="DeletedBy">Who deleted it, <c>project__user</c>.</param>
/// <param name="Deleted">When.</param>
/// <param name="Expires">When it is deleted for good.</param>
public sealed record TrashedView(
    string Id, string Path, FileKind Kind, long LengthBytes, string DeletedBy, DateTimeOffset Deleted, DateTimeOffset Expires)
{
    internal static TrashedView Of(TrashedStatus trashed, string project) => new(
        trashed.Id.ToString(CultureInfo.InvariantCulture), ProjectPath.Below(project, trashed.Path), trashed.IsDirectory ? FileKind.Directory : FileKind.File,
        trashed.LengthBytes, trashed.DeletedBy, trashed.Deleted, trashed.Expires);
}
