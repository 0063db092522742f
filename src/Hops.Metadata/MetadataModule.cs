using Hops.Core.Settings;
using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;

namespace Hops.Metadata;

/// <summary>How the metadata database becomes part of a process: its settings, its own tables, its opening.</summary>
public static class MetadataModule
{
    private const string FileName = "hops.db";

    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<SqliteOptions>("Metadata")];

    /// <summary>Tables that every database has: the audit trail.</summary>
    public static IReadOnlyList<Table> Tables { get; } = [AuditLog.Entries, AuditLog.Heads];

    /// <summary>Opens the database of a data directory.</summary>
    /// <param name="directory">Directory of the database.</param>
    /// <param name="tables">Tables of all modules.</param>
    /// <param name="settings">All settings.</param>
    /// <param name="time">The clock.</param>
    public static MetadataStore Open(string directory, IReadOnlyList<Table> tables, BoundSettings settings, TimeProvider time) =>
        SqliteStore.Open(Path.Combine(directory, FileName), tables, settings.Get<SqliteOptions>(), time);
}
