using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hops.Kafka.Tests.Log;

public sealed class LogRepairTests
{
    private const int Batches = 40;

    [Fact]
    public void A_sound_log_has_nothing_to_repair()
    {
        var bench = Filled();
        var partition = bench.Partition;

        bench.Run(bench.Store.RepairAsync(partition, apply: true)).ShouldSatisfyAllConditions(
            repair => repair.IsSound.ShouldBeTrue(), repair => repair.EndOffset.ShouldBe(Batches));

        bench.Store.Find(LogBench.Id).ShouldBe(partition, "it was not even closed");
    }

    [Fact]
    public void A_dry_run_says_what_goes_and_changes_nothing()
    {
        var bench = Filled();
        var path = bench.Partition.Segments[0].Path;
        bench.Disk.FlipBit(path, 17 * BatchBytes + 80, 1);
        var before = bench.Disk.ReadAll(path, 1 << 20);

        var repair = bench.Run(bench.Store.RepairAsync(bench.Partition, apply: false));

        repair.Drops.ShouldHaveSingleItem().ShouldSatisfyAllConditions(gap => gap.FromOffset.ShouldBe(17), gap => gap.ToOffset.ShouldBe(18));
        repair.DroppedBytes.ShouldBe(BatchBytes);
        repair.EndOffset.ShouldBe(Batches);
        bench.Disk.ReadAll(path, 1 << 20).ShouldBe(before);
    }

