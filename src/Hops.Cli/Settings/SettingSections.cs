using Hops.Api;
using Hops.Cli.Server;
using Hops.Core.Settings;
using Hops.FileSystem;
using Hops.Hadoop.WebHdfs;
using Hops.Kafka;
using Hops.KafkaCluster;
using Hops.Metadata;
using Hops.Net.Http;
using Hops.Net.Listeners;
using Hops.Platform;
using Hops.Schemas;
using Hops.Streaming;

namespace Hops.Cli.Settings;

/// <summary>Every setting of a server: what each module registers.</summary>
internal static class SettingSections
{
    public static IReadOnlyList<OptionsSection> All { get; } =
    [
        .. ServerOptions.Sections, .. ListenerModule.Options, .. HttpFrontModule.Options, .. ApiModule.Options, .. MetadataModule.Options, .. FileSystemModule.Options, .. WebHdfsModule.Options, .. KafkaModule.Options, .. ClusterModule.Options, .. SchemasModule.Options,
        .. PlatformModule.Options, .. StreamingModule.Options,
    ];
}
