using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Metadata;
using Hops.Metadata.Ownership;
using Hops.Metadata.Tables;
using Hops.Metadata.Transactions;
using Hops.Schemas.Compatibility;
using Hops.Schemas.Types;

namespace Hops.Schemas.Registry;

/// <summary>
/// The schema registry. Subjects belong to the project of the principal (its tenant); ids are unique on the platform, and the same text in
/// the same project has the same id. Who may do what was decided before: callers ask <see cref="IGate.Decide"/>. Each change writes its
/// audit row in its own transaction. Thread safe. Refusals carry the fact <c>error_code</c> of Confluent's registry.
/// </summary>
public sealed class SchemaRegistry : IProjectResource
{
    private readonly MetadataStore _store;
    private readonly RegistryLimits _limits;
    private readonly SchemaIds _ids;

    /// <param name="store">The database; it has the tables of <see cref="RegistryTables.All"/>.</param>
    /// <param name="limits">Limits for each project; null for the defaults.</param>
    public SchemaRegistry(MetadataStore store, RegistryLimits? limits = null) =>
        (_store, _limits, _ids) = (store, limits ?? new RegistryLimits(), new SchemaIds(store));

    /// <summary>
    /// Called after versions of a subject were added or deleted durably, with the project and the subject, or null for all of a project; on the thread of the
    /// writer of the database: must not block or throw. Set before the first request.
    /// </summary>
    public Action<long, string?>? Changed { get; set; }

    /// <summary>Registers a schema, or finds it if a live version of the subject has it already.</summary>
    /// <exception cref="Core.Errors.PlatformException">
    /// <c>InvalidSchema</c>, <c>IncompatibleSchema</c> (facts <c>messages</c>, <c>reasons</c>, <c>version</c>, <c>compatibility</c>), <c>TooLarge</c>, <c>LimitExceeded</c>, <c>Conflict</c> if read only.
    /// </exception>
    public ValueTask<RegisteredSchema> RegisterAsync(
        Principal who, string subject, SchemaSubmission submission, CancellationToken cancellationToken = default) =>
        Register.RunAsync(
            _store, _ids, _limits, who, SubjectNames.Own(subject, _limits), submission, () => Changed?.Invoke(who.ProjectId, subject), cancellationToken);

    /// <summary>An id for <see cref="RegisterInAsync"/>: taken before the transaction, lost if it is not needed.</summary>
    public ValueTask<int> NextIdAsync(CancellationToken cancellationToken = default) => _ids.NextAsync(cancellationToken);

    /// <summary>As <see cref="RegisterAsync"/>, as a part of a larger transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="who">Who registers; its project is the tenant.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="submission">The schema.</param>
    /// <param name="newId">Id for the schema if the project does not have it yet, from <see cref="NextIdAsync"/>.</param>
    public ValueTask<RegisteredSchema> RegisterInAsync(
        WriteTransaction transaction, Principal who, string subject, SchemaSubmission submission, int newId)
    {
        transaction.OnCommitted(() => Changed?.Invoke(who.ProjectId, subject));
        return Register.RunInAsync(transaction, _limits, who, SubjectNames.Own(subject, _limits), submission, newId);
    }

