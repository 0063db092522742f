using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Metadata;

namespace Hops.Kafka;

/// <summary>Where a broker keeps things.</summary>
/// <param name="Metadata">Topics, groups, offsets.</param>
/// <param name="Disk">Where the logs are.</param>
/// <param name="TopicsDirectory">Directory of the logs; its parent exists.</param>
/// <param name="Log">Settings of the logs.</param>
public sealed record BrokerStorage(MetadataStore Metadata, Disk Disk, string TopicsDirectory, LogOptions Log);
