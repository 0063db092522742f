using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;

namespace Hops.FileSystem.Namespace;

/// <summary>Changes the permission bits; the owner's or a superuser's right.</summary>
internal static class SetPermission
{
    internal static async ValueTask<bool> InAsync(Edit edit, Principal who, FilePath path, int mode)
    {
        if ((mode & ~Inode.ModeMask) != 0)
            throw new PlatformException(ErrorCode.InvalidArgument, "A permission is an octal number from 0 to 1777.");
        var lineage = await edit.ResolveAsync(path);
        Permissions.RequireTraverse(who, lineage);
        Permissions.RequireOwner(who, lineage.Required, path);
        await edit.UpdateAsync(lineage.Required with { Mode = mode });
        return true;
    }
}
