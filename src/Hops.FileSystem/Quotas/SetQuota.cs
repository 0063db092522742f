using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Quotas;

/// <summary>
/// Sets the limits of a directory; superusers only. Usage of a directory that had no quota is counted in the transaction. A limit below the
/// present usage refuses growth and nothing else.
/// </summary>
internal static class SetQuota
{
    internal static async ValueTask<bool> InAsync(Edit edit, Principal who, FilePath path, long namesLimit, long bytesLimit)
    {
        Permissions.RequireSuperuser(who);
        if (namesLimit < Quota.Unlimited || bytesLimit < Quota.Unlimited)
            throw new PlatformException(ErrorCode.InvalidArgument, "A quota is zero or more, or -1 for none.");
        var inode = (await edit.ResolveAsync(path)).Required;
        if (!inode.IsDirectory)
            throw new PlatformException(ErrorCode.NotADirectory, $"{path} (is not a directory)");

        var transaction = edit.Transaction;
        var isUnlimited = namesLimit == Quota.Unlimited && bytesLimit == Quota.Unlimited;
        var quota = inode.HasQuota ? await transaction.GetAsync(Quota.Table, Key.Of(inode.Id), LockMode.Write) : null;
        if (isUnlimited)
        {
            if (quota is null)
                return false;
            await transaction.DeleteAsync(Quota.Table, Key.Of(inode.Id));
            await edit.UpdateAsync(inode with { Flags = inode.Flags & ~InodeFlags.Quota });
            return true;
        }

        if (quota is not null)
        {
            await transaction.UpdateAsync(Quota.Table, quota with { NamesLimit = namesLimit, BytesLimit = bytesLimit });
            return true;
        }

        var (names, bytes) = await TreeUsage.OfAsync(transaction, inode, edit.Volume.Options.WalkedNamesMax);
        await transaction.PutAsync(Quota.Table, new Quota(inode.Id, namesLimit, bytesLimit, names, bytes));
        await edit.UpdateAsync(inode with { Flags = inode.Flags | InodeFlags.Quota });
        return true;
    }
}
