using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Namespace;

/// <summary>Sets modification and access time; needs write on the inode. Null leaves what is there.</summary>
internal static class SetTimes
{
    internal static async ValueTask<bool> InAsync(
        Edit edit, Principal who, FilePath path, DateTimeOffset? modificationTime, DateTimeOffset? accessTime)
    {
        var lineage = await edit.ResolveAsync(path);
        Permissions.RequireTraverse(who, lineage);
        var inode = lineage.Required;
        Permissions.Require(who, inode, Rights.Write, path);
        await edit.UpdateAsync(inode with
        {
            ModifiedMs = modificationTime?.ToUnixTimeMilliseconds() ?? inode.ModifiedMs,
            AccessedMs = accessTime?.ToUnixTimeMilliseconds() ?? inode.AccessedMs,
        });
        return true;
    }
}