    /// <inheritdoc/>
    public async ValueTask RemoveInAsync(WriteTransaction transaction, Principal actor, long projectId)
    {
        transaction.OnCommitted(() => Changed?.Invoke(projectId, null));
        await DropSchemas.InAsync(transaction, projectId);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ResourceUse>> UseInAsync(ReadTransaction read, long projectId)
    {
        var tenant = await read.GetAsync(RegistryTables.Tenants, Key.Of(projectId));
        return
        [
            new("subjects", UseUnit.Count, tenant?.SubjectCount ?? 0, _limits.SubjectsMax),
            new("schema_bytes", UseUnit.Bytes, tenant?.SchemaBytes ?? 0, _limits.SchemaBytesMax),
        ];
    }

    /// <summary>The version of a subject that is this schema. <c>NotFound</c> if there is none.</summary>
    public ValueTask<SubjectVersion> FindAsync(
        Principal who, string subject, SchemaSubmission submission, bool withDeleted = false, CancellationToken cancellationToken = default)
    {
        SubjectNames.CheckReferences(who, subject, submission);
        return ReadAsync(who, subject, (transaction, key) => Queries.FindAsync(transaction, key.ProjectId, key.Subject, submission, withDeleted, _limits), cancellationToken);
    }

    /// <summary>The schema of an id. <c>NotFound</c> unless a subject of the caller's project uses it, or one of a topic that it borrows.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="id">The id.</param>
    /// <param name="isSerialized">True for a Protobuf schema as its descriptor in base64.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public ValueTask<StoredSchema> SchemaAsync(Principal who, int id, bool isSerialized = false, CancellationToken cancellationToken = default) =>
        _store.ReadAsync(
            transaction => Queries.SchemaAsync(transaction, who.ProjectId, id, SubjectNames.Borrowed(who).ToHashSet(), _limits, isSerialized), cancellationToken);

    /// <summary>The schema of an id, parsed with those to which it refers; null unless a subject of the project uses it, live or deleted.</summary>
    /// <param name="projectId">The project: whoever may see a record of it may see by what it is read.</param>
    /// <param name="id">The id.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public ValueTask<TypedSchema?> ParsedAsync(long projectId, int id, CancellationToken cancellationToken = default) =>
        _store.ReadAsync(transaction => Queries.ParsedAsync(transaction, projectId, id, _limits), cancellationToken);

    /// <summary>The newest live version of a subject, parsed, with its id; null if there is none.</summary>
    /// <param name="projectId">The project: whoever may write to a topic may see by what.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public ValueTask<(int Id, TypedSchema Schema)?> NewestAsync(long projectId, string subject, CancellationToken cancellationToken = default) =>
        _store.ReadAsync(transaction => Queries.NewestAsync(transaction, projectId, subject, _limits), cancellationToken);

    /// <summary>The newest live version of a subject, parsed, as one transaction sees it; null if there is none.</summary>
    public async ValueTask<TypedSchema?> NewestInAsync(ReadTransaction transaction, long projectId, string subject) =>
        (await Queries.NewestAsync(transaction, projectId, subject, _limits))?.Schema;

    /// <summary>Ids of the live versions of a subject; none if it is not there.</summary>
    /// <param name="projectId">The project: whoever may write to a topic may know by what.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public ValueTask<IReadOnlyCollection<int>> LiveIdsAsync(long projectId, string subject, CancellationToken cancellationToken = default) =>
        _store.ReadAsync<IReadOnlyCollection<int>>(
            async transaction => (await Subjects.VersionsAsync(transaction, projectId, subject, _limits))
                .Where(version => !version.IsDeleted)
                .Select(version => version.SchemaId)
                .ToHashSet(),
            cancellationToken);

    /// <summary>Subjects and versions of the caller's project that use an id.</summary>
    public ValueTask<IReadOnlyList<UseRow>> UsesAsync(
        Principal who, int id, bool withDeleted = false, CancellationToken cancellationToken = default) =>
        _store.ReadAsync(transaction => Queries.UsesAsync(transaction, who.ProjectId, id, withDeleted, _limits), cancellationToken);

    /// <summary>Subjects of the caller's project in order of name.</summary>
    public ValueTask<IReadOnlyList<SubjectRow>> SubjectsAsync(
        Principal who, DeletedFilter filter = DeletedFilter.Live, CancellationToken cancellationToken = default) =>
        _store.ReadAsync(transaction => Queries.SubjectsAsync(transaction, who.ProjectId, filter, _limits), cancellationToken);

    /// <summary>Versions of a subject in order, at least one. <c>NotFound</c> if there is none.</summary>
    public ValueTask<IReadOnlyList<VersionRow>> VersionsAsync(
        Principal who, string subject, DeletedFilter filter = DeletedFilter.Live, CancellationToken cancellationToken = default) =>
        ReadAsync(who, subject, (transaction, key) => Queries.VersionsAsync(transaction, key.ProjectId, key.Subject, filter, _limits), cancellationToken);

    /// <summary>A version of a subject with its schema; a Protobuf one as its descriptor in base64, if it is to be serialized.</summary>
    public ValueTask<SubjectVersion> VersionAsync(
        Principal who, string subject, VersionName version, bool withDeleted = false, bool isSerialized = false, CancellationToken cancellationToken = default) =>
        ReadAsync(who, subject, (transaction, key) => Queries.VersionAsync(transaction, key.ProjectId, key.Subject, version, withDeleted, _limits, isSerialized), cancellationToken);

    /// <summary>Ids of schemas that refer to a version.</summary>
    public ValueTask<IReadOnlyList<int>> ReferrersAsync(
        Principal who, string subject, VersionName version, CancellationToken cancellationToken = default) =>
        ReadAsync(who, subject, (transaction, key) => Queries.ReferrersAsync(transaction, key.ProjectId, key.Subject, version, _limits), cancellationToken);

    /// <summary>Would a schema be accepted? Messages if not; empty if so.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="version">The version to compare with; null for those that the level names.</param>
    /// <param name="submission">The schema.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public ValueTask<IReadOnlyList<string>> TestAsync(
        Principal who, string subject, VersionName? version, SchemaSubmission submission, CancellationToken cancellationToken = default)
    {
        SubjectNames.CheckReferences(who, subject, submission);
        return ReadAsync(who, subject, (transaction, key) => Queries.TestAsync(transaction, key.ProjectId, key.Subject, version, submission, _limits), cancellationToken);
    }