    [Fact]
    public async Task A_repaired_log_is_sound_its_offsets_stay_and_it_takes_records()
    {
        var bench = Filled();
        var path = bench.Partition.Segments[0].Path;
        bench.Disk.FlipBit(path, 17 * BatchBytes + 80, 1);
        bench.Disk.FlipBit(path, 25 * BatchBytes + 3, 1);
        bench.DropCache();
        bench.ReadAll().Count.ShouldBe(Batches - 2);
        bench.Health.Findings.ShouldHaveSingleItem();

        Repair(bench).Drops.Count.ShouldBe(2);

        bench.Health.Findings.ShouldBeEmpty();
        var expected = Enumerable.Range(0, Batches).Where(i => i is not (17 or 25)).Select(i => ((long)i, (long)i)).ToList();
        bench.ReadAll().ShouldBe(expected);
        bench.Partition.Gaps.ShouldBeEmpty();
        Repair(bench).IsSound.ShouldBeTrue();
        bench.Append(LogBench.Batch(1, seed: Batches)).BaseOffset.ShouldBe(Batches);
        await bench.Store.DisposeAsync();
        bench.Open().ReadAll().ShouldBe([.. expected, (Batches, Batches)]);
        bench.Health.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_log_whose_file_is_gone_goes_on_at_its_old_end()
    {
        var bench = Filled();
        await bench.Store.DisposeAsync();
        bench.Disk.Delete(bench.Partition.Segments[0].Path);
        bench.Open();

        var repair = Repair(bench);

        repair.Drops.ShouldHaveSingleItem().ShouldSatisfyAllConditions(gap => gap.FromOffset.ShouldBe(0), gap => gap.ToOffset.ShouldBe(Batches));
        bench.Partition.LogStartOffset.ShouldBe(Batches);
        bench.Append(LogBench.Batch(1, seed: 5)).BaseOffset.ShouldBe(Batches);
        bench.Disk.PowerCut();
        bench.Open().ReadAll(Batches).ShouldBe([(Batches, 5L)]);
        bench.Health.Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_log_that_lost_its_end_gives_no_offset_twice()
    {
        var bench = await LogBench.DamagedAsync();
        var readable = bench.ReadReadable();

        Repair(bench).EndOffset.ShouldBe(20);

        bench.Append(LogBench.Batch(1, seed: 77)).BaseOffset.ShouldBe(20);
        bench.ReadAll().ShouldBe([.. readable, (20L, 77L)]);
    }

    [Fact]
    public async Task Whatever_is_damaged_a_repair_keeps_what_was_readable()
    {
        for (var seed = 0; seed < 80; seed++)
        {
            var random = new Random(seed);
            var bench = new LogBench { Disk = new SimulatedDisk(seed) }.Open();
            for (var i = 0; i < 60; i++)
                bench.Append(LogBench.Batch(1 + (i % 3), seed: i * 10, valueBytes: 8 + random.Next(900)));
            var end = bench.Partition.HighWatermark;
            await bench.Store.DisposeAsync();
            for (var hits = random.Next(1, 5); hits > 0; hits--)
            {
                var segment = bench.Partition.Segments[random.Next(bench.Partition.Segments.Count)];
                if (random.Next(6) == 0)
                    bench.Disk.Delete(segment.Path);
                else if (bench.Disk.FileExists(segment.Path))
                    bench.Disk.FlipBit(segment.Path, random.Next(segment.ReadableBytes), random.Next(8));
            }

            bench.Open();
            var readable = bench.Partition.IsUnreadable ? [] : bench.ReadReadable();

            Repair(bench);

            bench.Partition.IsDamaged.ShouldBeFalse($"seed {seed}");
            bench.ReadAll(bench.Partition.LogStartOffset).ShouldBe(readable, $"seed {seed}");
            bench.Append(LogBench.Batch(1)).BaseOffset.ShouldBe(end, $"seed {seed}");
            bench.Health.Findings.ShouldBeEmpty($"seed {seed}");
        }
    }

    [Fact]
    public void A_repair_that_is_cut_short_anywhere_is_begun_again()
    {
        for (var changes = 0; changes < 40; changes++)
        {
            var bench = Filled();
            bench.Disk.FlipBit(bench.Partition.Segments[0].Path, 17 * BatchBytes + 80, 1);
            bench.Disk.StopAfter(changes);
            var repair = bench.Store.RepairAsync(bench.Partition, apply: true);
            SpinWait.SpinUntil(() => !bench.Store.Loop.RunRound() && repair.IsCompleted, TimeSpan.FromSeconds(30)).ShouldBeTrue();
            bench.Disk.PowerCut();
            bench.Open();

            Repair(bench);

            bench.ReadAll().Count.ShouldBe(Batches - 1, $"cut after {changes}");
            bench.Append(LogBench.Batch(1)).BaseOffset.ShouldBe(Batches);
        }
    }

    [Fact]
    public void A_repair_of_what_was_repaired_meanwhile_is_one_of_what_is_there_now()
    {
        var bench = Filled();
        var before = bench.Partition;
        bench.Disk.FlipBit(before.Segments[0].Path, 17 * BatchBytes + 80, 1);
        Repair(bench);
        bench.Disk.FlipBit(bench.Partition.Segments[0].Path, 25 * BatchBytes + 80, 1);

        var repair = bench.Run(bench.Store.RepairAsync(before, apply: true));

        repair.Drops.ShouldHaveSingleItem();
        bench.Reopened();
        bench.ReadAll().Count.ShouldBe(Batches - 2);
    }

    [Fact]
    public void A_partition_that_could_not_be_opened_after_its_repair_is_opened_by_whoever_asks_next()
    {
        for (var changes = 0; ; changes++)
        {
            var bench = Filled();
            bench.Disk.FlipBit(bench.Partition.Segments[0].Path, 17 * BatchBytes + 80, 1);
            bench.Disk.StopAfter(changes);
            var repair = bench.Store.RepairAsync(bench.Partition, apply: true);
            SpinWait.SpinUntil(() => !bench.Store.Loop.RunRound() && repair.IsCompleted, TimeSpan.FromSeconds(30)).ShouldBeTrue();
            if (!repair.IsFaulted)
            {
                changes.ShouldBeGreaterThan(3);
                break;
            }

            bench.Disk.PowerCut();
            bench.Store.Open(LogBench.Id, bench.Settings).ShouldNotBe(bench.Partition, $"cut after {changes}: nobody can read what is closed");
            bench.Reopened();
            bench.ReadAll().Count.ShouldBe(Batches - 1, $"cut after {changes}");
        }
    }

    [Fact]
    public async Task A_topic_that_is_deleted_while_it_is_repaired_leaves_no_files()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var disk = new SimulatedDisk(seed);
            disk.CreateDirectory("/data");
            disk.SyncDirectory("/");
            await using var store = PartitionStore.Start(disk, "/data/topics", new LogOptions(), TimeProvider.System, NullLogger<PartitionStore>.Instance, 0);
            var partition = store.Open(LogBench.Id, new TopicSettings());
            for (var i = 0; i < Batches; i++)
                await partition.AppendAsync(LogBench.Batch(1, seed: i));
            disk.FlipBit(partition.Segments[0].Path, (17 * BatchBytes) + 80, 1);

            var repair = store.RepairAsync(partition, apply: true);
            await store.DeleteTopicAsync(LogBench.Id.TopicId);

            await Task.WhenAny(repair);
            store.Find(LogBench.Id).ShouldBeNull();
            store.TopicsOnDisk().ShouldBeEmpty($"seed {seed}");
        }
    }

    private static int BatchBytes { get; } = LogBench.Batch(1).Length;

    private static LogBench Filled()
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < Batches; i++)
            bench.Append(LogBench.Batch(1, seed: i));
        return bench;
    }

    private static PartitionRepair Repair(LogBench bench)
    {
        var repair = bench.Run(bench.Store.RepairAsync(bench.Partition, apply: true));
        bench.Reopened();
        return repair;
    }
}
