using Hops.FileSystem;

namespace Hops.Hadoop.WebHdfs.Operations;

/// <summary>A page of a directory without the names that the caller may not know: other projects below <c>/Projects</c>.</summary>
/// <param name="Shown">What the caller gets.</param>
/// <param name="ContinueAfter">Name after which the next page begins; null after the last one.</param>
internal sealed record DirectoryPage(IReadOnlyList<FileStatus> Shown, string? ContinueAfter)
{
    /// <summary>The page after <paramref name="startAfter"/>, empty for the first one.</summary>
    public static async ValueTask<DirectoryPage> ReadAsync(WebHdfsCall call, string startAfter, CancellationToken cancellationToken)
    {
        var page = await call.Files.ListAsync(call.Principal, call.Path.Text, startAfter, call.Options.ListPageEntries, cancellationToken);
        var continueAfter = page.HasMore ? page.Entries[^1].Name : null;

        // Within a project the gate has decided already, for the whole of it.
        return call.Gate.ProjectOfPath(call.Path.Text) != 0
            ? new DirectoryPage(page.Entries, continueAfter)
            : new DirectoryPage([.. page.Entries.Where(entry => entry.Name.Length == 0 || call.MayKnow(call.Path.Child(entry.Name)))], continueAfter);
    }
}
