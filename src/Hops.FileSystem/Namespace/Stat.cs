using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Namespace;

/// <summary>Describes a file or directory. Needs execute on every directory above it.</summary>
internal static class Stat
{
    /// <summary>Null if there is none; a path through a file is refused, except that a superuser is told that there is none.</summary>
    internal static ValueTask<FileStatus?> FindAsync(Volume volume, Principal who, FilePath path, CancellationToken cancellationToken)
    {
        var lineage = Resolve.PathAsync(volume, path, cancellationToken);
        return lineage.IsCompletedSuccessfully ? new(Describe(who, lineage.Result)) : AwaitAsync(who, lineage);
    }

    internal static async ValueTask<FileStatus> RunAsync(Volume volume, Principal who, FilePath path, CancellationToken cancellationToken) =>
        await FindAsync(volume, who, path, cancellationToken) ?? throw new PlatformException(ErrorCode.NotFound, $"File does not exist: {path}");

    private static async ValueTask<FileStatus?> AwaitAsync(Principal who, ValueTask<Lineage> lineage) => Describe(who, await lineage);

    private static FileStatus? Describe(Principal who, Lineage lineage)
    {
        if (lineage.Target is null && who.IsSuperuser)
            return null;
        Permissions.RequireTraverse(who, lineage);
        return lineage.Target is { } inode ? Statuses.Of(inode) : null;
    }
}
