using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Namespace;

/// <summary>
/// Gives a tree that has come from another project to the one who brought it, and to the group of the directory where it arrived: its old
/// owner and groups mean nothing there, and nobody could read it.
/// </summary>
internal static class Adopt
{
    private const int Page = 1_000;

    internal static async ValueTask InAsync(Edit edit, Principal owner, Inode root, string group)
    {
        var walked = 0;
        var pending = new Stack<Inode>([root]);
        while (pending.TryPop(out var inode))
        {
            if (++walked > edit.Volume.Options.WalkedNamesMax)
            {
                throw new PlatformException(
                    ErrorCode.LimitExceeded, $"A tree of more than {edit.Volume.Options.WalkedNamesMax} names is not moved at once; move its parts.");
            }

            await edit.UpdateAsync(inode with { Owner = owner.Name, Group = group });
            if (!inode.IsDirectory)
                continue;
            await foreach (var child in Children.OfAsync(edit.Transaction, inode.Id, Page))
                pending.Push(child);
        }
    }
}
