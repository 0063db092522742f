using Hops.Core.Health;
using Hops.Core.Storage;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Log;

/// <summary>What all partitions of a store share.</summary>
internal sealed record LogEnvironment(Disk Disk, LogOptions Options, TimeProvider Time, ILogger Logger, int LeaderEpoch)
{
    public ChunkPool Chunks { get; } = new();

    /// <summary>What a server holds open before the first partition, libraries above all: 268 were counted.</summary>
    private const int OwnFiles = 384;

    /// <summary>The open files of segments. Half of what is left to the process stays for connections, the database and runners.</summary>
    public OpenSegments OpenSegments { get; } =
        new(Math.Max(LogOptions.OpenSegmentsLeast, Math.Min(Options.OpenSegmentsMax, (Disk.OpenFilesMax - OwnFiles) / 2)));

    /// <summary>Where damage is told; null for the log alone.</summary>
    public HealthBoard? Health { get; init; }

    public long NowMs => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
