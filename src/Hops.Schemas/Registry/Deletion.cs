using System.Globalization;
using System.Text;
using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;

namespace Hops.Schemas.Registry;

/// <summary>
/// Deletes versions and subjects: first soft, which hides them from new writers while old records stay readable by id; then, if asked
/// for, permanently. A schema that nobody uses any more goes with its last use.
/// </summary>
internal static class Deletion
{
    /// <summary>Referrers of a version that are looked at; so many live ones mean that it is in use.</summary>
    private const int ReferrersMax = 1_000;

    /// <returns>The versions that were deleted.</returns>
    public static async ValueTask<IReadOnlyList<int>> SubjectAsync(
        WriteTransaction transaction, RegistryLimits limits, Principal who, string subject, bool isPermanent)
    {
        var (tenant, row) = await LockAsync(transaction, who, subject);
        if (row == null || row.LiveCount + row.DeletedCount == 0)
            throw await MissingName.SubjectAsync(transaction, tenant.ProjectId, subject, DeletedFilter.All);
        if (isPermanent && row.LiveCount > 0)
            throw RegistryErrors.SubjectNotSoftDeleted(subject);
        if (!isPermanent && row.LiveCount == 0)
            throw RegistryErrors.SubjectSoftDeleted(subject);
        var versions = (await Subjects.VersionsAsync(transaction, tenant.ProjectId, subject, limits))
            .Where(version => version.IsDeleted == isPermanent)
            .ToList();
        foreach (var version in versions)
        {
            await RefuseIfReferencedAsync(transaction, version);
            if (isPermanent)
                tenant = await RemoveAsync(transaction, tenant, version);
            else
                await HideAsync(transaction, version);
        }
        if (isPermanent)
        {
            await transaction.DeleteAsync(RegistryTables.Subjects, Key.Of(tenant.ProjectId, subject));
            tenant = tenant with { SubjectCount = tenant.SubjectCount - 1 };
        }
        else
        {
            await transaction.PutAsync(RegistryTables.Subjects, row with
            {
                LiveCount = 0,
                DeletedCount = row.DeletedCount + versions.Count,
                ChangeCount = row.ChangeCount + 1,
            });
        }
        await transaction.PutAsync(RegistryTables.Tenants, tenant);
        await AuditAsync(transaction, who, subject, isPermanent, $"\"versions\":{versions.Count.ToString(CultureInfo.InvariantCulture)}");
        return versions.Select(version => version.Version).ToList();
    }

    public static async ValueTask<int> VersionAsync(
        WriteTransaction transaction, RegistryLimits limits, Principal who, string subject, VersionName name, bool isPermanent)
    {
        var (tenant, row) = await LockAsync(transaction, who, subject);
        if (row == null || row.LiveCount + row.DeletedCount == 0)
            throw await MissingName.SubjectAsync(transaction, tenant.ProjectId, subject, DeletedFilter.All);
        var version = name.IsLatest
            ? await Subjects.LatestAsync(transaction, tenant.ProjectId, subject, limits)
            : await transaction.GetAsync(RegistryTables.Versions, Key.Of(tenant.ProjectId, subject, name.Number), LockMode.Destroy);
        if (version == null)
            throw MissingName.Version(subject, name, await Subjects.VersionsAsync(transaction, tenant.ProjectId, subject, limits));
        if (isPermanent && !version.IsDeleted)
            throw RegistryErrors.VersionNotSoftDeleted(subject, version.Version);
        if (!isPermanent && version.IsDeleted)
            throw RegistryErrors.VersionSoftDeleted(subject, version.Version);
        await RefuseIfReferencedAsync(transaction, version);
        if (isPermanent)
            tenant = await RemoveAsync(transaction, tenant, version);
        else
            await HideAsync(transaction, version);
        tenant = await Subjects.KeepAsync(transaction, tenant, row with
        {
            LiveCount = row.LiveCount - (isPermanent ? 0 : 1),
            DeletedCount = row.DeletedCount + (isPermanent ? -1 : 1),
            ChangeCount = row.ChangeCount + 1,
        });
        await transaction.PutAsync(RegistryTables.Tenants, tenant);
        await AuditAsync(
            transaction, who, subject, isPermanent, $"\"version\":{version.Version.ToString(CultureInfo.InvariantCulture)}");
        return version.Version;
    }

    private static async ValueTask<(TenantRow Tenant, SubjectRow? Row)> LockAsync(WriteTransaction transaction, Principal who, string subject)
    {
        var tenant = await Subjects.TenantAsync(transaction, who.ProjectId, LockMode.Write);
        var row = await transaction.GetAsync(RegistryTables.Subjects, Key.Of(who.ProjectId, subject), LockMode.Destroy);
        return row == null || Subjects.MayChange(row, tenant) ? (tenant, row) : throw RegistryErrors.ReadOnly(subject);
    }

    private static async ValueTask RefuseIfReferencedAsync(WriteTransaction transaction, VersionRow version)
    {
        var referrers = await transaction.ScanAsync(
            RegistryTables.Referrers, Key.Of(version.ProjectId, version.Subject, version.Version), null, ReferrersMax);
        foreach (var referrer in referrers)
        {
            var uses = await Subjects.UsesAsync(transaction, version.ProjectId, referrer.SchemaId, ReferrersMax);
            if (uses.Any(use => !use.IsDeleted || version.IsDeleted))
                throw RegistryErrors.Referenced(version.Subject, version.Version);
        }
    }

    private static async ValueTask HideAsync(WriteTransaction transaction, VersionRow version)
    {
        await transaction.PutAsync(RegistryTables.Versions, version with { IsDeleted = true });
        await transaction.PutAsync(
            RegistryTables.Uses, new UseRow(version.ProjectId, version.SchemaId, version.Subject, version.Version, true));
    }

    private static async ValueTask<TenantRow> RemoveAsync(WriteTransaction transaction, TenantRow tenant, VersionRow version)
    {
        var tenantId = version.ProjectId;
        await transaction.DeleteAsync(RegistryTables.Versions, Key.Of(tenantId, version.Subject, version.Version));
        await transaction.DeleteAsync(RegistryTables.Uses, Key.Of(tenantId, version.SchemaId, version.Subject, version.Version));
        if ((await Subjects.UsesAsync(transaction, tenantId, version.SchemaId, 1)).Count > 0)
            return tenant;
        var text = await transaction.GetAsync(RegistryTables.Texts, Key.Of(tenantId, version.SchemaId), LockMode.Destroy);
        if (text == null)
            return tenant;
        foreach (var reference in ReferenceList.Parse(text.References))
            await transaction.DeleteAsync(
                RegistryTables.Referrers, Key.Of(tenantId, reference.Subject, reference.Version, version.SchemaId));
        await transaction.DeleteAsync(RegistryTables.Texts, Key.Of(tenantId, version.SchemaId));
        return tenant with { SchemaBytes = tenant.SchemaBytes - Encoding.UTF8.GetByteCount(text.Text) };
    }

    private static ValueTask AuditAsync(WriteTransaction transaction, Principal who, string subject, bool isPermanent, string detail) =>
        AuditLog.AppendAsync(transaction, RegistryAudit.Of(
            who, "schema.delete", subject, $"{{{detail},\"permanent\":{(isPermanent ? "true" : "false")}}}"));
}
