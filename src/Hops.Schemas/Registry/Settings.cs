using Hops.Core.Identity;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Schemas.Compatibility;

namespace Hops.Schemas.Registry;

/// <summary>Compatibility level and mode of a project (subject null) or of one subject. Null as a value means the default.</summary>
internal static class Settings
{
    public static async ValueTask<CompatibilityLevel?> LevelAsync(ReadTransaction transaction, long tenantId, string? subject)
    {
        var text = subject == null
            ? (await Subjects.TenantAsync(transaction, tenantId)).Compatibility
            : (await transaction.GetAsync(RegistryTables.Subjects, Key.Of(tenantId, subject)))?.Compatibility;
        return CompatibilityLevels.Find(text);
    }

    public static async ValueTask<RegistryMode?> ModeAsync(ReadTransaction transaction, long tenantId, string? subject)
    {
        var text = subject == null
            ? (await Subjects.TenantAsync(transaction, tenantId)).Mode
            : (await transaction.GetAsync(RegistryTables.Subjects, Key.Of(tenantId, subject)))?.Mode;
        return RegistryModes.Find(text);
    }

    /// <returns>The level before.</returns>
    public static ValueTask<CompatibilityLevel?> SetLevelAsync(
        WriteTransaction transaction, RegistryLimits limits, Principal who, string? subject, CompatibilityLevel? level)
    {
        var name = level is { } given ? CompatibilityLevels.NameOf(given) : null;
        return ChangeAsync(
            new Change(transaction, limits, who, subject, "schema.config", name),
            tenant => tenant with { Compatibility = name },
            row => row with { Compatibility = name },
            (tenant, row) => CompatibilityLevels.Find(subject == null ? tenant.Compatibility : row?.Compatibility));
    }

    /// <returns>The mode before.</returns>
    public static ValueTask<RegistryMode?> SetModeAsync(
        WriteTransaction transaction, RegistryLimits limits, Principal who, string? subject, RegistryMode? mode)
    {
        var name = mode is { } given ? RegistryModes.NameOf(given) : null;
        return ChangeAsync(
            new Change(transaction, limits, who, subject, "schema.mode", name),
            tenant => tenant with { Mode = name },
            row => row with { Mode = name },
            (tenant, row) => RegistryModes.Find(subject == null ? tenant.Mode : row?.Mode));
    }

    private static async ValueTask<T> ChangeAsync<T>(
        Change change, Func<TenantRow, TenantRow> ofTenant, Func<SubjectRow, SubjectRow> ofSubject, Func<TenantRow, SubjectRow?, T> before)
    {
        var (transaction, who) = (change.Transaction, change.Who);
        var tenant = await Subjects.TenantAsync(transaction, who.ProjectId, LockMode.Write);
        var row = change.Subject == null
            ? null
            : await transaction.GetAsync(RegistryTables.Subjects, Key.Of(who.ProjectId, change.Subject), LockMode.Destroy);
        var old = before(tenant, row);
        if (change.Subject == null)
            tenant = ofTenant(tenant);
        else if (row != null)
            tenant = await Subjects.KeepAsync(transaction, tenant, ofSubject(row));
        else if (change.Value != null)
            tenant = await AddSubjectAsync(change, tenant, ofSubject);
        await transaction.PutAsync(RegistryTables.Tenants, tenant);
        await AuditLog.AppendAsync(transaction, RegistryAudit.Of(
            who, change.Action, change.Subject ?? "*", change.Value == null ? "" : $"{{\"value\":\"{change.Value}\"}}"));
        return old;
    }

    private static async ValueTask<TenantRow> AddSubjectAsync(Change change, TenantRow tenant, Func<SubjectRow, SubjectRow> ofSubject)
    {
        if (tenant.SubjectCount >= change.Limits.SubjectsMax)
            throw RegistryErrors.Limit("subjects", change.Limits.SubjectsMax, "subjects");
        await change.Transaction.InsertAsync(RegistryTables.Subjects, ofSubject(new SubjectRow(tenant.ProjectId, change.Subject!)));
        return tenant with { SubjectCount = tenant.SubjectCount + 1 };
    }

    private sealed record Change(
        WriteTransaction Transaction, RegistryLimits Limits, Principal Who, string? Subject, string Action, string? Value);
}
