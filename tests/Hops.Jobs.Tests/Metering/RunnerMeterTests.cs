using Hops.Jobs.ControlGroups;
using Hops.Jobs.Metering;
using Hops.Jobs.Supervision;
using Hops.Jobs.Tests.ControlGroups;

namespace Hops.Jobs.Tests.Metering;

/// <summary>Real processes, counted by the kernel where it lets us and sampled where it does not.</summary>
public sealed class RunnerMeterTests : IDisposable
{
    private const long MemoryMaxBytes = 512L << 20;
    private const long HeldBytes = 100_000_000;

    /// <summary>Computes for at least a second of processor time, which it counts itself, holding a hundred megabytes, and waits to be told to end.</summary>
    private const string Busy = """
        read line; exec python3 -c '
        import sys, time
        hoard = b"x" * 100000000
        while time.process_time() < 1: pass
        print("done", flush=True)
        sys.stdin.readline()'
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _staging = Directory.CreateTempSubdirectory("hops-meter-").FullName;

    public void Dispose() => Directory.Delete(_staging, recursive: true);

    [ControlGroupFact]
    public async Task What_the_kernel_counts_in_a_group_is_counted_to_the_end()
    {
        using var groups = RunnerGroups.Open($"hops-test-{Guid.NewGuid():N}", 100)!;

        var use = await RunAsync(Busy, groups);

        use.IsEstimated.ShouldBeFalse();
        use.CpuTime.ShouldBeInRange(TimeSpan.FromSeconds(1), Patience);
        ShouldHoldMemory(use);
    }

    [Fact]
    public async Task Without_a_group_it_is_sampled_and_says_so()
    {
        var use = await RunAsync(Busy, groups: null);

        use.IsEstimated.ShouldBeTrue();
        use.CpuTime.ShouldBeInRange(TimeSpan.FromSeconds(0.9), Patience);
        ShouldHoldMemory(use);
    }

    [Fact]
    public async Task Processes_that_a_runner_starts_are_sampled_with_it()
    {
        var use = await RunAsync("read line; (" + Busy.Replace("exec ", "", StringComparison.Ordinal).Replace("read line; ", "", StringComparison.Ordinal) + "); exit 0", groups: null);

        use.CpuTime.ShouldBeInRange(TimeSpan.FromSeconds(0.9), Patience);
        use.PeakBytes.ShouldBeGreaterThan(HeldBytes);
    }

    [Theory]
    [InlineData("7 (sh) S 1 7 7 0 -1 4194304 1 2 3 4 150 50 25 25 20 0 1 0 9", 2.5)]
    [InlineData("7 (a (b) S 9 9 9) R 1 7 7 0 -1 4194304 1 2 3 4 100 0 0 0 20 0 1 0 9", 1)]
    [InlineData("7 (sh) Z", 0)]
    public void The_time_of_a_process_is_read_behind_a_name_that_may_hold_anything(string stat, double seconds) =>
        ProcessTree.CpuTimeOf(stat).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void A_process_that_is_gone_has_neither_time_nor_memory() => ProcessTree.Read(int.MaxValue).ShouldBe((null, null));

    [Fact]
    public void What_was_seen_once_is_kept_when_the_process_is_gone()
    {
        var time = new SteppedTime();
        var meter = new RunnerMeter(Environment.ProcessId, group: null, time);
        meter.Look();
        var held = meter.Use.MemoryBytes;
        held.ShouldBeGreaterThan(0);
        time.Elapsed = TimeSpan.FromSeconds(10);
        meter.Finish();
        meter.Use.MemoryByteSeconds.ShouldBe(held * 10, "it held that to the end");
        meter.Use.MemoryBytes.ShouldBe(0);
    }

    private static void ShouldHoldMemory(RunnerUse use)
    {
        use.PeakBytes.ShouldBeInRange(HeldBytes, MemoryMaxBytes);
        use.MemoryByteSeconds.ShouldBeGreaterThan(HeldBytes / 2, "a hundred megabytes for a second or more");
        use.MemoryBytes.ShouldBe(0, "it has ended");
    }

    private async Task<RunnerUse> RunAsync(string script, RunnerGroups? groups)
    {
        var place = new RunnerPlace { StagingDirectory = _staging, Ports = [1], MemoryMaxBytes = MemoryMaxBytes, Groups = groups };
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var runner = RunnerProcess.Start(new RunnerProgram("/bin/sh", ["-c", script, "runner"]), place, "{}", _ => done.TrySetResult());
        await done.Task.WaitAsync(Patience);
        // It is looked at once a second at least.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var patience = new CancellationTokenSource(Patience);
        while (runner.Meter.Use is var use && (use.CpuTime < TimeSpan.FromSeconds(0.95) || use.PeakBytes < HeldBytes))
            await timer.WaitForNextTickAsync(patience.Token);
        await runner.StopAsync(Patience);
        return runner.Meter.Use;
    }

    /// <summary>A clock whose timestamps a test sets.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
