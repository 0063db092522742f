using Hops.Core.Errors;
using Microsoft.AspNetCore.StaticFiles;

namespace Hops.Api.Web;

/// <summary>
/// The built pages, listed once at the start: a path of a request is looked up in this list and never on the disk, so none leads out of it.
/// </summary>
internal sealed class WebFolder
{
    /// <summary>Where the nonce goes; the build writes it into <see cref="IndexName"/>.</summary>
    internal const string NoncePlace = "__NONCE__";

    private const string IndexName = "index.html";
    private const string FolderName = "web";
    private const int FilesMax = 2_000;
    private const int IndexLengthMaxBytes = 1 << 20;

    private static readonly (string Coding, string Extension)[] Codings = [("br", ".br"), ("gzip", ".gz")];

    private WebFolder(string index, IReadOnlyList<WebFile> files) => (Index, Files) = (index, files);

    /// <summary>The one page, with <see cref="NoncePlace"/> in it.</summary>
    internal string Index { get; }

    /// <summary>All other files; a compressed twin is none of its own.</summary>
    internal IReadOnlyList<WebFile> Files { get; }

    /// <summary>Lists what is there; null if the setting names nothing and there are no pages beside the program.</summary>
    /// <exception cref="PlatformException"><c>InvalidArgument</c>: the setting names a directory without pages, or one with far too much in it.</exception>
    internal static WebFolder? Find(WebOptions options)
    {
        var root = Path.GetFullPath(options.Directory is { Length: > 0 } given ? given : Path.Combine(AppContext.BaseDirectory, FolderName));
        var index = new FileInfo(Path.Combine(root, IndexName));
        if (index.Exists && index.Length <= IndexLengthMaxBytes)
            return new WebFolder(File.ReadAllText(index.FullName), List(root));
        return options.Directory is not { Length: > 0 }
            ? null
            : throw new PlatformException(ErrorCode.InvalidArgument, $"Web:Directory = {root} has no {IndexName} of at most 1 MiB: name the directory of the built pages, or leave the setting out.");
    }

    private static List<WebFile> List(string root)
    {
        var found = Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden })
            .Take(FilesMax + 1)
            .ToHashSet(StringComparer.Ordinal);
        if (found.Count > FilesMax)
            throw new PlatformException(ErrorCode.InvalidArgument, $"{root} has more than {FilesMax} files, which are hardly all pages: see the setting Web:Directory.");
        var types = new FileExtensionContentTypeProvider();
        return
        [
            .. from location in found.Order(StringComparer.Ordinal)
               let path = Path.GetRelativePath(root, location).Replace(Path.DirectorySeparatorChar, '/')
               let type = TypeOf(types, path)
               where type is not null && path != IndexName && !IsTwin(location, found)
               select new WebFile(path, location, type, TwinsOf(location, found)),
        ];
    }

    private static bool IsTwin(string location, HashSet<string> found) =>
        Codings.Any(coding => location.EndsWith(coding.Extension, StringComparison.Ordinal) && found.Contains(location[..^coding.Extension.Length]));

    private static List<WebTwin> TwinsOf(string location, HashSet<string> found) =>
        [.. Codings.Where(coding => found.Contains(location + coding.Extension)).Select(coding => new WebTwin(coding.Coding, location + coding.Extension))];

    /// <summary>The media type of a file; null if there is none for its name.</summary>
    private static string? TypeOf(FileExtensionContentTypeProvider types, string path)
    {
        if (!types.TryGetContentType(path, out var type))
            return null;
        return type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
    }
}
