using Hops.Core.Storage;
using Hops.Kafka.Log;
using Hops.Kafka.Log.Compaction;
using Hops.Kafka.Records;

namespace Hops.Kafka.Tests.Log.Compaction;

/// <summary>What compaction leaves of a log, and what it never takes.</summary>
public sealed class CompactionTests
{
    private const long Alice = 7;

    [Fact]
    public void Of_each_key_the_newest_record_stays_at_its_offset()
    {
        var log = new KeyedLog();
        for (var round = 0; round < 20; round++)
            log.Write(("a", $"a{round}"), ("b", $"b{round}"), ($"once{round}", "x"));
        log.Roll();
        var before = log.Read();
        var bytes = log.Partition.SizeBytes;

        log.Compact();

        var after = log.Read();
        after.Where(record => record.Key is "a" or "b").ShouldBe([(57, "a", "a19"), (58, "b", "b19")]);
        after.Where(record => record.Key.StartsWith("once", StringComparison.Ordinal)).ShouldBe(before.Where(record => record.Key.StartsWith("once", StringComparison.Ordinal)));
        log.Partition.SizeBytes.ShouldBeLessThan(bytes);
        (log.Partition.LogStartOffset, log.Partition.HighWatermark).ShouldBe((0, before[^1].Offset + 1));
    }

