using Hops.Core.Settings;
using Hops.Core.Storage;
using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;

namespace Hops.Metadata;

/// <summary>How the metadata database becomes part of a process: its settings, its own tables, its opening.</summary>
public static class MetadataModule
{
    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } = 
    [
        OptionsSection.Of<SqliteOptions>("Metadata").With(
            SettingsRule.AtMost(nameof(SqliteOptions.WalTargetBytes), nameof(SqliteOptions.WalMaxBytes), "the writer would always empty the log itself")),
    ];

    /// <summary>Tables that every database has: the audit trail.</summary>
    public static IReadOnlyList<Table> Tables { get; } = [AuditLog.Entries, AuditLog.Heads];

    /// <summary>Opens the database of a data directory: makes it in a new one, and refuses to miss it in any other.</summary>
    /// <param name="directory">The data directory; it is founded by this.</param>
    /// <param name="tables">Tables of all modules.</param>
    /// <param name="settings">All settings.</param>
    /// <param name="time">The clock.</param>
    public static MetadataStore Open(DataDirectory directory, IReadOnlyList<Table> tables, BoundSettings settings, TimeProvider time)
    {
        var store = SqliteStore.Open(directory.Database, tables, settings.Get<SqliteOptions>(), time, mustExist: !directory.IsNew);
        directory.Found();
        return store;
    }
}
