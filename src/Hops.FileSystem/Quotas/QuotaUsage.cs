using Hops.Core.Errors;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.FileSystem.Quotas;

/// <summary>Keeps the usage of quota directories exact: every change of a tree charges or returns in its own transaction (ADR 0017).</summary>
internal static class QuotaUsage
{
    /// <summary>Adds usage to every quota directory of a lineage, the target included.</summary>
    /// <exception cref="PlatformException"><c>NamespaceQuotaExceeded</c>, <c>StorageQuotaExceeded</c>; only for what grows.</exception>
    internal static async ValueTask ChargeAsync(WriteTransaction transaction, Lineage directories, long names, long bytes)
    {
        if (names == 0 && bytes == 0)
            return;
        for (var depth = 0; depth < directories.Inodes.Length; depth++)
        {
            var inode = directories.Inodes[depth];
            if (inode.HasQuota)
                await ChargeOneAsync(transaction, inode.Id, directories.Path.Prefix(depth).Text, names, bytes);
        }
    }

    /// <summary>Takes usage off quota directories; those that are gone by now are passed over.</summary>
    internal static async ValueTask ReturnAsync(WriteTransaction transaction, IEnumerable<long> directoryIds, long names, long bytes)
    {
        if (names == 0 && bytes == 0)
            return;
        foreach (var id in directoryIds)
        {
            if (await transaction.GetAsync(Quota.Table, Key.Of(id), LockMode.Write) is not { } quota)
                continue;
            var rest = quota with { NamesUsed = quota.NamesUsed - names, BytesUsed = quota.BytesUsed - bytes };
            if (rest.NamesUsed < 0 || rest.BytesUsed < 0)
                throw new PlatformException(ErrorCode.Internal, $"usage of quota directory {id} fell below zero");
            await transaction.UpdateAsync(Quota.Table, rest);
        }
    }

    /// <summary>How many bytes more the quotas of a lineage allow.</summary>
    internal static async ValueTask<long> RoomBytesAsync(ReadTransaction transaction, Lineage directories)
    {
        var room = long.MaxValue;
        foreach (var id in directories.QuotaIds())
        {
            var quota = await transaction.GetAsync(Quota.Table, Key.Of(id));
            if (quota is { BytesLimit: >= 0 })
                room = Math.Min(room, quota.BytesLimit - quota.BytesUsed);
        }

        return room;
    }

    private static async ValueTask ChargeOneAsync(WriteTransaction transaction, long id, string path, long names, long bytes)
    {
        var quota = await transaction.GetAsync(Quota.Table, Key.Of(id), LockMode.Write)
            ?? throw new PlatformException(ErrorCode.Internal, $"directory {id} is flagged to have a quota and has none");
        var charged = quota with { NamesUsed = quota.NamesUsed + names, BytesUsed = quota.BytesUsed + bytes };
        if (names > 0 && quota.NamesLimit >= 0 && charged.NamesUsed > quota.NamesLimit)
            throw Exceeded(ErrorCode.NamespaceQuotaExceeded, "names", path, quota.NamesLimit, quota.NamesUsed);
        if (bytes > 0 && quota.BytesLimit >= 0 && charged.BytesUsed > quota.BytesLimit)
            throw Exceeded(ErrorCode.StorageQuotaExceeded, "bytes", path, quota.BytesLimit, quota.BytesUsed);
        await transaction.UpdateAsync(Quota.Table, charged);
    }

    private static PlatformException Exceeded(ErrorCode code, string unit, string path, long limit, long used) =>
        new PlatformException(code, $"The quota of {path} is used up: {used} of {limit} {unit}. Delete something or ask for a larger quota.")
            .With("limit", limit).With("used", used);
}
