using Hops.Metadata.Tables;

namespace Hops.Schemas.Registry;

/// <summary>Tables of the registry. Every key begins with the project that owns the row, so no read can leave a tenant.</summary>
public static class RegistryTables
{
    /// <summary>Finds the schema of a text: the digest covers the printed schema and its references.</summary>
    public static readonly Lookup ByDigest = new("schema_text_digest", "project_id", "digest");

    /// <summary>Settings and usage of a project.</summary>
    public static readonly Table<TenantRow> Tenants = new(
        "schema_tenant",
        [
            new("project_id", ColumnType.Int64),
            new("subject_count", ColumnType.Int64),
            new("schema_bytes", ColumnType.Int64),
            new("compatibility", ColumnType.Text, IsNullable: true),
            new("mode_name", ColumnType.Text, IsNullable: true),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new TenantRow(read.Int64(), read.Int64(), read.Int64(), read.TextOrNull(), read.TextOrNull()),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.SubjectCount);
            write.Int64(row.SchemaBytes);
            write.Text(row.Compatibility);
            write.Text(row.Mode);
        });

    /// <summary>Subjects.</summary>
    public static readonly Table<SubjectRow> Subjects = new(
        "schema_subject",
        [
            new("project_id", ColumnType.Int64),
            new("subject", ColumnType.Text),
            new("last_version", ColumnType.Int64),
            new("live_count", ColumnType.Int64),
            new("deleted_count", ColumnType.Int64),
            new("change_count", ColumnType.Int64),
            new("compatibility", ColumnType.Text, IsNullable: true),
            new("mode_name", ColumnType.Text, IsNullable: true),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new SubjectRow(read.Int64(), read.Text())
        {
            LastVersion = (int)read.Int64(),
            LiveCount = (int)read.Int64(),
            DeletedCount = (int)read.Int64(),
            ChangeCount = read.Int64(),
            Compatibility = read.TextOrNull(),
            Mode = read.TextOrNull(),
        },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Subject);
            write.Int64(row.LastVersion);
            write.Int64(row.LiveCount);
            write.Int64(row.DeletedCount);
            write.Int64(row.ChangeCount);
            write.Text(row.Compatibility);
            write.Text(row.Mode);
        });

    /// <summary>Versions of subjects.</summary>
    public static readonly Table<VersionRow> Versions = new(
        "schema_version",
        [
            new("project_id", ColumnType.Int64),
            new("subject", ColumnType.Text),
            new("version", ColumnType.Int64),
            new("schema_id", ColumnType.Int64),
            new("is_deleted", ColumnType.Int64),
        ],
        keyLength: 3,
        partitionLength: 2,
        read => new VersionRow(read.Int64(), read.Text(), (int)read.Int64(), (int)read.Int64(), read.Int64() != 0),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Subject);
            write.Int64(row.Version);
            write.Int64(row.SchemaId);
            write.Int64(row.IsDeleted ? 1 : 0);
        });

    /// <summary>The same, by schema: which versions use an id.</summary>
    public static readonly Table<UseRow> Uses = new(
        "schema_use",
        [
            new("project_id", ColumnType.Int64),
            new("schema_id", ColumnType.Int64),
            new("subject", ColumnType.Text),
            new("version", ColumnType.Int64),
            new("is_deleted", ColumnType.Int64),
        ],
        keyLength: 4,
        partitionLength: 2,
        read => new UseRow(read.Int64(), (int)read.Int64(), read.Text(), (int)read.Int64(), read.Int64() != 0),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.SchemaId);
            write.Text(row.Subject);
            write.Int64(row.Version);
            write.Int64(row.IsDeleted ? 1 : 0);
        });

    /// <summary>Texts by id.</summary>
    public static readonly Table<TextRow> Texts = new(
        "schema_text",
        [
            new("project_id", ColumnType.Int64),
            new("schema_id", ColumnType.Int64),
            new("digest", ColumnType.Bytes),
            new("body", ColumnType.Text),
            new("reference_list", ColumnType.Text),
            new("type_name", ColumnType.Text, IsNullable: true),
        ],
        keyLength: 2,
        partitionLength: 1,
        read => new TextRow(read.Int64(), (int)read.Int64(), read.Bytes(), read.Text(), read.Text()) { TypeName = read.TextOrNull() },
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Int64(row.SchemaId);
            write.Bytes(row.Digest);
            write.Text(row.Text);
            write.Text(row.References);
            write.Text(row.TypeName);
        },
        ByDigest);

    /// <summary>Which schemas refer to a version: they keep it from being deleted.</summary>
    public static readonly Table<ReferrerRow> Referrers = new(
        "schema_referrer",
        [
            new("project_id", ColumnType.Int64),
            new("subject", ColumnType.Text),
            new("version", ColumnType.Int64),
            new("schema_id", ColumnType.Int64),
        ],
        keyLength: 4,
        partitionLength: 2,
        read => new ReferrerRow(read.Int64(), read.Text(), (int)read.Int64(), (int)read.Int64()),
        (row, write) =>
        {
            write.Int64(row.ProjectId);
            write.Text(row.Subject);
            write.Int64(row.Version);
            write.Int64(row.SchemaId);
        });

    /// <summary>The secret that keys the order of new ids, in one row; never shown.</summary>
    public static readonly Table<IdSecretRow> IdSecrets = new(
        "schema_id_secret",
        [
            new("number", ColumnType.Int64),
            new("secret", ColumnType.Bytes),
        ],
        keyLength: 1,
        partitionLength: 0,
        read => new IdSecretRow(read.Int64(), read.Bytes()),
        (row, write) =>
        {
            write.Int64(row.Number);
            write.Bytes(row.Secret);
        });

    /// <summary>All tables, for whoever opens the database.</summary>
    public static IReadOnlyList<Table> All { get; } = [Tenants, Subjects, Versions, Uses, Texts, Referrers, IdSecrets];
}
