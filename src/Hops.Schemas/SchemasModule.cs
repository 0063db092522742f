using Hops.Core.Settings;
using Hops.Metadata.Tables;
using Hops.Schemas.Registry;

namespace Hops.Schemas;

/// <summary>How the schema registry becomes part of a process: its settings and tables.</summary>
public static class SchemasModule
{
    /// <summary>Settings.</summary>
    public static IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<RegistryLimits>("Registry")];

    /// <summary>Tables that the metadata database must have.</summary>
    public static IReadOnlyList<Table> Tables => RegistryTables.All;
}
