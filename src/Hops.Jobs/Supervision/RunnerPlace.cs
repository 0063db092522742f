using Hops.Jobs.ControlGroups;

namespace Hops.Jobs.Supervision;

/// <summary>Where a runner works, what it may reach and how much it may use.</summary>
public sealed record RunnerPlace
{
    /// <summary>An empty directory of its own: all that it may write to.</summary>
    public required string StagingDirectory { get; init; }

    /// <summary>The TCP ports that it may connect to.</summary>
    public required IReadOnlyList<int> Ports { get; init; }

    /// <summary>
    /// Most memory of the process in bytes, without the programs and libraries that it has mapped; default 1 GiB. The runner is ended when it
    /// holds more, and cannot reserve more than <see cref="ReservedMaxBytes"/>.
    /// </summary>
    public long MemoryMaxBytes { get; init; } = 1L << 30;

    /// <summary>Most bytes in its staging directory; default 8 GiB. The runner is ended when there are more.</summary>
    public long ScratchMaxBytes { get; init; } = 8L << 30;

    /// <summary>Bytes in the staging directories of all runners together; null for no limit.</summary>
    public ScratchLedger? Scratch { get; init; }

    /// <summary>Most threads that it may have, where control groups hold them; default 512.</summary>
    public int TasksMax { get; init; } = 512;

    /// <summary>Where its control group is made; null for none.</summary>
    public RunnerGroups? Groups { get; init; }

    /// <summary>
    /// Most bytes of its control group: those of the process, and 128 MiB for what the kernel keeps for it and for parts of programs and
    /// libraries that it was the first to read, which a count of its own pages leaves out.
    /// </summary>
    public long GroupMaxBytes => MemoryMaxBytes + (128L << 20);

    /// <summary>
    /// Most bytes of a file that a process may write which may use <paramref name="scratchMaxBytes"/>: some more than that, so that the limit of all
    /// its files is what it meets. 0 for no limit.
    /// </summary>
    public static long FileMaxBytes(long scratchMaxBytes) => scratchMaxBytes == 0 ? 0 : scratchMaxBytes + (64L << 20);

    /// <summary>
    /// Most bytes of writable memory that a process may reserve which may use <paramref name="memoryMaxBytes"/>: half as much again, and 512 MiB
    /// for the stacks of its threads and what allocators keep for later. 0 for no limit.
    /// </summary>
    public static long ReservedMaxBytes(long memoryMaxBytes) => memoryMaxBytes == 0 ? 0 : memoryMaxBytes + (memoryMaxBytes / 2) + (512L << 20);
}

/// <summary>What a runner has used too much of.</summary>
/// <param name="Kind">Of what.</param>
/// <param name="LimitBytes">How much it may use.</param>
public sealed record RunnerBreach(RunnerResource Kind, long LimitBytes);

/// <summary>What is limited for a runner, besides time.</summary>
public enum RunnerResource
{
    /// <summary>Memory of its process.</summary>
    Memory,

    /// <summary>Bytes of its staging directory.</summary>
    Scratch,

    /// <summary>Bytes of all staging directories together, of which it had most.</summary>
    ScratchOfAll,
}
