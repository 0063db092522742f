using Hops.Kafka.Log;

namespace Hops.Kafka.Tests.Log;

public class SparseIndexTests
{
    [Fact]
    public void A_batch_gets_an_entry_if_it_begins_further_than_the_interval_behind_the_last_that_has_one()
    {
        var index = new SparseIndex(intervalBytes: 100);
        foreach (var (offset, position) in ((int, int)[])[(0, 0), (1, 60), (2, 100), (3, 101), (4, 201), (5, 202)])
            index.Add(offset, position, maxTimestampMs: 1_000 + offset);

        Enumerable.Range(0, 6).Select(offset => index.Before(offset)).ShouldBe([(0, 0), (0, 0), (0, 0), (3, 101), (3, 101), (5, 202)]);
        index.LargestTime(0).ShouldBe((1_005, 5));
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(1 << 20, 1)]
    public async Task A_log_is_indexed_at_the_interval_of_its_topic_when_it_is_written_recovered_and_when_its_index_is_lost(int intervalBytes, int entries)
    {
        var bench = new LogBench { Settings = new TopicSettings { IndexIntervalBytes = intervalBytes, Retention = null, TimestampAfterMax = null } }.Open();
        for (var i = 0; i < 20; i++)
            bench.Append(LogBench.Batch(1, seed: i));
        EntriesOf(bench).ShouldBe(entries, "as written");

        bench.Disk.PowerCut();
        bench.Open();
        EntriesOf(bench).ShouldBe(entries, "as recovered");

        var segment = bench.Partition.Segments[0];
        using (segment.Hold())
            segment.RebuildIndex();
        EntriesOf(bench).ShouldBe(entries, "as made anew");
        await bench.Store.DisposeAsync();
    }

    [Fact]
    public void A_round_that_fails_leaves_no_trace_in_the_index_nor_in_the_times_of_the_segment()
    {
        var bench = new LogBench { Settings = new TopicSettings { IndexIntervalBytes = 0, Retention = null, TimestampAfterMax = null } }.Open();
        bench.Append(LogBench.Batch(1, timestampMs: 1_000));
        bench.Disk.CapacityBytes = 0;
        bench.Run(bench.Partition.AppendAsync(LogBench.Batch(1, timestampMs: 9_000, valueBytes: 200_000))).Error.ShouldNotBe(KafkaError.None);

        EntriesOf(bench).ShouldBe(1);
        bench.FindLargestTime()!.Value.Offset.ShouldBe(0);
        bench.FindByTime(2_000).ShouldBeNull();
        bench.Disk.CapacityBytes = long.MaxValue;
        bench.Append(LogBench.Batch(1, seed: 5, timestampMs: 2_000)).BaseOffset.ShouldBe(1);
        EntriesOf(bench).ShouldBe(2);
        bench.ReadAll().ShouldBe([(0, 0), (1, 5)]);
    }

    /// <summary>Different places at which the searches for the offsets of a log begin.</summary>
    private static int EntriesOf(LogBench bench)
    {
        var segment = bench.Partition.Segments[0];
        using (segment.Hold())
            return Enumerable.Range(0, (int)bench.Partition.HighWatermark).Select(offset => segment.Index.Before(offset).Position).Distinct().Count();
    }
}
