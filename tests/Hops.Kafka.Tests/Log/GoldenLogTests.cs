using System.Buffers.Binary;
using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Log;

/// <summary>
/// A partition as version 1 of each of its formats wrote it, once: nine records, the first of them deleted, four batches of producer 9. It
/// opens for ever; the files are never made anew.
/// </summary>
public sealed class GoldenLogTests
{
    private static readonly string Partition = $"/data/topics/{LogBench.Id.TopicId:N}/0";

    [Fact]
    public void Version_1_of_log_state_and_indexes_opens()
    {
        var bench = Bench();

        bench.Open();

        (bench.Partition.LogStartOffset, bench.Partition.HighWatermark).ShouldBe((1, 9));
        bench.ReadAll(1).Select(record => record.Seed).ShouldBe(Enumerable.Range(1, 8).Select(i => (long)i));
        bench.Partition.EpochAt(5).ShouldBe(0);
        bench.Append(LogBench.Batch(2, seed: 6, producerId: 9, sequence: 6)).BaseOffset.ShouldBe(6, "a repetition is known by the saved state");
        bench.Append(LogBench.Batch(2, seed: 9, producerId: 9, sequence: 8)).BaseOffset.ShouldBe(9);
        bench.Health.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Version_1_of_the_indexes_is_read_and_not_made_anew()
    {
        var disk = Bench().Disk;

        var index = SparseIndex.Load(disk, Partition + "/00000000000000000000.index", Partition + "/00000000000000000000.timeindex", int.MaxValue, intervalBytes: 512);

        index.ShouldNotBeNull().LargestTime(0).ShouldBe((5_000, 8));
        index.Before(8).RelativeOffset.ShouldBeInRange(1, 8);
    }

    [Fact]
    public async Task A_state_of_a_newer_version_closes_the_partition_and_is_left_alone()
    {
        var bench = Bench();
        var state = Golden("state");
        BinaryPrimitives.WriteInt32BigEndian(state.AsSpan(4), 3);
        bench.Disk.Replace(Partition + "/state", state);
        var log = bench.Disk.ReadAll(Partition + "/00000000000000000000.log", 1 << 20);

        bench.Open();

        bench.Partition.IsUnreadable.ShouldBeTrue();
        bench.Append(LogBench.Batch(1)).Error.ShouldBe(KafkaError.KafkaStorageError);
        using (var slice = bench.Partition.Read(0, 4096, atLeastOne: true))
            slice.Error.ShouldBe(KafkaError.KafkaStorageError, "the deleted record is not back");
        bench.Run(bench.Partition.DeleteRecordsAsync(0)).Error.ShouldBe(KafkaError.KafkaStorageError);
        bench.Run(bench.Store.MaintainOnceAsync());
        Should.Throw<Core.Errors.PlatformException>(() => bench.Run(bench.Store.RepairAsync(bench.Partition, apply: true)))
            .Code.ShouldBe(Core.Errors.ErrorCode.Unsupported);
        bench.Health.Findings.ShouldHaveSingleItem().Message.ShouldContain("written by a newer version");
        await bench.Store.DisposeAsync();
        bench.Disk.ReadAll(Partition + "/state", 1 << 20).ShouldBe(state);
        bench.Disk.ReadAll(Partition + "/00000000000000000000.log", 1 << 20).ShouldBe(log);
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("gone")]
    public void Without_its_state_the_log_is_read_as_a_whole(string state)
    {
        var bench = Bench();
        if (state == "gone")
            bench.Disk.Delete(Partition + "/state");
        else
            bench.Disk.FlipBit(Partition + "/state", 40, 1);

        bench.Open();

        bench.ReadAll().Count.ShouldBe(9);
        bench.Append(LogBench.Batch(1)).BaseOffset.ShouldBe(9);
    }

    [Fact]
    public void A_batch_of_a_newer_format_is_neither_served_nor_written_over()
    {
        var bench = Bench();
        var log = Golden("00000000000000000000.log");
        var last = log.Length - LogBench.Batch(1).Length;
        RecordBatchHeader.Parse(log.AsSpan(last)).BaseOffset.ShouldBe(8);
        log[last + RecordBatchHeader.MagicAt] = 3;
        bench.Disk.Replace(Partition + "/00000000000000000000.log", log);

        bench.Open();

        bench.Append(LogBench.Batch(1)).Error.ShouldBe(KafkaError.KafkaStorageError);
        bench.ReadReadable(1).Count.ShouldBe(7);
        bench.Disk.ReadAll(Partition + "/00000000000000000000.log", 1 << 20).ShouldBe(log);
    }

    private static LogBench Bench()
    {
        var bench = new LogBench { Settings = new TopicSettings { Retention = null, TimestampAfterMax = null } };
        bench.Disk.CreateDirectory(Partition);
        foreach (var name in (string[])["state", "00000000000000000000.log", "00000000000000000000.index", "00000000000000000000.timeindex"])
            bench.Disk.Replace($"{Partition}/{name}", Golden(name));
        return bench;
    }

    private static byte[] Golden(string name) => Convert.FromHexString(string.Concat(File.ReadLines(
        Path.Combine(ToolFactAttribute.Repository, "tests", "Hops.Kafka.Tests", "Log", "Golden", name + ".hex"))));
}
