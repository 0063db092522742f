using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Log.Compaction;

/// <summary>
/// Keys are written, deleted, committed and aborted while the log is compacted and the disk stops at a random change; after each power cut every key
/// has the value that was acknowledged last, or one that was sent after it.
/// </summary>
public sealed class CompactionPowerCutTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_key_has_its_newest_value_after_every_cut(int seed)
    {
        const int CutsPerSeed = 8;
        var random = new Random(seed);
        var log = new KeyedLog(options: new LogOptions { AllocationStepBytes = 4 << 10, SnapshotBytes = 4 << 10 }, seed: seed);
        var sure = new Dictionary<string, int>(StringComparer.Ordinal);
        var version = 0;
        for (var cut = 0; cut < CutsPerSeed; cut++)
        {
            Verify(log, sure, version, $"seed {seed} cut {cut}");
            log.Bench.Disk.StopAfter(random.Next(1, 400));
            version = Change(log, random, sure, version);
            log.Bench.Disk.PowerCut();
            log.Bench.Open();
            log.Partition.IsDamaged.ShouldBeFalse($"seed {seed} cut {cut}");
            log.Partition.Gaps.ShouldBeEmpty($"seed {seed} cut {cut}");

            // What was open is ended by the coordinator.
            log.Bench.End(version, isCommit: false);
        }

        log.Roll();
        log.Compact();
        Verify(log, sure, version, $"seed {seed} at the end");
        log.Partition.CompactedOffset.ShouldBeGreaterThan(0);
    }

    private static int Change(KeyedLog log, Random random, Dictionary<string, int> sure, int version)
    {
        while (!log.Bench.Disk.IsStopped)
        {
            var key = $"key{random.Next(12)}";
            version++;
            var value = $"{version} {new string('.', random.Next(60))}";
            var isTransactional = random.Next(4) == 0;
            var isCommit = random.Next(2) == 0;
            if (isTransactional)
            {
                if (log.Write(CompressionCodec.Lz4, producerId: version, (key, value)).Error != KafkaError.None || log.Bench.End(version, isCommit).Error != KafkaError.None)
                    return version;
            }
            else if (log.Write((key, value)).Error != KafkaError.None)
            {
                return version;
            }

            if (!isTransactional || isCommit)
                sure[key] = version;
            if (random.Next(12) != 0)
                continue;
            try
            {
                log.Compact();
            }
            catch (IOException)
            {
                // The disk has stopped; the power cut comes next.
            }
        }

        return version;
    }

    private static void Verify(KeyedLog log, Dictionary<string, int> sure, int version, string when)
    {
        var table = log.Table();
        foreach (var (key, least) in sure)
            int.Parse(table[key].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(least, version, $"{when}: {key}");
        log.Partition.LastStableOffset.ShouldBe(log.Partition.HighWatermark, when);
    }
}
