using Hops.Streaming.Batches;
using Hops.Streaming.Decoding;

namespace Hops.Streaming.Tests.Batches;

public sealed class WatermarkTests
{
    private readonly Watermark _watermark = new(delayMs: 10);

    [Fact]
    public void Where_all_was_read_it_follows_the_latest_time_of_any_partition() =>
        After(0, Read(0, 1), (0, 100), (1, 900)).ShouldBe(890);

    [Fact]
    public void A_partition_with_more_to_read_holds_it_back() =>
        After(0, Read(0, 1) with { Unfinished = [0] }, (0, 100), (1, 900)).ShouldBe(90);

    [Fact]
    public void A_partition_that_was_not_read_yet_stops_it() =>
        After(7, Read(0) with { Unfinished = [1] }, (0, 900)).ShouldBe(7);

    [Fact]
    public void A_partition_that_was_read_and_has_no_times_holds_nobody_up() =>
        After(7, Read(0, 1) with { Unfinished = [1] }, (0, 900)).ShouldBe(890);

    [Fact]
    public void It_never_goes_back() => After(500, Read(0), (0, 100)).ShouldBe(500);

    [Fact]
    public void Without_any_time_it_stays() => After(500, Read(0)).ShouldBe(500);

    [Fact]
    public void What_a_partition_has_shown_before_counts_until_it_shows_more()
    {
        After(0, Read(0, 1) with { Unfinished = [0, 1] }, (0, 100), (1, 900));
        _watermark.Accept();
        After(90, Read(1) with { Unfinished = [0] }, (1, 950)).ShouldBe(90);
        After(90, Read(0) with { Unfinished = [0] }, (0, 700)).ShouldBe(690);
    }

    [Fact]
    public void A_batch_that_is_thrown_away_leaves_no_trace()
    {
        After(0, Read(0), (0, 900));
        _watermark.Discard();
        After(0, Read(0), (0, 100)).ShouldBe(90);
    }

    [Fact]
    public void It_is_taken_up_from_a_commit()
    {
        After(0, Read(0, 2), (0, 100), (2, 300));
        _watermark.Accept();
        var kept = _watermark.Pending();
        kept.ShouldBe([100, null, 300]);
        var next = new Watermark(10);
        next.Restore(kept);
        next.After(90, Read(0) with { Unfinished = [0, 2] }, new Dictionary<int, long> { [0] = 500_000 }).ShouldBe(290);
    }

    [Theory]
    [InlineData(1_999, 1)]
    [InlineData(-1, -1)]
    [InlineData(-1_000, -1)]
    [InlineData(-1_001, -2)]
    public void Microseconds_are_rounded_down(long micros, long millis) => Watermark.Millis(micros).ShouldBe(millis);

    private long After(long presentMs, SourceBatch input, params (int Partition, long LatestMs)[] times) =>
        _watermark.After(presentMs, input, times.ToDictionary(time => time.Partition, time => time.LatestMs * 1000));

    private static SourceBatch Read(params int[] partitions) =>
        new([.. partitions.Select(partition => new SourceSlice("t", partition, default, default))]);
}
