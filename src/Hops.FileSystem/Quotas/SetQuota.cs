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
    private const int Page = 1_000;

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
        await ForgetDetachedAsync(transaction, inode.Id);
        await transaction.PutAsync(Quota.Table, new Quota(inode.Id, namesLimit, bytesLimit, names, bytes));
        await edit.UpdateAsync(inode with { Flags = inode.Flags | InodeFlags.Quota });
        return true;
    }

    /// <summary>
    /// What was deleted below a directory and is still to be reclaimed was charged to an earlier quota of it, and is not part of the usage
    /// with which a new one begins: it must not be given back to that.
    /// </summary>
    private static async ValueTask ForgetDetachedAsync(WriteTransaction transaction, long directoryId)
    {
        Key? after = null;
        while (true)
        {
            var page = await transaction.SweepAsync(Detached.Table, after, Page);
            foreach (var detached in page.Where(detached => detached.QuotaIds().Contains(directoryId)))
                await transaction.PutAsync(Detached.Table, detached with { QuotaDirectories = Detached.Join(detached.QuotaIds().Where(id => id != directoryId)) });
            if (page.Count < Page)
                return;
            after = Key.Of(page[^1].InodeId);
        }
    }
}