    [Theory]
    [InlineData(CompressionCodec.Gzip)]
    [InlineData(CompressionCodec.Snappy)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public void What_stays_of_a_compressed_batch_is_compressed_again(CompressionCodec codec)
    {
        var log = new KeyedLog();
        log.Write(codec, producerId: -1, ("a", "old"), ("b", "only"));
        log.Write(codec, producerId: -1, ("a", "new"), ("c", "only"));
        log.Roll();

        log.Compact();

        log.Read().Where(record => record.Key != "filling").ShouldBe([(1, "b", "only"), (2, "a", "new"), (3, "c", "only")]);
        using var slice = log.Partition.Read(0, 1 << 20, atLeastOne: true);
        RecordBatchHeader.Parse(slice.Buffers[0].Span).Codec.ShouldBe(codec);
    }

    [Fact]
    public void Small_segments_become_one_and_the_newest_is_left_alone()
    {
        var log = new KeyedLog();
        for (var i = 0; i < 100; i++)
            log.Write(("a", new string('.', 100)));
        log.Partition.Segments.Count.ShouldBeGreaterThan(10);
        var active = log.Partition.Segments[^1];

        log.Compact();
        log.Roll();
        log.Compact();

        log.Partition.Segments.Count.ShouldBeLessThan(5);
        log.Bench.Disk.List(log.Partition.DirectoryPath).Count(name => name.EndsWith(".log", StringComparison.Ordinal)).ShouldBe(log.Partition.Segments.Count);
        active.ReadableBytes.ShouldBeGreaterThan(0);
        log.Table().Keys.ShouldBe(["a", "filling"]);
    }

    [Fact]
    public void A_tombstone_goes_when_everybody_had_time_to_see_it()
    {
        var log = new KeyedLog(KeyedLog.Compacted with { TombstoneRetention = TimeSpan.FromHours(1) });
        log.Write(("a", "value"), ("b", "value"));
        log.Write(("a", null), ("c", "value"));
        log.Roll();

        log.Compact();
        log.Read().Where(record => record.Key != "filling").ShouldBe([(1, "b", "value"), (2, "a", null), (3, "c", "value")]);
        log.Bench.Time.Advance(TimeSpan.FromMinutes(59));
        log.Roll();
        log.Compact();
        log.Read().ShouldContain((2, "a", null));

        log.Bench.Time.Advance(TimeSpan.FromMinutes(2));
        log.Roll();
        log.Compact();
        log.Read().Where(record => record.Key != "filling").ShouldBe([(1, "b", "value"), (3, "c", "value")]);
    }

    [Fact]
    public void What_was_aborted_goes_and_what_was_committed_needs_no_marker()
    {
        var log = new KeyedLog();
        log.Write(("a", "first"));
        log.Write(CompressionCodec.None, Alice, ("a", "aborted"), ("b", "aborted"));
        log.Bench.End(Alice, isCommit: false);
        log.Write(CompressionCodec.None, Alice, ("b", "committed"));
        log.Bench.End(Alice, isCommit: true);
        log.Roll();

        log.Compact();

        log.Read().Where(record => record.Key != "filling").ShouldBe([(0, "a", "first"), (4, "b", "committed")]);
        log.Partition.AbortedIn(0, long.MaxValue).ShouldBeEmpty();
        using var slice = log.Partition.Read(0, 1 << 20, atLeastOne: true);
        for (var rest = slice.Buffers[0]; !rest.IsEmpty; rest = rest[RecordBatchHeader.Parse(rest.Span).TotalBytes..])
            (RecordBatchHeader.Parse(rest.Span).IsTransactional, RecordBatchHeader.Parse(rest.Span).IsControl).ShouldBe((false, false));
    }

    [Fact]
    public void What_is_behind_an_open_transaction_waits_for_its_end()
    {
        var log = new KeyedLog();
        log.Write(CompressionCodec.None, Alice, ("a", "open"));
        for (var i = 0; i < 40; i++)
            log.Write(("a", $"{i}{new string('.', 50)}"));

        log.Compact();
        log.Partition.CompactedOffset.ShouldBe(0);
        log.Bench.End(Alice, isCommit: true);
        log.Roll();
        log.Compact();
        log.Partition.CompactedOffset.ShouldBeGreaterThan(40);
        log.Read().Count(record => record.Key == "a").ShouldBe(1);
    }

    [Fact]
    public void It_waits_until_a_record_is_old_enough_and_it_is_worth_it()
    {
        var log = new KeyedLog(KeyedLog.Compacted with { CompactionLagMin = TimeSpan.FromMinutes(10), DirtyRatioMin = 0.5, CompactionLagMax = TimeSpan.FromHours(1) });
        for (var i = 0; i < 40; i++)
            log.Write(("a", new string('.', 50)));
        log.Roll();

        log.Compact();
        log.Partition.CompactedOffset.ShouldBe(0, "the records are young");
        log.Bench.Time.Advance(TimeSpan.FromMinutes(11));
        log.Compact();
        var first = log.Partition.CompactedOffset;
        first.ShouldBeGreaterThan(0);

        for (var i = 0; i < 40; i++)
            log.Write(($"other{i}", new string('.', 50)));
        log.Bench.Time.Advance(TimeSpan.FromMinutes(11));
        log.Compact();
        var second = log.Partition.CompactedOffset;
        second.ShouldBeGreaterThan(first);
        log.Roll();
        log.Bench.Time.Advance(TimeSpan.FromMinutes(11));
        log.Compact();
        log.Partition.CompactedOffset.ShouldBe(second, "little is new");
        log.Bench.Time.Advance(TimeSpan.FromMinutes(50));
        log.Compact();
        log.Partition.CompactedOffset.ShouldBeGreaterThan(second, "but it has waited for long");
    }

    [Fact]
    public void More_keys_than_memory_holds_take_several_turns()
    {
        var log = new KeyedLog(KeyedLog.Compacted with { SegmentBytes = 64 << 10 }, new LogOptions { CompactionMemoryMaxBytes = 1 << 10, AllocationStepBytes = 64 << 10 });
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 100; i++)
                log.Write([.. Enumerable.Range(0, 10).Select(j => ($"key{(i * 10) + j}", (string?)$"{round}{new string('.', 40)}"))]);
        }

        log.Roll();
        var table = log.Table();
        var turns = 0;
        for (var compacted = -1L; log.Partition.CompactedOffset > compacted; turns++)
        {
            compacted = log.Partition.CompactedOffset;
            log.Compact();
        }

