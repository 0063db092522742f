using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Schemas.Compatibility;

namespace Hops.Schemas.Registry;

/// <summary>Reads of subjects and versions that several operations share.</summary>
internal static class Subjects
{
    /// <summary>Checks the name of a subject; the default context may stand before it and is dropped.</summary>
    /// <exception cref="Hops.Core.Errors.PlatformException"><c>InvalidArgument</c>.</exception>
    public static string CheckName(string subject, RegistryLimits limits)
    {
        if (subject.StartsWith(":.:", StringComparison.Ordinal))
            subject = subject[3..];
        if (subject.Length == 0 || subject.Length > limits.SubjectLengthMax)
            throw RegistryErrors.InvalidSubject($"The name of a subject has 1 to {limits.SubjectLengthMax} characters.");
        if (subject.StartsWith(":.", StringComparison.Ordinal))
            throw RegistryErrors.InvalidSubject("There is only the default context; a project is what separates subjects here.");
        foreach (var character in subject)
        {
            if (char.IsControl(character) || char.IsSurrogate(character))
                throw RegistryErrors.InvalidSubject("The name of a subject has no control characters and none beyond U+FFFF.");
        }
        return subject is "__GLOBAL" or "__EMPTY"
            ? throw RegistryErrors.InvalidSubject($"The name '{subject}' is reserved.")
            : subject;
    }

    /// <summary>Versions of a subject in order, soft deleted ones included.</summary>
    public static ValueTask<IReadOnlyList<VersionRow>> VersionsAsync(
        ReadTransaction transaction, long tenantId, string subject, RegistryLimits limits) =>
        transaction.ScanAsync(RegistryTables.Versions, Key.Of(tenantId, subject), null, limits.VersionsMax);

    /// <summary>The last version that is not deleted, or null.</summary>
    public static async ValueTask<VersionRow?> LatestAsync(
        ReadTransaction transaction, long tenantId, string subject, RegistryLimits limits) =>
        (await VersionsAsync(transaction, tenantId, subject, limits)).LastOrDefault(row => !row.IsDeleted);

    /// <summary>The level that counts for a subject: its own, else the project's, else the default.</summary>
    public static CompatibilityLevel Level(SubjectRow? subject, TenantRow? tenant) =>
        CompatibilityLevels.Find(subject?.Compatibility ?? tenant?.Compatibility) ?? CompatibilityLevels.Default;

    /// <summary>True if neither the subject nor its project is read only.</summary>
    public static bool MayChange(SubjectRow? subject, TenantRow? tenant)
    {
        var ofTenant = RegistryModes.Find(tenant?.Mode) ?? RegistryMode.ReadWrite;
        if (ofTenant == RegistryMode.ReadOnlyOverride)
            return false;
        return (RegistryModes.Find(subject?.Mode) ?? ofTenant) == RegistryMode.ReadWrite;
    }

    /// <summary>The row of a project, made up if it has none yet.</summary>
    public static async ValueTask<TenantRow> TenantAsync(ReadTransaction transaction, long tenantId, LockMode lockMode = LockMode.None) =>
        await transaction.GetAsync(RegistryTables.Tenants, Key.Of(tenantId), lockMode) ?? new TenantRow(tenantId, 0, 0, null, null);

    /// <summary>Keeps a changed subject, or removes it if neither a version nor a setting is left of it; answers the project's account.</summary>
    public static async ValueTask<TenantRow> KeepAsync(WriteTransaction transaction, TenantRow tenant, SubjectRow row)
    {
        if (row.LiveCount + row.DeletedCount > 0 || row.Compatibility != null || row.Mode != null)
        {
            await transaction.PutAsync(RegistryTables.Subjects, row);
            return tenant;
        }
        await transaction.DeleteAsync(RegistryTables.Subjects, Key.Of(row.ProjectId, row.Subject));
        return tenant with { SubjectCount = tenant.SubjectCount - 1 };
    }

    /// <summary>Uses of a schema, soft deleted ones included.</summary>
    public static ValueTask<IReadOnlyList<UseRow>> UsesAsync(ReadTransaction transaction, long tenantId, int schemaId, int limit) =>
        transaction.ScanAsync(RegistryTables.Uses, Key.Of(tenantId, schemaId), null, limit);
}
