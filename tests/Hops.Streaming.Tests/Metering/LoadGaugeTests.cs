using Hops.Jobs.Metering;
using Hops.Jobs.Supervision;
using Hops.Streaming.Metering;
using Hops.Streaming.Supervision;

namespace Hops.Streaming.Tests.Metering;

public sealed class LoadGaugeTests
{
    private const long Gib = 1L << 30;
    private readonly SteppedTime _time = new();
    private readonly LoadGauge _gauge;
    private double _computed;

    public LoadGaugeTests() => _gauge = new LoadGauge(
        new SupervisorOptions { Program = new RunnerProgram("", []), StagingRoot = "", RunnerMemoryMaxBytes = Gib }, _time, new ComputeCapacity(4, 8 * Gib));

    [Fact]
    public void A_processor_in_use_all_the_time_becomes_its_share_of_all_and_falls_when_it_is_not()
    {
        Step(seconds: 100, cores: 1).Cpu.ShouldBe(0.25, 0.001);
        Step(seconds: 1, cores: 0).Cpu.ShouldBeInRange(0.2, 0.25, "a moment's pause is hardly seen");
        Step(seconds: 100, cores: 0).Cpu.ShouldBe(0, 0.001);
    }

    [Fact]
    public void Memory_is_what_is_held_now()
    {
        Step(seconds: 1, cores: 0, bytes: 2 * Gib).Memory.ShouldBe(0.25);
        Step(seconds: 1, cores: 0, bytes: 0).Memory.ShouldBe(0);
    }

    [Fact]
    public void Who_waits_counts_as_a_processor_and_the_memory_of_a_runner_and_all_together_never_as_more_than_there_is()
    {
        var load = Step(seconds: 1, cores: 0, waiting: 2);
        (load.Cpu, load.Memory, load.Waiting).ShouldBe((0.5, 0.25, 2));
        load = Step(seconds: 1, cores: 0, waiting: 1_000_000);
        (load.Cpu, load.Memory, load.Share).ShouldBe((1, 1, 1));
    }

    [Fact]
    public void A_runner_that_has_ended_leaves_no_negative_load()
    {
        Step(seconds: 1, cores: 4);
        _time.Elapsed += TimeSpan.FromSeconds(1);
        _gauge.Look([], 0).Cpu.ShouldBeGreaterThanOrEqualTo(0);
        _time.Elapsed += TimeSpan.FromSeconds(1);
        _gauge.Look([(1, 2, Use(0, 0))], 0).Cpu.ShouldBeGreaterThanOrEqualTo(0);
    }

    private Hops.Platform.Compute.ComputeLoad Step(double seconds, double cores, long bytes = 0, int waiting = 0)
    {
        _time.Elapsed += TimeSpan.FromSeconds(seconds);
        _computed += cores * seconds;
        return _gauge.Look([(1, 1, Use(_computed, bytes))], waiting);
    }

    private static RunnerUse Use(double cpuSeconds, long bytes) => new(TimeSpan.FromSeconds(cpuSeconds), 0, bytes, bytes, false);

    private sealed class SteppedTime : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
