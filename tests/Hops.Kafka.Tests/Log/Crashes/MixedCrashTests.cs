namespace Hops.Kafka.Tests.Log.Crashes;

/// <summary>
/// Three topics, of which one is compacted, one kept by age and size, and one both, are written to by producers of every kind while transactions end,
/// logs are compacted, old records go, topics are deleted, and the power goes or the process is killed in the middle of any of that.
/// </summary>
public sealed class MixedCrashTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 5)];

    public static TheoryData<int> ManySeeds => [.. Enumerable.Range(101, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_a_crash_interrupts_nothing_acknowledged_is_lost_or_doubled(int seed) => new CrashScene(seed).Run(crashes: 8);

    [Theory]
    [MemberData(nameof(ManySeeds))]
    [Trait("Speed", "Slow")]
    public void Whatever_five_hundred_crashes_interrupt_nothing_acknowledged_is_lost_or_doubled(int seed) => new CrashScene(seed).Run(crashes: 10);
}
