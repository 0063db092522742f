using Hops.Core.Identity;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Access;

/// <summary>Refuses a caller who lacks rights on an inode by its permission bits, in the words of the operation that would need them.</summary>
internal static class CheckAccess
{
    internal static async ValueTask<FileStatus> RunAsync(
        Volume volume, Principal who, FilePath path, Rights rights, CancellationToken cancellationToken)
    {
        var lineage = await Resolve.PathAsync(volume, path, cancellationToken);
        Permissions.RequireTraverse(who, lineage);
        Permissions.Require(who, lineage.Required, rights, path);
        return Statuses.Of(lineage.Required);
    }
}
