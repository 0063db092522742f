using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hops.Kafka.Tests.Log;

public class PartitionTests
{
    [Fact]
    public async Task Records_are_read_as_they_were_appended_from_memory_and_from_disk_and_after_a_restart()
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < 300; i++)
            bench.Append(LogBench.Batch(1 + (i % 7), seed: i * 100)).BaseOffset.ShouldBe(bench.Partition.HighWatermark - 1 - (i % 7));
        var fromMemory = bench.ReadAll();
        fromMemory.Count.ShouldBe((int)bench.Partition.HighWatermark);
        fromMemory.Select(record => record.Offset).ShouldBe(Enumerable.Range(0, fromMemory.Count).Select(i => (long)i));
        bench.DropCache();
        bench.ReadAll().ShouldBe(fromMemory);
        bench.Partition.Segments.Count.ShouldBeGreaterThan(1);
        await bench.Store.DisposeAsync();
        bench.Open();
        bench.ReadAll().ShouldBe(fromMemory);
        bench.Partition.LeaderEpoch.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_asked_of_a_store_that_has_ended_fails_at_once()
    {
        var disk = new SimulatedDisk(1);
        disk.CreateDirectory("/data");
        var store = PartitionStore.Start(disk, "/data/topics", new LogOptions(), TimeProvider.System, NullLogger<PartitionStore>.Instance, 0);
        var partition = store.Open(LogBench.Id, TopicSettings.Default);
        (await partition.AppendAsync(LogBench.Batch(1, timestampMs: TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()))).Error.ShouldBe(KafkaError.None);
        await store.DisposeAsync();

        var patience = TimeSpan.FromSeconds(20);
        (await partition.AppendAsync(LogBench.Batch(1)).WaitAsync(patience)).Error.ShouldNotBe(KafkaError.None);
        (await partition.AppendMarkerAsync(7, 0, 0, isCommit: true).WaitAsync(patience)).Error.ShouldNotBe(KafkaError.None);
        (await partition.ProducersAsync().WaitAsync(patience)).Error.ShouldNotBe(KafkaError.None);
    }

    [Fact]
    public void Reading_starts_at_any_offset_and_gives_at_least_one_batch_only_if_asked_to()
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < 100; i++)
            bench.Append(LogBench.Batch(5, seed: i * 5));
        foreach (var cached in new[] { true, false })
        {
            if (!cached)
                bench.DropCache();
            for (var offset = 0L; offset < 500; offset += 3)
                bench.ReadAll(offset).ShouldBe(Enumerable.Range((int)offset, 500 - (int)offset).Select(i => ((long)i, (long)i)));
            using var none = bench.Partition.Read(10, 8, atLeastOne: false);
            none.LengthBytes.ShouldBe(0);
            none.Error.ShouldBe(KafkaError.None);
            using var one = bench.Partition.Read(10, 8, atLeastOne: true);
            RecordBatchHeader.Parse(one.Buffers[0].Span).BaseOffset.ShouldBe(10);
            using var end = bench.Partition.Read(500, 100, atLeastOne: true);
            (end.Error, end.LengthBytes).ShouldBe((KafkaError.None, 0));
            using var beyond = bench.Partition.Read(501, 100, atLeastOne: true);
            beyond.Error.ShouldBe(KafkaError.OffsetOutOfRange);
        }
    }

    [Fact]
    public void A_repeated_batch_is_answered_with_its_first_offset_and_appended_once()
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < 7; i++)
            bench.Append(LogBench.Batch(2, seed: i, producerId: 9, sequence: i * 2)).BaseOffset.ShouldBe(i * 2);
        for (var i = 2; i < 7; i++)
            bench.Append(LogBench.Batch(2, seed: i, producerId: 9, sequence: i * 2)).ShouldBe(new AppendResult(KafkaError.None, i * 2, -1, 0, null));
        bench.Partition.HighWatermark.ShouldBe(14);
        bench.Append(LogBench.Batch(2, producerId: 9, sequence: 2)).Error.ShouldBe(KafkaError.OutOfOrderSequenceNumber);
        bench.Append(LogBench.Batch(2, producerId: 9, sequence: 20)).Error.ShouldBe(KafkaError.OutOfOrderSequenceNumber);
        bench.Append(LogBench.Batch(2, producerId: 9, sequence: 0, epoch: 1)).BaseOffset.ShouldBe(14);
        bench.Append(LogBench.Batch(2, producerId: 9, sequence: 14)).Error.ShouldBe(KafkaError.InvalidProducerEpoch);
        bench.Append(LogBench.Batch(2, producerId: 10, sequence: 77)).Error.ShouldBe(KafkaError.None);
    }

    [Fact]
    public void A_repeated_batch_is_told_the_time_at_which_it_was_appended()
    {
        var bench = new LogBench { Settings = new TopicSettings { IsLogAppendTime = true } }.Open();
        var appended = bench.Append(LogBench.Batch(2, producerId: 9, sequence: 0));
        bench.Time.Advance(TimeSpan.FromSeconds(5));

        bench.Append(LogBench.Batch(2, producerId: 9, sequence: 0)).ShouldBe(appended);
        bench.Disk.PowerCut();
        bench.Open();
        bench.Append(LogBench.Batch(2, producerId: 9, sequence: 0)).ShouldBe(appended);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_repeated_batch_is_known_after_a_restart(bool cleanly)
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < 5; i++)
            bench.Append(LogBench.Batch(2, seed: i, producerId: 9, sequence: i * 2));
        if (cleanly)
            await bench.Store.DisposeAsync();
        else
            bench.Disk.PowerCut();
        bench.Open();
        bench.Append(LogBench.Batch(2, producerId: 9, sequence: 0)).BaseOffset.ShouldBe(0);
        bench.Append(LogBench.Batch(2, producerId: 9, sequence: 8)).BaseOffset.ShouldBe(8);
        bench.Append(LogBench.Batch(2, producerId: 9, sequence: 10)).BaseOffset.ShouldBe(10);
        bench.Append(LogBench.Batch(2, producerId: 9, sequence: 14)).Error.ShouldBe(KafkaError.OutOfOrderSequenceNumber);
    }

    [Fact]
    public void Malformed_batches_are_refused_with_the_protocols_own_errors()
    {
        var bench = new LogBench().Open();
        var sound = LogBench.Batch(3);
        bench.Append(sound[..60]).Error.ShouldBe(KafkaError.InvalidRecord);
        bench.Append(sound[..^1]).Error.ShouldBe(KafkaError.InvalidRecord);
        bench.Append([.. sound, .. sound]).Error.ShouldBe(KafkaError.InvalidRecord);
        bench.Append(new byte[2_000_000]).Error.ShouldBe(KafkaError.MessageTooLarge);
        bench.Append([.. sound[..^1], (byte)~sound[^1]]).Error.ShouldBe(KafkaError.CorruptMessage);
        foreach (var (at, value, error) in new (int, byte, KafkaError)[]
        {
            (16, 1, KafkaError.InvalidRecord), (60, 4, KafkaError.InvalidRecord), (57, 0x7F, KafkaError.InvalidRecord),
            (22, 5, KafkaError.UnsupportedCompressionType), (22, 0x10, KafkaError.InvalidRecord), (22, 0x20, KafkaError.InvalidRecord),
            (22, 8, KafkaError.InvalidTimestamp), (7, 1, KafkaError.InvalidRecord),
        })
            bench.Append(Changed(sound, at, value)).Error.ShouldBe(error, $"byte {at}");
        bench.Partition.HighWatermark.ShouldBe(0);
        return;

        static byte[] Changed(byte[] batch, int at, byte value)
        {
            var changed = batch.ToArray();
            changed[at] = value;
            RecordBatchHeader.StampCrc(changed);
            return changed;
        }
    }

    [Fact]
    public void A_waiting_reader_wakes_when_enough_bytes_are_readable()
    {
        var bench = new LogBench().Open();
        var batch = LogBench.Batch(1);
        var wait = new FetchWait(batch.Length + 1);
        bench.Partition.Watch(wait, 0);
        bench.Append(batch);
        wait.Ready.IsCompleted.ShouldBeFalse();
        bench.Append(batch);
        wait.Ready.IsCompleted.ShouldBeTrue();
        var late = new FetchWait(1);
        bench.Partition.Watch(late, 1);
        late.Ready.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void The_time_of_appending_takes_the_place_of_the_producers_where_the_topic_says_so()
    {
        var bench = new LogBench { Settings = new TopicSettings { IsLogAppendTime = true } }.Open();
        var now = bench.Time.GetUtcNow().ToUnixTimeMilliseconds();
        bench.Append(LogBench.Batch(3)).LogAppendTimeMs.ShouldBe(now);
        bench.DropCache();
        using var slice = bench.Partition.Read(0, 1000, atLeastOne: true);
        using var opened = RecordBatch.Open(slice.Buffers[0], 1000);
        var reader = opened.Read();
        reader.MoveNext().ShouldBeTrue();
        reader.Current.TimestampMs.ShouldBe(now);
    }

    [Fact]
    public void Records_are_found_by_time_with_their_real_time()
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < 200; i++)
            bench.Append(LogBench.Batch(3, seed: i, timestampMs: i == 150 ? 999_999 : 10_000 + (i * 10)));
        for (var restarted = 0; restarted < 2; restarted++)
        {
            bench.FindByTime(0)!.Value.Offset.ShouldBe(0);
            bench.FindByTime(10_501)!.Value.ShouldBe(new RecordPosition(151, 10_501, 0));
            bench.FindByTime(11_999)!.Value.Offset.ShouldBe(450);
            bench.FindByTime(1_000_001)!.Value.Offset.ShouldBe(452);
            bench.FindByTime(1_000_002).ShouldBeNull();
            bench.FindLargestTime()!.Value.ShouldBe(new RecordPosition(452, 1_000_001, 0));
            bench.Disk.PowerCut();
            bench.Open();
        }
    }

    [Fact]
    public void Deleted_records_stay_deleted()
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < 600; i++)
            bench.Append(LogBench.Batch(1, seed: i));
        var before = bench.Partition.Segments.Count;
        bench.Run(bench.Partition.DeleteRecordsAsync(400)).ShouldBe((KafkaError.None, 400));
        bench.Partition.Segments.Count.ShouldBeLessThan(before);
        bench.Partition.Read(399, 10, true).Error.ShouldBe(KafkaError.OffsetOutOfRange);
        bench.Disk.PowerCut();
        bench.Open();
        bench.Partition.LogStartOffset.ShouldBe(400);
        bench.ReadAll(400).Count.ShouldBe(200);
        bench.Run(bench.Partition.DeleteRecordsAsync(-1)).ShouldBe((KafkaError.None, 600));
        bench.Disk.PowerCut();
        bench.Open();
        (bench.Partition.LogStartOffset, bench.Partition.HighWatermark).ShouldBe((600, 600));
        bench.Append(LogBench.Batch(1)).BaseOffset.ShouldBe(600);
        bench.Run(bench.Partition.DeleteRecordsAsync(700)).Error.ShouldBe(KafkaError.OffsetOutOfRange);
    }

    [Fact]
    public void Old_and_surplus_segments_are_removed()
    {
        var bench = new LogBench
        {
            Settings = new() { SegmentBytes = 16 << 10, RetentionBytes = 40 << 10, Retention = TimeSpan.FromHours(1), TimestampAfterMax = null },
        }.Open();
        var now = bench.Time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var i = 0; i < 1000; i++)
            bench.Append(LogBench.Batch(1, seed: i, timestampMs: now));
        bench.Run(bench.Store.MaintainOnceAsync());
        bench.Partition.SizeBytes.ShouldBeInRange(40 << 10, 72 << 10);
        bench.Partition.LogStartOffset.ShouldBeGreaterThan(0);
        bench.ReadAll(bench.Partition.LogStartOffset).Count.ShouldBe((int)(1000 - bench.Partition.LogStartOffset));
        bench.Time.Advance(TimeSpan.FromHours(2));
        bench.Run(bench.Store.MaintainOnceAsync());
        bench.Partition.LogStartOffset.ShouldBe(1000);
        bench.Append(LogBench.Batch(1)).BaseOffset.ShouldBe(1000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task A_closed_partition_refuses_its_readers_and_neither_keeps_them_nor_lets_them_wait(long offset)
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < 20; i++)
            bench.Append(LogBench.Batch(1, seed: i));
        await bench.Store.DisposeAsync();

        var error = await Task.Run(() =>
        {
            using var slice = bench.Partition.Read(offset, 4096, atLeastOne: true);
            return slice.Error;
        }).WaitAsync(TimeSpan.FromSeconds(10));

        error.ShouldBe(KafkaError.KafkaStorageError, "an empty answer would be asked for again at once");
    }

    [Fact]
    public void A_search_by_time_passes_over_a_segment_that_was_removed_before_it_was_opened()
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < 40; i++)
            bench.Append(LogBench.Batch(1, seed: i, timestampMs: 1_000 + i, valueBytes: 2_000));
        bench.DropCache();
        bench.Run(bench.Store.MaintainOnceAsync());
        bench.Run(bench.Store.MaintainOnceAsync());
        foreach (var extension in (string[])[".log", ".index", ".timeindex"])
            bench.Disk.Delete(Path.ChangeExtension(bench.Partition.Segments[0].Path, extension));

        bench.FindByTime(1_000)!.Value.Offset.ShouldBe(bench.Partition.Segments[1].BaseOffset);
    }
}
