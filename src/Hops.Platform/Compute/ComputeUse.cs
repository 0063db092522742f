namespace Hops.Platform.Compute;

/// <summary>What a runner has used.</summary>
/// <param name="CpuMicroseconds">Time that it has computed.</param>
/// <param name="MemoryByteSeconds">Memory that it has held, by the time for which it has.</param>
public readonly record struct ComputeUse(long CpuMicroseconds, long MemoryByteSeconds)
{
    /// <summary>Both together.</summary>
    public static ComputeUse operator +(ComputeUse one, ComputeUse other) =>
        new(one.CpuMicroseconds + other.CpuMicroseconds, one.MemoryByteSeconds + other.MemoryByteSeconds);

    /// <summary>What was used since an earlier count; a count that has gone back counts as none.</summary>
    public ComputeUse Since(ComputeUse earlier) => new(
        Math.Max(0, CpuMicroseconds - earlier.CpuMicroseconds), Math.Max(0, MemoryByteSeconds - earlier.MemoryByteSeconds));
}
