using Hops.Core.Settings;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem;

/// <summary>How HopsFS becomes part of a process: its settings and tables. <see cref="FileSystem.OpenAsync"/> opens it.</summary>
public static class FileSystemModule
{
    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } =
    [
        OptionsSection.Of<FileSystemOptions>("Files").With(
            SettingsRule.AtMost(nameof(FileSystemOptions.BlockSizeMinBytes), nameof(FileSystemOptions.BlockSizeBytes), "files of the default block size would be refused"),
            SettingsRule.AtMost(nameof(FileSystemOptions.BlockSizeBytes), nameof(FileSystemOptions.BlockSizeMaxBytes), "files of the default block size would be refused"),
            SettingsRule.AtMost(nameof(FileSystemOptions.LeaseSoftLimit), nameof(FileSystemOptions.LeaseHardLimit), "a file would be closed before another client may take it"),
            SettingsRule.AtMost(nameof(FileSystemOptions.UploadIdleTimeout), nameof(FileSystemOptions.LeaseHardLimit), "a pause that an upload may make would cost its lease")),
    ];

    /// <summary>Tables that the metadata database must have.</summary>
    public static IReadOnlyList<Table> Tables => FileSystemTables.All;
}
