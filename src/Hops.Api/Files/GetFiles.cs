using Hops.Api.Http;
using Hops.FileSystem;
using Hops.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Hops.Api.Files;

internal static class GetFiles
{
    internal static async Task<Ok<Page<FileView>>> RunAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] FilesPath where, [AsParameters] PageRequest page, CancellationToken cancellationToken)
    {
        var path = ProjectPath.Of(where.Project, where.Path);
        var count = page.Count();
        var listing = await platform.Door.ListAsync(call.Actor, path, page.After(), count + 1, cancellationToken);
        return TypedResults.Ok(page.Of(listing.Entries, entry => entry.Name, FileView.Of));
    }

    internal static async Task<Ok<FileView>> StatusAsync(
        HopsPlatform platform, ApiCall call, [AsParameters] FilesPath where, CancellationToken cancellationToken) =>
        TypedResults.Ok(FileView.Of(await platform.Door.StatAsync(call.Actor, ProjectPath.Of(where.Project, where.Path), cancellationToken)));
}

/// <summary>Where a file route acts.</summary>
/// <param name="Project">Project of the route.</param>
/// <param name="Path">Path below the project, such as <c>logs/2013/a.csv</c>; the project itself if absent.</param>
public readonly record struct FilesPath(string Project, [property: FromQuery(Name = "path")] string? Path);

/// <summary>A file or directory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">FILE or DIRECTORY.</param>
/// <param name="LengthBytes">Length of a file; 0 for a directory.</param>
/// <param name="Owner">Owner, <c>project__user</c>.</param>
/// <param name="Group">Group, <c>project__dataset</c>.</param>
/// <param name="Mode">Permission bits in octal.</param>
/// <param name="Modified">Time of the last change.</param>
public sealed record FileView(string Name, FileKind Kind, long LengthBytes, string Owner, string Group, string Mode, DateTimeOffset Modified)
{
    internal static FileView Of(FileStatus status) => new(
        status.Name, status.IsDirectory ? FileKind.Directory : FileKind.File, status.LengthBytes, status.Owner, status.Group,
        Convert.ToString(status.Mode, 8).PadLeft(4, '0'), status.ModificationTime);
}

/// <summary>What a name stands for.</summary>
public enum FileKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,
}
