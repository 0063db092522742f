using Hops.Core.Storage;
using Hops.Kafka.Log;

namespace Hops.Kafka.Tests.Log;

/// <summary>
/// An idempotent producer with several batches in flight writes to a disk that stops at a random change; after the power cut it goes on
/// where it had no answer. Whatever was acknowledged is there, at its offset, and nothing is there twice.
/// </summary>
public class PowerCutTests
{
    private const long ProducerId = 42;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_doubled(int seed)
    {
        const int CutsPerSeed = 10;
        var random = new Random(seed);
        var bench = new LogBench
        {
            Disk = new SimulatedDisk(seed),
            Options = new LogOptions { AllocationStepBytes = 8 << 10, SnapshotBytes = 20 << 10, RoundMaxBytes = 8 << 10 },
        };
        var next = 0;
        var acknowledged = new Dictionary<int, long>();
        for (var cut = 0; cut < CutsPerSeed; cut++)
        {
            bench.Open();
            bench.Partition.IsDamaged.ShouldBeFalse($"seed {seed} cut {cut}");
            Verify(bench, acknowledged, next, $"seed {seed} cut {cut}");
            bench.Disk.StopAfter(random.Next(1, 120));
            next = Produce(bench, random, next, acknowledged);
            if (random.Next(8) == 0)
                await CloseAsync(bench);
            bench.Disk.PowerCut();
        }

        bench.Open();
        Verify(bench, acknowledged, next, $"seed {seed} at the end");
    }

    /// <summary>Produces until the disk stops; sends again first what has no answer.</summary>
    /// <returns>The first number that was not acknowledged.</returns>
    private static int Produce(LogBench bench, Random random, int next, Dictionary<int, long> acknowledged)
    {
        while (!bench.Disk.IsStopped)
        {
            var inFlight = new List<(int Number, Task<AppendResult> Result)>();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                var number = next + inFlight.Count;
                var batch = LogBench.Batch(1, seed: number, producerId: ProducerId, sequence: number, valueBytes: 8 + (number * 37 % 3000));
                inFlight.Add((number, bench.Partition.AppendAsync(batch)));
            }

            if (random.Next(20) == 0)
                _ = bench.Store.MaintainOnceAsync();
            while (bench.Store.Loop.RunRound())
            {
            }

            foreach (var (number, result) in inFlight)
            {
                if (result.Result.Error != KafkaError.None)
                    return next;
                number.ShouldBe(next);
                acknowledged[number] = result.Result.BaseOffset;
                next++;
            }
        }

        return next;
    }

    private static void Verify(LogBench bench, Dictionary<int, long> acknowledged, int next, string when)
    {
        var records = bench.ReadAll();
        for (var i = 0; i < records.Count; i++)
            records[i].ShouldBe((i, i), when);
        records.Count.ShouldBeGreaterThanOrEqualTo(next, when);
        foreach (var (number, offset) in acknowledged)
            records[(int)offset].Seed.ShouldBe(number, when);
    }

    private static async Task CloseAsync(LogBench bench)
    {
        try
        {
            await bench.Store.DisposeAsync();
        }
        catch (IOException)
        {
            // The disk has stopped; the power cut comes next.
        }
    }
}
