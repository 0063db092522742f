using Hops.Core.Identity;
using Hops.FileSystem.Paths;
using Hops.Platform.Projects;

namespace Hops.Api.Files;

/// <summary>
/// Paths of the file routes: relative to the directory of the project of the route, which they cannot leave, or to that of another project of which
/// they name a dataset, <c>owner::dataset/...</c>.
/// </summary>
internal static class ProjectPath
{
    /// <summary>The whole path. <c>FilePath</c> refuses <c>.</c> and <c>..</c>, so it stays below the project that it names.</summary>
    /// <exception cref="Core.Errors.PlatformException"><c>InvalidPath</c>.</exception>
    internal static FilePath Of(string project, string? path)
    {
        var below = (path ?? "").Trim('/');
        return FilePath.Parse(below.Length == 0 ? ProjectFiles.PathOf(project) : Names.PathIn(project, below));
    }

    /// <summary>A whole path as it is told to callers in a project: below it, or <c>owner::dataset/...</c> for that of another project.</summary>
    internal static string Below(string project, string path)
    {
        var own = ProjectFiles.PathOf(project) + "/";
        if (path.StartsWith(own, StringComparison.Ordinal))
            return path[own.Length..];
        var parts = path.Split('/', 4);
        return parts is ["", _, var owner, var below] ? $"{owner}::{below}" : path;
    }
}