        turns.ShouldBeGreaterThan(10);
        log.Table().ShouldBe(table);
        log.Read().Count(record => record.Key.StartsWith("key", StringComparison.Ordinal)).ShouldBe(1000);
    }

    [Fact]
    public void A_tombstone_stays_until_what_it_deleted_is_gone_however_many_turns_that_takes()
    {
        var settings = KeyedLog.Compacted with { SegmentBytes = 4 << 10, TombstoneRetention = TimeSpan.Zero };
        var log = new KeyedLog(settings, new LogOptions { CompactionMemoryMaxBytes = 4 * KeyOffsets.SlotBytes, AllocationStepBytes = 8 << 10 });
        log.Write(("gone", "value"));
        log.Roll();
        foreach (var key in "abcdefgh")
            log.Write(($"{key}", "value"));
        log.Write(("gone", null));
        log.Roll();
        for (var turn = 0; turn < 8; turn++)
        {
            log.Compact();
            log.Table().Keys.ShouldNotContain("gone", $"turn {turn}");
        }

        log.Roll();
        log.Compact();
        log.Read().ShouldNotContain(record => record.Key == "gone", "nor does the tombstone stay for ever");
    }

    [Fact]
    public async Task It_is_the_same_after_a_restart_and_goes_on_where_it_was()
    {
        var log = new KeyedLog();
        for (var i = 0; i < 50; i++)
            log.Write(("a", $"{i}{new string('.', 50)}"), ($"b{i % 5}", $"{i}"));
        log.Roll();
        log.Compact();
        var (read, compacted) = (log.Read(), log.Partition.CompactedOffset);

        await log.Bench.Store.DisposeAsync();
        log.Bench.Open();

        log.Partition.Gaps.ShouldBeEmpty();
        log.Partition.IsDamaged.ShouldBeFalse();
        log.Read().ShouldBe(read);
        log.Partition.CompactedOffset.ShouldBe(compacted);
        log.Write(("a", "after")).BaseOffset.ShouldBe(read[^1].Offset + 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(100)]
    public async Task Where_it_was_is_lost_with_its_file_and_the_work_is_done_again(int lengthBytes)
    {
        var log = new KeyedLog();
        for (var i = 0; i < 40; i++)
            log.Write(("a", $"{i}{new string('.', 50)}"));
        log.Roll();
        log.Compact();
        var (read, compacted) = (log.Read(), log.Partition.CompactedOffset);
        await log.Bench.Store.DisposeAsync();
        log.Bench.Disk.Replace(Path.Combine(log.Partition.DirectoryPath, "compacted"), new byte[lengthBytes]);

        log.Bench.Open();

        log.Partition.CompactedOffset.ShouldBe(0);
        log.Read().ShouldBe(read);
        log.Compact();
        log.Partition.CompactedOffset.ShouldBe(compacted);
    }

    [Fact]
    public void A_reader_keeps_what_it_reads_while_it_is_replaced()
    {
        var log = new KeyedLog();
        for (var i = 0; i < 60; i++)
            log.Write(("a", $"{i}{new string('.', 50)}"));
        log.Roll();
        log.Bench.DropCache();
        var held = log.Partition.Segments.Take(3).Select(segment => segment.Hold()).ToList();

        log.Compact();

        foreach (var segment in held)
        {
            using var scan = new SegmentScan(segment.File, segment.BaseOffset, segment.BaseOffset, 0, segment.ReadableBytes);
            while (scan.TryNext(verify: true))
            {
                // The file is the old one still.
            }

            scan.IsAtEnd.ShouldBeTrue();
            segment.Dispose();
        }
    }

    [Fact]
    public void Damage_is_left_for_the_owner_to_repair()
    {
        var log = new KeyedLog();
        for (var i = 0; i < 60; i++)
            log.Write(("a", $"{i}{new string('.', 50)}"));
        log.Roll();
        log.Bench.DropCache();
        log.Bench.Disk.FlipBit(log.Partition.Segments[1].Path, RecordBatchHeader.LengthBytes + 3, 0);

        log.Compact();

        log.Partition.CompactedOffset.ShouldBe(0);
        log.Bench.Disk.List(log.Partition.DirectoryPath).ShouldNotContain(name => name.EndsWith(SegmentCleaner.Extension, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_policy_nothing_is_compacted_and_with_it_nothing_is_too_old()
    {
        var deleted = new KeyedLog(KeyedLog.Compacted with { IsDeleted = true, IsCompacted = false });
        var compacted = new KeyedLog();
        var both = new KeyedLog(KeyedLog.Compacted with { IsDeleted = true });
        foreach (var log in new[] { deleted, compacted, both })
        {
            for (var i = 0; i < 40; i++)
                log.Write(("a", new string('.', 50)));
            log.Compact();
            log.Bench.Time.Advance(TimeSpan.FromDays(30));
            log.Bench.Run(log.Bench.Store.MaintainOnceAsync());
        }

        (deleted.Partition.CompactedOffset, deleted.Partition.LogStartOffset).ShouldBe((0, 40));
        (compacted.Partition.CompactedOffset > 0, compacted.Partition.LogStartOffset).ShouldBe((true, 0));
        (both.Partition.CompactedOffset > 0, both.Partition.LogStartOffset).ShouldBe((true, 40));
    }
}
