using Hops.FileSystem;
using Hops.Kafka;
using Hops.KafkaCluster;
using Hops.Metadata;
using Hops.Metadata.Tables;
using Hops.Platform;
using Hops.Schemas;

namespace Hops.Cli.Server;

/// <summary>Every table of the metadata database: what each module declares.</summary>
internal static class ServerTables
{
    public static IReadOnlyList<Table> All { get; } =
    [
        .. MetadataModule.Tables, .. FileSystemModule.Tables, .. KafkaModule.Tables, .. SchemasModule.Tables, .. PlatformModule.Tables, .. ClusterModule.Tables,
    ];
}
