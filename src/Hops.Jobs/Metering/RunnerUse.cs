namespace Hops.Jobs.Metering;

/// <summary>What a runner has used since its start.</summary>
/// <param name="CpuTime">Time that it has computed.</param>
/// <param name="MemoryByteSeconds">Memory that it has held, by the time for which it has.</param>
/// <param name="MemoryBytes">Memory that it holds now.</param>
/// <param name="PeakBytes">Most memory that it was seen to hold.</param>
/// <param name="IsEstimated">True if the kernel does not count it in a group, so that it was sampled from its processes.</param>
public sealed record RunnerUse(TimeSpan CpuTime, long MemoryByteSeconds, long MemoryBytes, long PeakBytes, bool IsEstimated);
