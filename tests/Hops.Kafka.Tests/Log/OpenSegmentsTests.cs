using Hops.Core.Storage;
using Hops.Kafka.Log;

namespace Hops.Kafka.Tests.Log;

/// <summary>Any number of partitions lives with any number of descriptors.</summary>
public sealed class OpenSegmentsTests
{
    private const int Partitions = 300;

    [Fact]
    public void More_partitions_than_descriptors_are_written_read_and_maintained()
    {
        var bench = Bench(openFilesMax: 64);
        var partitions = Open(bench);
        for (var round = 0; round < 3; round++)
        {
            Append(bench, partitions, seed: round).Count(error => error != KafkaError.None).ShouldBe(0);
            bench.Disk.OpenFiles.ShouldBeLessThanOrEqualTo(33, "half of what the process may open, and the one that was opened last");
        }

        foreach (var partition in partitions)
        {
            Drop(partition);
            using var slice = partition.Read(0, 1 << 20, atLeastOne: true);
            slice.Error.ShouldBe(KafkaError.None);
            slice.LengthBytes.ShouldBe(3 * LogBench.Batch(1).Length);
        }

        bench.Disk.OpenFiles.ShouldBeLessThanOrEqualTo(33);
        bench.Run(bench.Store.MaintainOnceAsync());
        bench.Disk.OpenFiles.ShouldBeLessThanOrEqualTo(33);
    }

    [Fact]
    public async Task A_store_of_more_partitions_than_descriptors_starts_again()
    {
        var bench = Bench(openFilesMax: 64);
        Append(bench, Open(bench), seed: 1);
        await bench.Store.DisposeAsync();
        bench.Disk.OpenFiles.ShouldBe(0);

        bench.Open();

        Open(bench).Count(partition => partition.HighWatermark == 1 && !partition.IsDamaged).ShouldBe(Partitions);
    }

    [Fact]
    public void Without_a_descriptor_an_append_is_refused_and_nothing_else_happens()
    {
        var bench = Bench(openFilesMax: 64);
        bench.Append(LogBench.Batch(1, seed: 0)).BaseOffset.ShouldBe(0);
        bench.Run(bench.Store.MaintainOnceAsync());
        bench.Run(bench.Store.MaintainOnceAsync());
        bench.Disk.OpenFiles.ShouldBe(0, "what is idle rests");
        bench.Disk.LimitOpenFiles(0);

        var refused = bench.Append(LogBench.Batch(1, seed: 1));

        refused.Error.ShouldBe(KafkaError.KafkaStorageError);
        refused.Message!.ShouldContain("0 files open");
        bench.Run(bench.Partition.DeleteRecordsAsync(1)).Error.ShouldBe(KafkaError.KafkaStorageError);
        bench.Partition.LogStartOffset.ShouldBe(0, "a start that could not be saved is not moved");
        bench.Run(bench.Store.MaintainOnceAsync());
        bench.Partition.IsDamaged.ShouldBeFalse();
        bench.Disk.LimitOpenFiles(64);
        bench.Append(LogBench.Batch(1, seed: 2)).BaseOffset.ShouldBe(1);
        bench.Disk.PowerCut();
        bench.Open();
        bench.ReadAll().ShouldBe([(0L, 0L), (1L, 2L)]);
    }

    [Fact]
    public void A_first_append_that_was_refused_half_way_leaves_nothing_in_the_way()
    {
        for (var limit = 0; limit < 4; limit++)
        {
            var bench = Bench(openFilesMax: 64);
            bench.Disk.LimitOpenFiles(limit);
            var first = bench.Append(LogBench.Batch(1, seed: 5));
            bench.Disk.LimitOpenFiles(64);
            var offset = first.Error == KafkaError.None ? 1 : 0;
            bench.Append(LogBench.Batch(1, seed: 6)).BaseOffset.ShouldBe(offset, $"limit {limit}");
        }
    }

    [Fact]
    public void Descriptors_that_others_use_up_are_taken_from_idle_segments()
    {
        var bench = Bench(openFilesMax: 64);
        var partitions = Open(bench);
        Append(bench, partitions, seed: 0);
        bench.Disk.LimitOpenFiles(bench.Disk.OpenFiles);

        foreach (var partition in partitions)
            Drop(partition);
        foreach (var partition in partitions)
        {
            using var slice = partition.Read(0, 1 << 20, atLeastOne: true);
            slice.Error.ShouldBe(KafkaError.None);
        }
    }

    [Fact]
    public void Partitions_take_no_room_before_their_first_record_and_little_after_it()
    {
        var bench = Bench(openFilesMax: 64, capacityBytes: 512 << 10);
        var partitions = Open(bench);
        bench.Disk.List($"/data/topics/{LogBench.Id.TopicId:N}").ShouldBeEmpty();

        for (var round = 0; round < 5; round++)
            Append(bench, partitions, seed: round).Count(error => error != KafkaError.None).ShouldBe(0, "room for 1.7 kB a partition is enough");
    }

    [Fact]
    public void Room_that_was_reserved_goes_back_when_a_partition_is_idle()
    {
        var bench = Bench(openFilesMax: 64, capacityBytes: 100 << 10);
        for (var i = 0; i < 10; i++)
            bench.Append(LogBench.Batch(1, seed: i, valueBytes: 4_000)).Error.ShouldBe(KafkaError.None);
        var other = bench.Store.Open(LogBench.Id with { Partition = 1 }, bench.Settings);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        bench.Run(bench.Store.MaintainOnceAsync());

        for (var i = 0; i < 12; i++)
            Append(bench, [other], seed: i, valueBytes: 4_000).ShouldBe([KafkaError.None], $"batch {i}");
    }

    private static LogBench Bench(int openFilesMax, long capacityBytes = 1L << 30)
    {
        var disk = new SimulatedDisk(1, capacityBytes);
        disk.LimitOpenFiles(openFilesMax);
        return new LogBench { Disk = disk }.Open();
    }

    private static Partition[] Open(LogBench bench) =>
        [.. Enumerable.Range(0, Partitions).Select(index => bench.Store.Open(LogBench.Id with { Partition = index }, bench.Settings))];

    private static KafkaError[] Append(LogBench bench, Partition[] partitions, long seed, int valueBytes = 20)
    {
        var appends = partitions.Select(partition => partition.AppendAsync(LogBench.Batch(1, seed, valueBytes: valueBytes))).ToArray();
        while (bench.Store.Loop.RunRound())
        {
        }

        return [.. appends.Select(append => append.Result.Error)];
    }

    private static void Drop(Partition partition)
    {
        lock (partition.Gate)
            partition.Cache.Clear();
    }
}
