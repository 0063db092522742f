using Hops.Core.Identity;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Door;

/// <summary>A page of a directory without the names that the caller may not know: other projects below <c>/Projects</c>.</summary>
/// <param name="Entries">What the caller gets; may be empty although more follows.</param>
/// <param name="ContinueAfter">Name after which the next page begins; null after the last one.</param>
public sealed record DirectoryPage(IReadOnlyList<FileStatus> Entries, string? ContinueAfter)
{
    internal static async ValueTask<DirectoryPage> ReadAsync(
        Volume volume, Admission admission, (Principal Who, FilePath Path) asked, (string StartAfter, int Limit) slice, CancellationToken cancellationToken)
    {
        var (who, path) = asked;
        var pass = admission.Admit(who, Operation.Describe, path);
        var page = await ListDirectory.RunAsync(volume, pass.Actor, path, slice.StartAfter, slice.Limit, cancellationToken);
        var continueAfter = page.HasMore ? page.Entries[^1].Name : null;

        // Within a project the gate has decided already, for the whole of it.
        return pass.Resource.ProjectId != 0
            ? new DirectoryPage(page.Entries, continueAfter)
            : new DirectoryPage([.. page.Entries.Where(entry => entry.Name.Length == 0 || admission.MayKnow(who, path.Join(entry.Name)))], continueAfter);
    }
}
