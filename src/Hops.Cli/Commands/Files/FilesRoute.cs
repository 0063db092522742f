namespace Hops.Cli.Commands.Files;

/// <summary>Routes of files: a path is <c>dataset/dir/file</c>, below the project.</summary>
internal static class FilesRoute
{
    /// <summary>Route of a path.</summary>
    /// <param name="context">Names the project.</param>
    /// <param name="kind">What of it: empty for the entries of a directory, <c>status</c>, <c>content</c>.</param>
    /// <param name="path">The path.</param>
    /// <param name="flag">A query parameter that is true, or null.</param>
    public static string Of(CommandContext context, string kind, string path, string? flag = null)
    {
        var route = kind.Length == 0 ? context.InProject("files") : context.InProject("files", kind);
        var query = $"?path={Uri.EscapeDataString(path)}";
        return flag is null ? route + query : $"{route}{query}&{flag}=true";
    }

    /// <summary>The last name of a path.</summary>
    public static string NameOf(string path) => path.TrimEnd('/').Split('/')[^1];
}
