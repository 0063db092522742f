using Hops.Core.Identity;
using Hops.FileSystem.Access;
using Hops.FileSystem.Namespace;
using Hops.FileSystem.Paths;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem.Quotas;

/// <summary>Reads limits and usage of a directory. Needs execute on every directory above it.</summary>
internal static class GetQuota
{
    internal static async ValueTask<QuotaUsageReport?> RunAsync(
        Volume volume, Principal who, FilePath path, CancellationToken cancellationToken) =>
        await volume.Store.ReadAsync(
            async transaction =>
            {
                var lineage = await Resolve.InAsync(transaction, path);
                Permissions.RequireTraverse(who, lineage);
                var inode = lineage.Required;
                var quota = inode.HasQuota ? await transaction.GetAsync(Quota.Table, Key.Of(inode.Id)) : null;
                return quota is null
                    ? null
                    : new QuotaUsageReport(quota.NamesLimit, quota.NamesUsed, quota.BytesLimit, quota.BytesUsed);
            },
            cancellationToken);
}