    /// <summary>Deletes all live versions softly, or the soft deleted subject permanently; answers the versions.</summary>
    public ValueTask<IReadOnlyList<int>> DeleteSubjectAsync(
        Principal who, string subject, bool isPermanent = false, CancellationToken cancellationToken = default)
    {
        var name = SubjectNames.Own(subject, _limits);
        return WriteAsync(who, name, transaction => Deletion.SubjectAsync(transaction, _limits, who, name, isPermanent), cancellationToken);
    }

    /// <summary>Deletes a version softly, or a soft deleted one permanently; answers its number.</summary>
    public ValueTask<int> DeleteVersionAsync(
        Principal who, string subject, VersionName version, bool isPermanent = false, CancellationToken cancellationToken = default)
    {
        var name = SubjectNames.Own(subject, _limits);
        return WriteAsync(who, name, transaction => Deletion.VersionAsync(transaction, _limits, who, name, version, isPermanent), cancellationToken);
    }

    /// <summary>Compatibility level of a subject, or of the project if that is null; null if none is set.</summary>
    public ValueTask<CompatibilityLevel?> LevelAsync(Principal who, string? subject, CancellationToken cancellationToken = default)
    {
        var (projectId, name) = SubjectNames.SubjectOrProject(who, subject, _limits);
        return _store.ReadAsync(transaction => Settings.LevelAsync(transaction, projectId, name), cancellationToken);
    }

    /// <summary>Sets or, with null, clears a compatibility level; answers the one before.</summary>
    public ValueTask<CompatibilityLevel?> SetLevelAsync(
        Principal who, string? subject, CompatibilityLevel? level, CancellationToken cancellationToken = default)
    {
        var name = subject == null ? null : SubjectNames.Own(subject, _limits);
        return _store.WriteAsync(transaction => Settings.SetLevelAsync(transaction, _limits, who, name, level), cancellationToken);
    }

    /// <summary>Mode of a subject, or of the project if that is null; null if none is set.</summary>
    public ValueTask<RegistryMode?> ModeAsync(Principal who, string? subject, CancellationToken cancellationToken = default)
    {
        var (projectId, name) = SubjectNames.SubjectOrProject(who, subject, _limits);
        return _store.ReadAsync(transaction => Settings.ModeAsync(transaction, projectId, name), cancellationToken);
    }

    /// <summary>Sets or, with null, clears a mode; answers the one before.</summary>
    public ValueTask<RegistryMode?> SetModeAsync(
        Principal who, string? subject, RegistryMode? mode, CancellationToken cancellationToken = default)
    {
        var name = subject == null ? null : SubjectNames.Own(subject, _limits);
        return _store.WriteAsync(transaction => Settings.SetModeAsync(transaction, _limits, who, name, mode), cancellationToken);
    }

    /// <summary>Changes versions of a subject, and tells of it.</summary>
    private ValueTask<T> WriteAsync<T>(Principal who, string subject, Func<WriteTransaction, ValueTask<T>> write, CancellationToken cancellationToken) =>
        _store.WriteAsync(
            transaction =>
            {
                transaction.OnCommitted(() => Changed?.Invoke(who.ProjectId, subject));
                return write(transaction);
            },
            cancellationToken);

    /// <summary>Reads something of a subject. Where there is none in the project of another, nothing is said of what else that has.</summary>
    private async ValueTask<T> ReadAsync<T>(
        Principal who, string subject, Func<ReadTransaction, SubjectKey, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        var key = SubjectNames.Subject(who, subject, _limits);
        try
        {
            return await _store.ReadAsync(transaction => read(transaction, key), cancellationToken);
        }
        catch (PlatformException missing) when (key.ProjectId != who.ProjectId && RegistryErrors.IsSubjectNotFound(missing))
        {
            throw RegistryErrors.SubjectNotFound(subject);
        }
    }
}
