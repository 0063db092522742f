using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Protobuf;
using Hops.Schemas.Types;

namespace Hops.Schemas.Registry;

/// <summary>Reads of one project. Whatever belongs to another project is not found.</summary>
internal static class Queries
{
    public static async ValueTask<IReadOnlyList<SubjectRow>> SubjectsAsync(
        ReadTransaction transaction, long tenantId, DeletedFilter filter, RegistryLimits limits)
    {
        var rows = await transaction.ScanAsync(RegistryTables.Subjects, Key.Of(tenantId), null, limits.SubjectsMax);
        return rows.Where(row => filter switch
        {
            DeletedFilter.Live => row.LiveCount > 0,
            DeletedFilter.All => row.LiveCount + row.DeletedCount > 0,
            DeletedFilter.Deleted => row.DeletedCount > 0,
        }).ToList();
    }

    /// <summary>Versions of a subject, at least one.</summary>
    public static async ValueTask<IReadOnlyList<VersionRow>> VersionsAsync(
        ReadTransaction transaction, long tenantId, string subject, DeletedFilter filter, RegistryLimits limits)
    {
        var rows = (await Subjects.VersionsAsync(transaction, tenantId, subject, limits)).Where(row => filter switch
        {
            DeletedFilter.Live => !row.IsDeleted,
            DeletedFilter.All => true,
            DeletedFilter.Deleted => row.IsDeleted,
        }).ToList();
        return rows.Count > 0 ? rows : throw await MissingName.SubjectAsync(transaction, tenantId, subject, filter);
    }

    public static async ValueTask<SubjectVersion> VersionAsync(
        ReadTransaction transaction, long tenantId, string subject, VersionName name, bool withDeleted, RegistryLimits limits, bool isSerialized = false)
    {
        var filter = withDeleted ? DeletedFilter.All : DeletedFilter.Live;
        var rows = await VersionsAsync(transaction, tenantId, subject, filter, limits);
        var row = name.IsLatest ? rows[^1] : rows.FirstOrDefault(each => each.Version == name.Number);
        if (row == null)
            throw MissingName.Version(subject, name, await Subjects.VersionsAsync(transaction, tenantId, subject, limits));
        return new SubjectVersion(subject, row.Version, await StoredAsync(transaction, tenantId, row.SchemaId, limits, isSerialized));
    }

    /// <summary>
    /// The schema of an id that some version of the project, or of a subject that it borrows, uses, soft deleted ones included: their records are
    /// still about.
    /// </summary>
    public static async ValueTask<StoredSchema> SchemaAsync(
        ReadTransaction transaction, long tenantId, int id, IReadOnlySet<SubjectKey> borrowed, RegistryLimits limits, bool isSerialized)
    {
        var uses = await Subjects.UsesAsync(transaction, tenantId, id, 1);
        if (uses.Count > 0)
            return await StoredAsync(transaction, tenantId, id, limits, isSerialized);
        foreach (var owner in borrowed.Select(subject => subject.ProjectId).Distinct())
        {
            var lent = await Subjects.UsesAsync(transaction, owner, id, limits.SubjectsMax);
            if (lent.Any(use => borrowed.Contains(new SubjectKey(owner, use.Subject))))
                return await StoredAsync(transaction, owner, id, limits, isSerialized);
        }

        throw RegistryErrors.SchemaNotFound(id);
    }

    /// <summary>The schema of an id, parsed; null if the project has none.</summary>
    public static async ValueTask<TypedSchema?> ParsedAsync(ReadTransaction transaction, long tenantId, int id, RegistryLimits limits)
    {
        var uses = await Subjects.UsesAsync(transaction, tenantId, id, 1);
        return uses.Count > 0 && await transaction.GetAsync(RegistryTables.Texts, Key.Of(tenantId, id)) is { } text
            ? await new ReferenceResolver(transaction, tenantId, limits).ParseAsync(text)
            : null;
    }

    /// <summary>The newest live version of a subject, parsed; null if there is none.</summary>
    public static async ValueTask<(int Id, TypedSchema Schema)?> NewestAsync(
        ReadTransaction transaction, long tenantId, string subject, RegistryLimits limits) =>
        await Subjects.LatestAsync(transaction, tenantId, subject, limits) is { } latest
        && await ParsedAsync(transaction, tenantId, latest.SchemaId, limits) is { } schema
            ? (latest.SchemaId, schema)
            : null;

