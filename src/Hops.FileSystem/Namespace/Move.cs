using Hops.FileSystem.Access;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Namespace;

/// <summary>
/// Moves a file or directory as the older <c>rename</c> of HDFS (reference 03 section 2.5): into the destination if that is a directory, and
/// with the answer "no" where <see cref="Rename"/> gives a reason. The shell's <c>mv</c> and Hive rely on it.
/// </summary>
internal static class Move
{
    internal static async ValueTask<bool> InAsync(Edit edit, Movers who, FilePath from, FilePath to)
    {
        if (from.IsRoot)
            return false;
        var source = await edit.ResolveAsync(from);
        Permissions.RequireTraverse(who.Source, source);
        if (source.Target is null)
            return false;
        if (from == to)
            return true;

        var target = await edit.ResolveAsync(to);
        Permissions.RequireTraverse(who.Target, target);
        if (target.Target is { IsDirectory: true })
        {
            to = to.Child(from.Name);
            target = await edit.ResolveAsync(to);
            Permissions.RequireTraverse(who.Target, target);
        }

        var isPossible = target.Target is null && target.LastDepth == to.Depth - 1 && !to.IsWithin(from);
        return isPossible && await Rename.InAsync(edit, who, from, to, overwrite: false);
    }
}
