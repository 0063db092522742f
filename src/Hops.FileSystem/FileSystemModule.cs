using Hops.Core.Settings;
using Hops.FileSystem.Tables;
using Hops.Metadata.Tables;

namespace Hops.FileSystem;

/// <summary>How HopsFS becomes part of a process: its settings and tables. <see cref="FileSystem.OpenAsync"/> opens it.</summary>
public static class FileSystemModule
{
    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<FileSystemOptions>("Files")];

    /// <summary>Tables that the metadata database must have.</summary>
    public static IReadOnlyList<Table> Tables => FileSystemTables.All;
}