    /// <summary>Which versions of the project use an id.</summary>
    public static async ValueTask<IReadOnlyList<UseRow>> UsesAsync(
        ReadTransaction transaction, long tenantId, int id, bool withDeleted, RegistryLimits limits)
    {
        var uses = await Subjects.UsesAsync(transaction, tenantId, id, limits.SubjectsMax);
        return uses.Count > 0
            ? uses.Where(use => withDeleted || !use.IsDeleted).ToList()
            : throw RegistryErrors.SchemaNotFound(id);
    }

    /// <summary>Ids of live schemas that refer to a version.</summary>
    public static async ValueTask<IReadOnlyList<int>> ReferrersAsync(
        ReadTransaction transaction, long tenantId, string subject, VersionName name, RegistryLimits limits)
    {
        var version = await VersionAsync(transaction, tenantId, subject, name, withDeleted: true, limits);
        var rows = await transaction.ScanAsync(
            RegistryTables.Referrers, Key.Of(tenantId, subject, version.Version), null, limits.VersionsMax);
        return rows.Select(row => row.SchemaId).ToList();
    }

    /// <summary>The version of a subject that is the submitted schema.</summary>
    public static async ValueTask<SubjectVersion> FindAsync(
        ReadTransaction transaction, long tenantId, string subject, SchemaSubmission submission, bool withDeleted, RegistryLimits limits)
    {
        await VersionsAsync(transaction, tenantId, subject, withDeleted ? DeletedFilter.All : DeletedFilter.Live, limits);
        var candidate = await Candidate.OfAsync(transaction, tenantId, submission, limits);
        var text = await transaction.LookupAsync(RegistryTables.Texts, RegistryTables.ByDigest, Key.Of(tenantId, candidate.Digest));
        var uses = text == null
            ? []
            : await transaction.ScanAsync(RegistryTables.Uses, Key.Of(tenantId, text.SchemaId, subject), null, limits.VersionsMax);
        var use = uses.LastOrDefault(each => !each.IsDeleted) ?? (withDeleted && uses.Count > 0 ? uses[^1] : null);
        return use != null
            ? new SubjectVersion(subject, use.Version, Stored(text!))
            : throw MissingName.Schema(subject, uses, await Subjects.VersionsAsync(transaction, tenantId, subject, limits));
    }

    /// <summary>Messages against a schema; empty if it gets along with the version, or with those that the level names if that is null.</summary>
    public static async ValueTask<IReadOnlyList<string>> TestAsync(
        ReadTransaction transaction, long tenantId, string subject, VersionName? name, SchemaSubmission submission, RegistryLimits limits)
    {
        var candidate = await Candidate.OfAsync(transaction, tenantId, submission, limits);
        var row = await transaction.GetAsync(RegistryTables.Subjects, Key.Of(tenantId, subject));
        var level = Subjects.Level(row, await Subjects.TenantAsync(transaction, tenantId));
        if (name is not { } one)
        {
            var earlier = await Register.EarlierAsync(transaction, tenantId, subject, CompatibilityLevels.IsTransitive(level), limits);
            return SubjectRules.Check(level, candidate.Schema, earlier);
        }
        var version = await VersionAsync(transaction, tenantId, subject, one, withDeleted: false, limits);
        var text = await transaction.GetAsync(RegistryTables.Texts, Key.Of(tenantId, version.Schema.Id));
        var schema = await new ReferenceResolver(transaction, tenantId, limits).ParseAsync(text!);
        return SubjectRules.Check(level, candidate.Schema, [new EarlierVersion(version.Version, schema)]);
    }

    /// <summary>The schema of an id; a Protobuf one as its descriptor, if it is to be serialized.</summary>
    private static async ValueTask<StoredSchema> StoredAsync(ReadTransaction transaction, long tenantId, int id, RegistryLimits limits, bool isSerialized)
    {
        var text = await transaction.GetAsync(RegistryTables.Texts, Key.Of(tenantId, id)) ?? throw RegistryErrors.SchemaNotFound(id);
        return isSerialized && await new ReferenceResolver(transaction, tenantId, limits).ParseAsync(text) is ProtobufSchema schema
            ? Stored(text) with { Schema = schema.Serialized }
            : Stored(text);
    }

    private static StoredSchema Stored(TextRow text) => new(text.SchemaId, text.SchemaType, text.Text, ReferenceList.Parse(text.References));
}

/// <summary>Which versions a listing shows.</summary>
public enum DeletedFilter
{
    /// <summary>Those that are not deleted.</summary>
    Live,

    /// <summary>All, soft deleted ones included.</summary>
    All,

    /// <summary>Only soft deleted ones.</summary>
    Deleted,
}
