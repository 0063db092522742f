using Hops.Core.Errors;
using Hops.Platform.Users;

namespace Hops.Platform.Retention;

/// <summary>
/// Walks a dataset for files that were not changed for long: depth first, in order of names, a page at a time. Where it is, is a text, so that it goes
/// on after any pause: <c>directory/name</c> is behind that name, <c>directory/</c> at the beginning of the directory.
/// </summary>
/// <remarks>
/// Names that begin with <c>_</c> or <c>.</c> are passed over with all below them, as engines and SQL do when they read: there are the trash, unfinished
/// uploads, and what a streaming query needs to go on (its commits, its state, what it has not committed yet).
/// </remarks>
internal static class UnchangedFiles
{
    private const int PageNames = 100;

    /// <summary>Looks at a page.</summary>
    /// <param name="files">The file system.</param>
    /// <param name="root">Path of the dataset.</param>
    /// <param name="cursor">Where it goes on; empty for the beginning.</param>
    /// <param name="changedLast">Files are found that were changed then at the latest.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async ValueTask<UnchangedPage> PageAsync(
        FileSystem.FileSystem files, string root, string cursor, DateTimeOffset changedLast, CancellationToken cancellationToken)
    {
        var slash = cursor.LastIndexOf('/');
        var (directory, after) = slash < 0 ? ("", cursor) : (cursor[..slash], cursor[(slash + 1)..]);
        var found = new List<UnchangedFile>();
        var looks = 0;
        FileSystem.FileListing listing;
        try
        {
            listing = await files.ListAsync(FirstRun.Itself, directory.Length == 0 ? root : $"{root}/{directory}", after, PageNames, cancellationToken);
        }
        catch (PlatformException gone) when (gone.Code is ErrorCode.NotFound or ErrorCode.NotADirectory && directory.Length > 0)
        {
            return new UnchangedPage(found, 1, directory);
        }

        foreach (var entry in listing.Entries.Where(entry => entry.Name.Length > 0))
        {
            looks++;
            if (entry.Name[0] is '_' or '.')
                continue;
            var path = directory.Length == 0 ? entry.Name : $"{directory}/{entry.Name}";
            if (entry.IsDirectory)
                return new UnchangedPage(found, looks, path + "/");
            if (!entry.IsUnderConstruction && entry.ModificationTime <= changedLast)
                found.Add(new UnchangedFile(path, entry.LengthBytes, entry.ModificationTime));
        }

        if (!listing.HasMore)
            return new UnchangedPage(found, looks + 1, directory.Length == 0 ? null : directory);
        var last = listing.Entries[^1].Name;
        return new UnchangedPage(found, looks, directory.Length == 0 ? last : $"{directory}/{last}");
    }
}

/// <summary>A page of what was found.</summary>
/// <param name="Files">Files that were not changed for long.</param>
/// <param name="Looks">Names that were looked at.</param>
/// <param name="Next">Where it goes on; null at the end.</param>
internal readonly record struct UnchangedPage(IReadOnlyList<UnchangedFile> Files, int Looks, string? Next);

/// <summary>A file that was not changed for long.</summary>
/// <param name="Path">Where it is in its dataset.</param>
/// <param name="LengthBytes">Its length.</param>
/// <param name="Changed">When it was changed last.</param>
public sealed record UnchangedFile(string Path, long LengthBytes, DateTimeOffset Changed);
