using Hops.Core.Health;
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
    /// <param name="health">Where damage is posted.</param>
    /// <param name="noticed">Told, in a sentence for the log, what the examination of the database found or could not look at.</param>
    public static MetadataStore Open(
        DataDirectory directory, IReadOnlyList<Table> tables, BoundSettings settings, TimeProvider time, HealthBoard health, Action<string> noticed)
    {
        var options = settings.Get<SqliteOptions>();
        options = options with { Examined = report => Tell(report, options.ExaminationTimeMax, health, noticed) };
        var store = SqliteStore.Open(directory.Database, tables, options, time, mustExist: !directory.IsNew);
        directory.Found();
        return store;
    }

    private static void Tell(ExaminationReport report, TimeSpan timeMax, HealthBoard health, Action<string> noticed)
    {
        if (report.Damage is { } damage)
        {
            var finding = $"The metadata database is damaged ({damage}): rows of it may not be found. Stop the server and restore hops.db from a backup.";
            health.Post("metadata database", HealthSeverity.Failing, finding);
            noticed(finding);
        }
        else if (!report.IsWhole)
        {
            noticed(FormattableString.Invariant($"The metadata database was not examined to its end, which takes more than {timeMax}: set Metadata:ExaminationTimeMax higher."));
        }
    }
}
