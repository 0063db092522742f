using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Door.Copies;

/// <summary>What a copy is to hold: the tree as it was at one moment, without what is not a file yet or not any more. Bounded by the options.</summary>
/// <param name="Directories">Each behind the one that it is in; empty for the copy of a file.</param>
/// <param name="Files">Files that were closed.</param>
/// <param name="LengthBytes">Bytes of the files.</param>
/// <param name="LeftOutCount">Files that were being written.</param>
internal sealed record CopyPlan(IReadOnlyList<CopyStep> Directories, IReadOnlyList<CopyStep> Files, long LengthBytes, int LeftOutCount)
{
    private const int Page = 1_000;

    /// <summary>Walks the tree on one snapshot; needs read and execute on every directory of it.</summary>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>, <c>LeaseConflict</c> for a single file that is being written.</exception>
    internal static ValueTask<CopyPlan> MakeAsync(Volume volume, Principal who, CopyRequest request, CancellationToken cancellationToken) =>
        volume.Store.ReadAsync(read => InAsync(volume, read, who, request, cancellationToken), cancellationToken);

    private static async ValueTask<CopyPlan> InAsync(
        Volume volume, ReadTransaction read, Principal who, CopyRequest request, CancellationToken cancellationToken)
    {
        var lineage = await Resolve.InAsync(read, request.From);
        Permissions.RequireTraverse(who, lineage);
        var root = lineage.Required;
        if (root.IsUnderConstruction)
            throw new PlatformException(ErrorCode.LeaseConflict, $"{request.From} is being written: copy it when that has ended.");
        if (!root.IsDirectory)
            return Within(volume.Options, request, new CopyPlan([], [new CopyStep(request.From, "", root.Mode)], root.LengthBytes, 0));

        List<CopyStep> directories = [], files = [];
        long lengthBytes = 0;
        var leftOutCount = 0;
        var pending = new Stack<(Inode Inode, CopyStep Step)>([(root, new CopyStep(request.From, "", root.Mode))]);
        while (pending.TryPop(out var directory))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Permissions.Require(who, directory.Inode, Rights.Read | Rights.Execute, directory.Step.From);
            directories.Add(directory.Step);
            await foreach (var child in Children.OfAsync(read, directory.Inode.Id, Page))
            {
                if (!FileDoor.IsShown(child.Name))
                    continue;
                var step = directory.Step.Child(child);
                if (child.IsDirectory)
                    pending.Push((child, step));
                else if (child.IsUnderConstruction)
                    leftOutCount++;
                else
                    (lengthBytes, _) = (lengthBytes + child.LengthBytes, Add(files, request, step));
                _ = Within(volume.Options, request, new CopyPlan(directories, files, lengthBytes, leftOutCount), pending.Count);
            }
        }

        return new CopyPlan(directories, files, lengthBytes, leftOutCount);
    }

    private static bool Add(List<CopyStep> files, CopyRequest request, CopyStep step)
    {
        // Where it is to be, the path may be longer than one may be.
        _ = step.Below.Length == 0 ? request.To : FilePath.Parse($"{request.To.Text}{step.Below}");
        files.Add(step);
        return true;
    }

    private static CopyPlan Within(FileSystemOptions limits, CopyRequest request, CopyPlan plan, int pendingCount = 0)
    {
        if (plan.Directories.Count + plan.Files.Count + plan.LeftOutCount + pendingCount > limits.CopiedNamesMax)
        {
            throw new PlatformException(
                ErrorCode.LimitExceeded, $"{request.From} has more than {limits.CopiedNamesMax} names, which is the most of one copy: copy its parts.");
        }

        return plan.LengthBytes <= limits.CopiedBytesMax
            ? plan
            : throw new PlatformException(
                ErrorCode.LimitExceeded, $"{request.From} has more than {limits.CopiedBytesMax} bytes, which is the most of one copy: copy its parts.");
    }
}

/// <summary>One file or directory of a copy.</summary>
/// <param name="From">Where it is.</param>
/// <param name="Below">Its path below the root of the copy, each name behind a slash; empty for the root itself.</param>
/// <param name="Mode">Its permission bits.</param>
internal readonly record struct CopyStep(FilePath From, string Below, int Mode)
{
    internal CopyStep Child(Inode child) => new(From.Join(child.Name), $"{Below}/{child.Name}", child.Mode);
}
