using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Log;

public class DamageTests
{
    [Fact]
    public void After_a_cut_at_any_byte_the_log_holds_the_whole_batches_before_it()
    {
        var batches = Enumerable.Range(0, 6).Select(i => LogBench.Batch(1 + i, seed: i * 10)).ToList();
        var total = batches.Sum(batch => batch.Length);
        for (var cut = 0; cut <= total; cut++)
        {
            var bench = new LogBench().Open();
            batches.ForEach(batch => bench.Append(batch));
            var path = bench.Partition.Segments[0].Path;
            using (var file = bench.Disk.Open(path, DiskMode.ReadWrite))
                file.SetLength(cut);
            bench.Open();
            var whole = 0;
            var records = 0;
            foreach (var batch in batches)
            {
                whole += batch.Length;
                if (whole > cut)
                    break;
                records += RecordBatchHeader.Parse(batch).RecordCount;
            }

            bench.Partition.HighWatermark.ShouldBe(records, $"cut at {cut}");
            bench.ReadAll().Count.ShouldBe(records);
            bench.Append(LogBench.Batch(2)).BaseOffset.ShouldBe(records);
        }
    }

    [Fact]
    public async Task A_flipped_bit_is_never_served()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var bench = new LogBench { Disk = new SimulatedDisk(round) }.Open();
            for (var i = 0; i < 60; i++)
                bench.Append(LogBench.Batch(1 + (i % 3), seed: i));
            var sound = Bytes(bench);
            var restarts = round % 3;
            if (restarts == 1)
                await bench.Store.DisposeAsync();
            var segment = bench.Partition.Segments[random.Next(bench.Partition.Segments.Count)];
            bench.Disk.FlipBit(segment.Path, random.Next(segment.ReadableBytes), random.Next(8));
            if (restarts > 0)
                bench.Open();
            bench.DropCache();
            for (var offset = 0L; offset < bench.Partition.HighWatermark; offset++)
            {
                using var slice = bench.Partition.Read(offset, 500, atLeastOne: true);
                if (slice.Error != KafkaError.None)
                {
                    slice.Error.ShouldBe(KafkaError.CorruptMessage);
                    continue;
                }

                var first = RecordBatchHeader.Parse(slice.Buffers[0].Span).BaseOffset;
                Records(sound, first).ShouldBe(Records(slice.Buffers[0], first), $"round {round} offset {offset}");
                first.ShouldBeLessThanOrEqualTo(offset + 3, $"round {round}: one batch is lost and not more");
            }
        }
    }

    [Fact]
    public async Task Damage_below_what_was_durable_stops_appends_and_nothing_else()
    {
        var bench = await LogBench.DamagedAsync();
        bench.Partition.IsDamaged.ShouldBeTrue();
        bench.Append(LogBench.Batch(1)).Error.ShouldBe(KafkaError.KafkaStorageError);
        bench.Partition.HighWatermark.ShouldBe(20, "what was durable does not become undone");
        var readable = bench.ReadReadable();
        readable.Count.ShouldBeInRange(5, 12);
        readable.ShouldBe(Enumerable.Range(0, readable.Count).Select(i => ((long)i, (long)i)));
        using var beyond = bench.Partition.Read(readable.Count, 4096, atLeastOne: true);
        beyond.Error.ShouldBe(KafkaError.CorruptMessage);
    }

    [Fact]
    public void A_full_disk_refuses_appends_serves_reads_and_recovers()
    {
        var bench = new LogBench { Disk = new SimulatedDisk(3, capacityBytes: 256 << 10) }.Open();
        var accepted = 0;
        AppendResult result;
        while ((result = bench.Append(LogBench.Batch(1, seed: accepted, valueBytes: 4000))).Error == KafkaError.None)
            accepted++;
        result.Error.ShouldBe(KafkaError.KafkaStorageError);
        result.Message!.ShouldContain("disk is full");
        accepted.ShouldBeGreaterThan(20);
        bench.ReadAll().Count.ShouldBe(accepted);
        bench.Append(LogBench.Batch(1, seed: accepted, valueBytes: 4000)).Error.ShouldBe(KafkaError.KafkaStorageError);
        bench.Disk.CapacityBytes = 1 << 20;
        bench.Append(LogBench.Batch(1, seed: accepted, valueBytes: 4000)).BaseOffset.ShouldBe(accepted);
        bench.Disk.PowerCut();
        bench.Open();
        bench.ReadAll().Select(record => record.Seed).ShouldBe(Enumerable.Range(0, accepted + 1).Select(i => (long)i));
    }

    [Fact]
    public void The_memory_of_the_tail_cache_is_bounded_and_goes_when_idle()
    {
        var bench = new LogBench { Options = new LogOptions { TailCacheMaxBytes = 1 << 20 } }.Open();
        for (var i = 0; i < 400; i++)
            bench.Append(LogBench.Batch(1, seed: i, valueBytes: 10_000));
        bench.Partition.Cache.RentedBytes.ShouldBeLessThanOrEqualTo(1 << 20);
        bench.ReadAll().Count.ShouldBe(400);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        bench.Run(bench.Store.MaintainOnceAsync());
        bench.Partition.Cache.OldestNumber.ShouldBeNull();
        bench.ReadAll().Count.ShouldBe(400);
    }

    /// <summary>
    /// The batch that holds an offset, but for its leader epoch: of what had not been vouched for when the power went, an epoch that could
    /// have been is believed.
    /// </summary>
    private static byte[] Records(ReadOnlyMemory<byte> log, long offset)
    {
        while (true)
        {
            var header = RecordBatchHeader.Parse(log.Span);
            if (header.LastOffset >= offset)
            {
                var batch = log[..header.TotalBytes].ToArray();
                RecordBatchHeader.Stamp(batch, header.BaseOffset, leaderEpoch: 0);
                return batch;
            }

            log = log[header.TotalBytes..];
        }
    }

    private static byte[] Bytes(LogBench bench)
    {
        var bytes = new List<byte>();
        foreach (var segment in bench.Partition.Segments)
            bytes.AddRange(bench.Disk.ReadAll(segment.Path, 1 << 20));
        return [.. bytes];
    }
}
