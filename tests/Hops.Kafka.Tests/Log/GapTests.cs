using Hops.Core.Health;
using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Log;

/// <summary>A log is damaged somewhere: what is sound is served, the rest is named, and no offset is given twice.</summary>
public sealed class GapTests
{
    private const int Batches = 40;

    public static TheoryData<string> Stops => ["not at all", "cleanly", "by a power cut"];

    [Theory]
    [MemberData(nameof(Stops))]
    public async Task One_flipped_byte_costs_one_batch(string stop)
    {
        var bench = Filled(new TopicSettings { Retention = null, TimestampAfterMax = null, IndexIntervalBytes = 512 });
        await StopAsync(bench, stop);
        bench.Disk.FlipBit(bench.Partition.Segments[0].Path, PositionOf(bench, 17) + 80, 3);
        Start(bench, stop);

        bench.ReadAll().Select(record => record.Offset).ShouldBe(Offsets(0, 17).Concat(Offsets(18, Batches)));

        bench.Partition.IsDamaged.ShouldBeFalse();
        bench.Append(LogBench.Batch(1, seed: 99)).BaseOffset.ShouldBe(Batches);
        bench.ReadAll(18).Count.ShouldBe(Batches - 17);
        bench.Partition.Gaps.ShouldHaveSingleItem().ShouldSatisfyAllConditions(gap => gap.FromOffset.ShouldBe(17), gap => gap.ToOffset.ShouldBe(18));
        Finding(bench, HealthSeverity.Warning).ShouldContain("offsets 17 to 17 cannot be read");
    }

