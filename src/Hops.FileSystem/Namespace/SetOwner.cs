using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Paths;

namespace Hops.FileSystem.Namespace;

/// <summary>
/// Changes owner and group. Another owner needs a superuser; another group needs the owner, who is a member of it. An empty or missing value
/// leaves what is there.
/// </summary>
internal static class SetOwner
{
    private const int LengthMax = 255;

    internal static async ValueTask<bool> InAsync(Edit edit, Principal who, FilePath path, string? owner, string? group)
    {
        CheckAccount(owner);
        CheckAccount(group);
        var lineage = await edit.ResolveAsync(path);
        Permissions.RequireTraverse(who, lineage);
        var inode = lineage.Required;
        Permissions.RequireOwner(who, inode, path);
        var ownerNext = string.IsNullOrEmpty(owner) ? inode.Owner : owner;
        var groupNext = string.IsNullOrEmpty(group) ? inode.Group : group;
        if (!who.IsSuperuser && !string.Equals(ownerNext, inode.Owner, StringComparison.Ordinal))
            throw new PlatformException(ErrorCode.AccessDenied, $"User {who.Name} is not a super user (non-super user cannot change owner).");
        if (!who.IsSuperuser && !who.Groups.Contains(groupNext, StringComparer.Ordinal) && !string.Equals(groupNext, inode.Group, StringComparison.Ordinal))
            throw new PlatformException(ErrorCode.AccessDenied, $"User {who.Name} does not belong to {groupNext}");
        await edit.UpdateAsync(inode with { Owner = ownerNext, Group = groupNext });
        return true;
    }

    private static void CheckAccount(string? name)
    {
        if (name is null)
            return;
        if (name.Length > LengthMax || name.Any(character => character is ':' or '/' or ',' or ' ' || char.IsControl(character)))
            throw new PlatformException(ErrorCode.InvalidPath, "A user or group has at most 255 characters, none of them a colon, slash, comma or blank.");
    }
}
