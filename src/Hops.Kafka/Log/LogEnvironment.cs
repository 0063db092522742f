using Hops.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Log;

/// <summary>What all partitions of a store share.</summary>
internal sealed record LogEnvironment(Disk Disk, LogOptions Options, TimeProvider Time, ILogger Logger, int LeaderEpoch)
{
    public ChunkPool Chunks { get; } = new();

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