    [Fact]
    public void A_gap_that_the_start_of_the_log_has_passed_is_forgotten()
    {
        var bench = Filled();
        bench.Disk.FlipBit(bench.Partition.Segments[0].Path, PositionOf(bench, 17) + 80, 3);
        bench.DropCache();
        bench.ReadAll().Count.ShouldBe(Batches - 1);

        bench.Run(bench.Partition.DeleteRecordsAsync(17)).Error.ShouldBe(KafkaError.None);
        bench.Partition.Gaps.ShouldHaveSingleItem();
        bench.Run(bench.Partition.DeleteRecordsAsync(18)).Error.ShouldBe(KafkaError.None);

        bench.Partition.Gaps.ShouldBeEmpty();
        bench.Health.Findings.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public async Task A_damaged_head_costs_what_it_covers_and_not_the_end_of_the_log(string stop)
    {
        var bench = Filled();
        await StopAsync(bench, stop);
        Overwrite(bench, bench.Partition.Segments[0].Path, 0, 250);
        Start(bench, stop);

        bench.Partition.HighWatermark.ShouldBe(Batches);
        var readable = bench.ReadAll();
        readable[0].Offset.ShouldBeInRange(2, 3);
        readable.Select(record => record.Offset).ShouldBe(Offsets(readable[0].Offset, Batches));
        bench.Append(LogBench.Batch(1, seed: 99)).BaseOffset.ShouldBe(Batches);
        Finding(bench, HealthSeverity.Warning).ShouldContain("offsets 0 to");
    }

    [Fact]
    public async Task A_log_whose_file_is_gone_is_not_begun_anew()
    {
        var bench = Filled();
        await bench.Store.DisposeAsync();
        foreach (var segment in bench.Partition.Segments)
            bench.Disk.Delete(segment.Path);
        bench.Open();

        bench.Partition.IsUnreadable.ShouldBeTrue();
        bench.Partition.HighWatermark.ShouldBe(Batches);
        bench.Append(LogBench.Batch(1)).Error.ShouldBe(KafkaError.KafkaStorageError);
        using var slice = bench.Partition.Read(3, 4096, atLeastOne: true);
        slice.Error.ShouldBe(KafkaError.KafkaStorageError);
        Finding(bench, HealthSeverity.Failing).ShouldContain("no file of the log is there");
        await bench.Store.DisposeAsync();
        bench.Open().Partition.HighWatermark.ShouldBe(Batches, "the state still says so");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_segment_that_is_gone_costs_what_it_held(int missing)
    {
        var bench = Filled(valueBytes: 2_000);
        bench.Partition.Segments.Count.ShouldBeGreaterThan(3);
        var (from, to) = (bench.Partition.Segments[missing].BaseOffset, bench.Partition.Segments[missing + 1].BaseOffset);
        await bench.Store.DisposeAsync();
        bench.Disk.Delete(bench.Partition.Segments[missing].Path);
        bench.Open();

        bench.ReadAll().Select(record => record.Offset).ShouldBe(Offsets(0, from).Concat(Offsets(to, Batches)));
        bench.Append(LogBench.Batch(1)).BaseOffset.ShouldBe(Batches);
        Finding(bench, HealthSeverity.Warning).ShouldContain($"offsets {from} to {to - 1} cannot be read");
    }

    [Fact]
    public async Task A_last_segment_that_is_gone_closes_the_partition()
    {
        var bench = Filled(valueBytes: 2_000);
        await bench.Store.DisposeAsync();
        var last = bench.Partition.Segments[^1];
        bench.Disk.Delete(last.Path);
        bench.Open();

        bench.Append(LogBench.Batch(1)).Error.ShouldBe(KafkaError.KafkaStorageError);
        bench.Partition.HighWatermark.ShouldBe(Batches);
        bench.ReadReadable().Select(record => record.Offset).ShouldBe(Offsets(0, last.BaseOffset));
    }

    [Fact]
    public async Task Every_sound_batch_is_served_and_no_other_whatever_is_damaged()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var bench = new LogBench { Disk = new SimulatedDisk(seed) }.Open();
            for (var i = 0; i < 60; i++)
                bench.Append(LogBench.Batch(1 + (i % 3), seed: i * 10, valueBytes: 8 + random.Next(900)));
            var batches = Positions(bench);
            await bench.Store.DisposeAsync();
            var damage = new List<(string Path, int From, int To)>();
            for (var hits = random.Next(1, 5); hits > 0; hits--)
            {
                var segment = bench.Partition.Segments[random.Next(bench.Partition.Segments.Count)];
                var from = random.Next(segment.ReadableBytes);
                var lengthBytes = Math.Min(1 + random.Next(random.Next(2) == 0 ? 8 : 2_000), segment.ReadableBytes - from);
                Overwrite(bench, segment.Path, from, lengthBytes);
                damage.Add((segment.Path, from, from + lengthBytes));
            }

            bench.Open();

            var sound = batches.Where(batch => !damage.Any(hit => hit.Path == batch.Path && hit.From < batch.End && batch.Start < hit.To));
            bench.ReadReadable(maxBytes: 1 + random.Next(4096)).Select(record => record.Offset)
                .ShouldBe(sound.SelectMany(batch => Offsets(batch.First, batch.Last + 1)), $"seed {seed}");
            bench.Partition.HighWatermark.ShouldBe(batches[^1].Last + 1, $"seed {seed}");
            var next = bench.Append(LogBench.Batch(1));
            (next.Error == KafkaError.None ? next.BaseOffset : batches[^1].Last + 1).ShouldBe(batches[^1].Last + 1, $"seed {seed}");
        }
    }

    [Fact]
    public void The_bytes_of_a_batch_inside_a_record_are_not_taken_for_one()
    {
        var bench = new LogBench().Open();
        bench.Append(LogBench.Batch(1, seed: 0));
        var forged = LogBench.Batch(1, seed: 666);
        RecordBatchHeader.Stamp(forged, baseOffset: 1, leaderEpoch: 0);
        using (var writer = new RecordBatchWriter(CompressionCodec.None))
        {
            writer.Add(1_000, default, forged);
            bench.Append(writer.Build(-1, -1, -1).ToArray()).BaseOffset.ShouldBe(1);
        }

        for (var i = 2; i < 6; i++)
            bench.Append(LogBench.Batch(1, seed: i));
        bench.DropCache();

        // The damage is in the part of the header that the CRC covers; the embedded batch behind it is whole.
        bench.Disk.FlipBit(bench.Partition.Segments[0].Path, PositionOf(bench, 1) + 40, 0);

        bench.ReadAll().Select(record => record.Seed).ShouldBe([0L, 2L, 3L, 4L, 5L]);
    }

