using Hops.FileSystem.Tables;
using Hops.Kafka;
using Hops.Metadata.Audit;
using Hops.Metadata.Tables;
using Hops.Platform;
using Hops.Schemas.Registry;

namespace Hops.Cli.Server;

/// <summary>Every table of the metadata database: what each module declares.</summary>
internal static class ServerTables
{
    public static IReadOnlyList<Table> All { get; } =
    [
        AuditLog.Entries, AuditLog.Heads, .. FileSystemTables.All, .. KafkaModule.Tables, .. RegistryTables.All, .. PlatformTables.All,
    ];
}
