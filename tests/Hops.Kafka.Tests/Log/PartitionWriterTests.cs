using System.Buffers.Binary;
using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Records;
using Microsoft.Extensions.Logging;

namespace Hops.Kafka.Tests.Log;

public class PartitionWriterTests
{
    [Fact]
    public async Task Batches_that_claim_more_offsets_than_a_segment_can_number_take_nothing_acknowledged_with_them()
    {
        var bench = new LogBench().Open();
        byte[][] batches = [Claiming(1_000_000_000), Claiming(1_000_000_000), Claiming(1_000_000_000), LogBench.Batch(1, seed: 7)];
        var appends = batches.Select(batch => Unexamined(bench, batch)).ToArray();
        while (bench.Store.Loop.RunRound())
        {
        }

        var results = await Task.WhenAll(appends);
        results.Select(result => result.Error).ShouldBe([KafkaError.None, KafkaError.None, KafkaError.RequestTimedOut, KafkaError.None]);
        var end = bench.Partition.HighWatermark;
        bench.Disk.PowerCut();
        bench.Open();
        bench.Partition.HighWatermark.ShouldBe(end);
        bench.ReadAll(results[3].BaseOffset).ShouldBe([(results[3].BaseOffset, 7L)]);
        bench.Run(Unexamined(bench, Claiming(1_000_000_000))).BaseOffset.ShouldBe(end);
        bench.Run(Unexamined(bench, Claiming(1_000_000_000))).BaseOffset.ShouldBe(end + 1_000_000_000);
        bench.Append(Claiming(1_000_000_000)).Error.ShouldBe(KafkaError.InvalidRecord);
    }

    [Fact]
    public void An_append_that_is_durable_is_a_success_even_if_the_state_cannot_be_saved()
    {
        var bench = new LogBench { Options = new LogOptions { SnapshotBytes = 1 } }.Open();
        bench.Append(LogBench.Batch(1, timestampMs: 1_000)).Error.ShouldBe(KafkaError.None);
        bench.Append(LogBench.Batch(1, seed: 1, timestampMs: 1_500)).Error.ShouldBe(KafkaError.None);

        // What was reserved with the second one is room for the third.
        bench.Disk.CapacityBytes = 0;
        bench.Append(LogBench.Batch(1, seed: 2, timestampMs: 2_000)).ShouldBe(new AppendResult(KafkaError.None, 2, -1, 0, null));
        bench.FindByTime(2_000)!.Value.Offset.ShouldBe(2);
        bench.Disk.PowerCut();
        bench.Open();
        bench.ReadAll().Select(record => record.Seed).ShouldBe([0L, 1L, 2L]);
    }

    [Fact]
    public async Task Records_of_a_damaged_log_are_not_deleted_for_that_would_hide_the_damage()
    {
        var bench = await LogBench.DamagedAsync();
        bench.Run(bench.Partition.DeleteRecordsAsync(2)).Error.ShouldBe(KafkaError.KafkaStorageError);
        bench.Open();
        bench.Partition.IsDamaged.ShouldBeTrue();
    }

    [Fact]
    public void Directories_that_an_earlier_process_did_not_get_to_sync_are_synced_before_an_append_is_acknowledged()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var bench = new LogBench { Disk = new SimulatedDisk(seed) };
            bench.Disk.CreateDirectory($"/data/topics/{LogBench.Id.TopicId:N}/{LogBench.Id.Partition}");
            bench.Open();
            bench.Append(LogBench.Batch(1)).Error.ShouldBe(KafkaError.None);
            bench.Disk.PowerCut();
            bench.Open();
            bench.ReadAll().Count.ShouldBe(1, $"seed {seed}");
        }
    }

    [Fact]
    public async Task Logs_that_cannot_be_saved_at_their_end_are_closed_all_the_same()
    {
        var bench = new LogBench().Open();
        bench.Append(LogBench.Batch(1));
        var other = bench.Store.Open(new PartitionId(LogBench.Id.TopicId, 1), bench.Settings);
        bench.Run(other.AppendAsync(LogBench.Batch(1)));
        bench.Disk.OpenFiles.ShouldBe(2);
        bench.Disk.StopAfter(0);

        await bench.Store.DisposeAsync();

        bench.Disk.OpenFiles.ShouldBe(0);
        bench.Disk.PowerCut();
        bench.Open().ReadAll().Count.ShouldBe(1);
    }

    /// <summary>Appends past the examination of records: earlier versions took what claims more of them than it has.</summary>
    private static Task<AppendResult> Unexamined(LogBench bench, byte[] batch) => bench.Partition.AppendAsync(batch, RecordBatchHeader.Parse(batch));

    /// <summary>A batch of the default size at most, whose header claims a number of records that its bytes might hold when decompressed.</summary>
    private static byte[] Claiming(int records)
    {
        var batch = new byte[1_000_000];
        LogBench.Batch(1, codec: CompressionCodec.Gzip).CopyTo(batch, 0);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - RecordBatchHeader.PrefixBytes);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(23), records - 1);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), records);
        RecordBatchHeader.StampCrc(batch);
        return batch;
    }

    [Fact]
    public async Task A_deletion_that_fails_is_not_told_as_a_round_of_appends_that_was_undone()
    {
        var events = new EventNames();
        var bench = new LogBench { Logger = events }.Open();
        bench.Append(LogBench.Batch(1));
        bench.Disk.StopAfter(0);

        var deletion = bench.Partition.DeleteRecordsAsync(1);
        bench.Store.Loop.RunRound();

        (await deletion).Error.ShouldBe(KafkaError.KafkaStorageError);
        events.Errors.ShouldBe(["LogCommandFailed"]);
    }

    private sealed class EventNames : ILogger
    {
        public List<string> Errors { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Errors.Add(eventId.Name!);
    }
}