    [Fact]
    public void A_torn_write_is_cut_off_and_what_was_whole_of_it_is_kept_aside()
    {
        var bench = new LogBench().Open();
        for (var i = 0; i < 14; i++)
            bench.Append(LogBench.Batch(1, seed: i, valueBytes: 1_000));
        var path = bench.Partition.Segments[0].Path;
        var start = PositionOf(bench, 10);
        using (var file = bench.Disk.Open(path, DiskMode.ReadWrite))
            file.Write(new byte[(start / 512 * 512) + 1024 - start], start);
        bench.Open();

        bench.Partition.IsDamaged.ShouldBeFalse();
        bench.Append(LogBench.Batch(1, seed: 10)).BaseOffset.ShouldBe(10);
        bench.ReadAll().Count.ShouldBe(11);
        var kept = Path.Combine(Path.GetDirectoryName(path)!, "00000000000000000010.cut");
        bench.Disk.ReadAll(kept, 1 << 20).Length.ShouldBe(4 * LogBench.Batch(1, valueBytes: 1_000).Length);
    }

    [Fact]
    public async Task A_batch_of_a_later_format_at_the_end_is_not_cut_off()
    {
        var bench = Filled();
        bench.Disk.PowerCut();
        var path = bench.Partition.Segments[0].Path;
        var start = PositionOf(bench, Batches - 1);
        using (var file = bench.Disk.Open(path, DiskMode.ReadWrite))
        {
            file.Write([3], start + RecordBatchHeader.MagicAt);
            file.Sync();
        }

        var lengthBytes = bench.Disk.ReadAll(path, 1 << 20).Length;
        bench.Open();

        bench.Append(LogBench.Batch(1)).Error.ShouldBe(KafkaError.KafkaStorageError);
        await bench.Store.DisposeAsync();
        bench.Disk.ReadAll(path, 1 << 20).Length.ShouldBe(lengthBytes);
    }

    private static LogBench Filled(TopicSettings? settings = null, int valueBytes = 20)
    {
        var bench = new LogBench();
        bench = settings is null ? bench.Open() : new LogBench { Settings = settings }.Open();
        for (var i = 0; i < Batches; i++)
            bench.Append(LogBench.Batch(1, seed: i, valueBytes: valueBytes));
        return bench;
    }

    private static async Task StopAsync(LogBench bench, string stop)
    {
        if (stop == "cleanly")
            await bench.Store.DisposeAsync();
        else if (stop == "by a power cut")
            bench.Disk.PowerCut();
    }

    private static void Start(LogBench bench, string stop)
    {
        if (stop == "not at all")
            bench.DropCache();
        else
            bench.Open();
    }

    private static IEnumerable<long> Offsets(long from, long to) => Enumerable.Range((int)from, (int)(to - from)).Select(i => (long)i);

    private static void Overwrite(LogBench bench, string path, int from, int lengthBytes)
    {
        var garbage = new byte[lengthBytes];
        new Random(from).NextBytes(garbage);
        using var file = bench.Disk.Open(path, DiskMode.ReadWrite);

        // Not by chance what was there.
        for (var i = 0; i < lengthBytes; i++)
        {
            Span<byte> old = [0];
            file.ReadExactly(old, from + i);
            garbage[i] = garbage[i] == old[0] ? (byte)~old[0] : garbage[i];
        }

        file.Write(garbage, from);
        file.Sync();
    }

    private static int PositionOf(LogBench bench, long offset) => Positions(bench).First(batch => batch.First == offset).Start;

    private static List<(string Path, int Start, int End, long First, long Last)> Positions(LogBench bench)
    {
        var batches = new List<(string, int, int, long, long)>();
        foreach (var segment in bench.Partition.Segments)
        {
            var bytes = bench.Disk.ReadAll(segment.Path, 1 << 24).AsSpan();
            for (var at = 0; at < bytes.Length;)
            {
                var header = RecordBatchHeader.Parse(bytes[at..]);
                batches.Add((segment.Path, at, at + header.TotalBytes, header.BaseOffset, header.LastOffset));
                at += header.TotalBytes;
            }
        }

        return batches;
    }

    private static string Finding(LogBench bench, HealthSeverity severity)
    {
        var finding = bench.Health.Findings.ShouldHaveSingleItem();
        finding.Severity.ShouldBe(severity);
        finding.Subject.ShouldBe($"topic {LogBench.Id.TopicId:N} partition 0");
        return finding.Message;
    }
}
