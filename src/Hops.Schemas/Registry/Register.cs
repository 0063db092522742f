using System.Globalization;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Schemas.Compatibility;

namespace Hops.Schemas.Registry;

/// <summary>
/// Adds a schema to a subject. Parsing and comparing may be slow for large schemas, so they are done on a snapshot (the plan) and the
/// writer only checks that the plan still holds.
/// </summary>
internal static class Register
{
    /// <summary>Plans that may be overtaken by other registrations of the same subject before the caller is told to try again.</summary>
    private const int AttemptsMax = 8;

    /// <param name="store">The database.</param>
    /// <param name="ids">Gives a new id.</param>
    /// <param name="limits">Limits of the project.</param>
    /// <param name="who">Who registers; its project is the tenant.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="submission">The schema.</param>
    /// <param name="changed">Called when it is durable.</param>
    /// <param name="cancellationToken">Stops it between two attempts.</param>
    public static async ValueTask<RegisteredSchema> RunAsync(
        MetadataStore store, SchemaIds ids, RegistryLimits limits, Principal who, string subject, SchemaSubmission submission, Action changed, CancellationToken cancellationToken)
    {
        var newId = 0;
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var plan = await store.ReadAsync(
                transaction => PlanAsync(transaction, who.ProjectId, subject, submission, limits), cancellationToken);
            if (plan.Existing != null)
                return plan.Existing;
            if (newId == 0)
                newId = await ids.NextAsync(cancellationToken);
            var done = await store.WriteAsync(
                transaction =>
                {
                    transaction.OnCommitted(changed);
                    return ApplyAsync(transaction, limits, who, plan, newId);
                },
                cancellationToken);
            if (done != null)
                return done;
        }
        throw new PlatformException(ErrorCode.Conflict, $"Others register schemas of subject '{subject}' at the same time; try again.");
    }

    public static async ValueTask<RegisteredSchema> RunInAsync(
        WriteTransaction transaction, RegistryLimits limits, Principal who, string subject, SchemaSubmission submission, int newId)
    {
        var plan = await PlanAsync(transaction, who.ProjectId, subject, submission, limits);
        return plan.Existing
            ?? await ApplyAsync(transaction, limits, who, plan, newId)
            ?? throw new System.Diagnostics.UnreachableException("a plan made in a transaction holds in it");
    }

    private static async ValueTask<Plan> PlanAsync(
        ReadTransaction transaction, long tenantId, string subject, SchemaSubmission submission, RegistryLimits limits)
    {
        var candidate = await Candidate.OfAsync(transaction, tenantId, submission, limits);
        var row = await transaction.GetAsync(RegistryTables.Subjects, Key.Of(tenantId, subject));
        var level = Subjects.Level(row, await Subjects.TenantAsync(transaction, tenantId));
        var plan = new Plan(candidate, subject, level, row?.ChangeCount ?? 0, null);
        if (await FindLiveAsync(transaction, tenantId, subject, candidate) is { } existing)
            return plan with { Existing = existing };
        if (level != CompatibilityLevel.None && row is { LiveCount: > 0 })
        {
            var earlier = await EarlierAsync(transaction, tenantId, subject, CompatibilityLevels.IsTransitive(level), limits);
            if (SubjectRules.Find(level, candidate.Schema, earlier) is { } clash)
                throw RegistryErrors.Incompatible(subject, clash);
        }
        return plan;
    }

    /// <summary>The live version of a subject that is this very schema, or null.</summary>
    private static async ValueTask<RegisteredSchema?> FindLiveAsync(
        ReadTransaction transaction, long tenantId, string subject, Candidate candidate)
    {
        var text = await transaction.LookupAsync(RegistryTables.Texts, RegistryTables.ByDigest, Key.Of(tenantId, candidate.Digest));
        if (text == null)
            return null;
        var uses = await transaction.ScanAsync(RegistryTables.Uses, Key.Of(tenantId, text.SchemaId, subject), null, 1_000);
        return uses.LastOrDefault(use => !use.IsDeleted) is { } live ? new RegisteredSchema(text.SchemaId, live.Version) : null;
    }

    /// <summary>The live versions of a subject, newest first; only the newest unless all are asked for.</summary>
    public static async ValueTask<IReadOnlyList<EarlierVersion>> EarlierAsync(
        ReadTransaction transaction, long tenantId, string subject, bool all, RegistryLimits limits)
    {
        var rows = await Subjects.VersionsAsync(transaction, tenantId, subject, limits);
        var live = rows.Where(row => !row.IsDeleted).Reverse().Take(all ? int.MaxValue : 1).ToList();
        var texts = await transaction.GetManyAsync(RegistryTables.Texts, live.Select(row => Key.Of(tenantId, row.SchemaId)).ToList());
        var earlier = new List<EarlierVersion>(live.Count);
        for (var index = 0; index < live.Count; index++)
        {
            var resolver = new ReferenceResolver(transaction, tenantId, limits);
            earlier.Add(new EarlierVersion(live[index].Version, await resolver.ParseAsync(texts[index]!)));
        }
        return earlier;
    }

    private static async ValueTask<RegisteredSchema?> ApplyAsync(
        WriteTransaction transaction, RegistryLimits limits, Principal who, Plan plan, int newId)
    {
        var tenantId = who.ProjectId;
        var tenant = await Subjects.TenantAsync(transaction, tenantId, LockMode.Write);
        var row = await transaction.GetAsync(RegistryTables.Subjects, Key.Of(tenantId, plan.Subject), LockMode.Write);
        if ((row?.ChangeCount ?? 0) != plan.ChangeCount || Subjects.Level(row, tenant) != plan.Level)
            return null;
        if (!Subjects.MayChange(row, tenant))
            throw RegistryErrors.ReadOnly(plan.Subject);
        if (row == null && tenant.SubjectCount >= limits.SubjectsMax)
            throw RegistryErrors.Limit("subjects", limits.SubjectsMax, "subjects");
        if (row != null && row.LiveCount + row.DeletedCount >= limits.VersionsMax)
            throw RegistryErrors.Limit("versions", limits.VersionsMax, "versions of a subject");
        if (row == null)
            tenant = tenant with { SubjectCount = tenant.SubjectCount + 1 };

        var (id, addedBytes) = await KeepTextAsync(transaction, limits, tenant, plan.Candidate, newId);
        await transaction.PutAsync(RegistryTables.Tenants, tenant with { SchemaBytes = tenant.SchemaBytes + addedBytes });
        row ??= new SubjectRow(tenantId, plan.Subject);
        var version = row.LastVersion + 1;
        await transaction.PutAsync(
            RegistryTables.Subjects,
            row with { LastVersion = version, LiveCount = row.LiveCount + 1, ChangeCount = row.ChangeCount + 1 });
        await transaction.InsertAsync(RegistryTables.Versions, new VersionRow(tenantId, plan.Subject, version, id, false));
        await transaction.InsertAsync(RegistryTables.Uses, new UseRow(tenantId, id, plan.Subject, version, false));
        await AuditLog.AppendAsync(transaction, RegistryAudit.Of(
            who, "schema.register", plan.Subject, string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version},\"id\":{id}}}")));
        return new RegisteredSchema(id, version);
    }

    /// <summary>Keeps the text under its old id if the project has it already, else under the new one.</summary>
    private static async ValueTask<(int Id, int AddedBytes)> KeepTextAsync(
        WriteTransaction transaction, RegistryLimits limits, TenantRow tenant, Candidate candidate, int newId)
    {
        foreach (var reference in candidate.References)
        {
            var target = await transaction.GetAsync(
                RegistryTables.Versions, Key.Of(tenant.ProjectId, reference.Subject, reference.Version), LockMode.Keep);
            if (target is not { IsDeleted: false })
                throw RegistryErrors.InvalidSchema($"Invalid schema: the reference to subject \"{reference.Subject}\" was deleted meanwhile");
        }
        var known = await transaction.LookupAsync(RegistryTables.Texts, RegistryTables.ByDigest, Key.Of(tenant.ProjectId, candidate.Digest));
        if (known != null)
            return (known.SchemaId, 0);
        var lengthBytes = candidate.LengthBytes;
        if (tenant.SchemaBytes + lengthBytes > limits.SchemaBytesMax)
            throw RegistryErrors.Limit("schema-bytes", limits.SchemaBytesMax, "bytes of schemas");
        await transaction.InsertAsync(
            RegistryTables.Texts,
            new TextRow(tenant.ProjectId, newId, candidate.Digest, candidate.Text, ReferenceList.Print(candidate.References)) { SchemaType = candidate.Schema.Type });
        foreach (var reference in candidate.References)
            await transaction.PutAsync(
                RegistryTables.Referrers, new ReferrerRow(tenant.ProjectId, reference.Subject, reference.Version, newId));
        return (newId, lengthBytes);
    }

    /// <summary>What was found on a snapshot.</summary>
    private sealed record Plan(Candidate Candidate, string Subject, CompatibilityLevel Level, long ChangeCount, RegisteredSchema? Existing);
}
