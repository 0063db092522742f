using Hops.Platform.Compute;
using Hops.Streaming.Supervision;

namespace Hops.Streaming.Metering;

/// <summary>
/// How much of what there is for runners they use: processors on the mean of some ten seconds, so that no price follows from a moment's pause, memory
/// as they hold it now. One that waits for a place counts as a processor and the memory of a runner, for that is what it will take. Called by one thread at a time.
/// </summary>
internal sealed class LoadGauge(SupervisorOptions options, TimeProvider time, ComputeCapacity capacity)
{
    /// <summary>What was so long ago counts a third of what is now.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly Dictionary<(long Project, long Number), TimeSpan> _cpuTimes = [];
    private double _coresInUse;
    private long _lookedAt = time.GetTimestamp();

    /// <summary>The load since the last look.</summary>
    /// <param name="uses">What each runner has used since its start.</param>
    /// <param name="waiting">Runners that wait for a place.</param>
    public ComputeLoad Look(IReadOnlyCollection<(long Project, long Number, Jobs.Metering.RunnerUse Use)> uses, int waiting)
    {
        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(_lookedAt, now);
        _lookedAt = now;
        var computed = uses.Sum(one => (one.Use.CpuTime - _cpuTimes.GetValueOrDefault((one.Project, one.Number))).TotalSeconds);
        var heldBytes = uses.Sum(one => one.Use.MemoryBytes);
        _cpuTimes.Clear();
        foreach (var (project, number, use) in uses)
            _cpuTimes[(project, number)] = use.CpuTime;
        if (elapsed > TimeSpan.Zero)
            _coresInUse += ((computed / elapsed.TotalSeconds) - _coresInUse) * (1 - Math.Exp(-(elapsed / Memory)));
        return new ComputeLoad(
            Math.Clamp((_coresInUse + waiting) / capacity.Cores, 0, 1),
            Math.Clamp((heldBytes + ((double)waiting * options.RunnerMemoryMaxBytes)) / capacity.MemoryBytes, 0, 1),
            waiting);
    }
}

/// <summary>What there is for runners.</summary>
/// <param name="Cores">Processors.</param>
/// <param name="MemoryBytes">Memory.</param>
internal sealed record ComputeCapacity(int Cores, long MemoryBytes)
{
    /// <summary>That of this machine, and of its memory what all runners may use together.</summary>
    public static ComputeCapacity OfThisMachine(SupervisorOptions options) => new(
        Environment.ProcessorCount,
        Math.Max(1, Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, options.RunnersMax * options.RunnerMemoryMaxBytes)));
}
