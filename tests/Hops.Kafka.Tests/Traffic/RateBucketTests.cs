using Hops.Kafka.Traffic;

namespace Hops.Kafka.Tests.Traffic;

public sealed class RateBucketTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly HandClock _clock = new();
    private readonly RateBucket _bucket;

    public RateBucketTests() => _bucket = new RateBucket(2 * Second, _clock) { BytesPerSecond = 1000 };

    [Fact]
    public void What_was_saved_up_passes_at_once_and_what_is_beyond_rests_as_long_as_it_takes_to_fill()
    {
        _bucket.Take(2000).ShouldBe(TimeSpan.Zero);
        _bucket.Take(500).ShouldBe(0.5 * Second);
        _bucket.Take(500).ShouldBe(Second, "all that draw on it rest together");

        _clock.Advance(Second);

        _bucket.Rest.ShouldBe(TimeSpan.Zero);
        _bucket.Take(1).ShouldBe(TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void No_more_is_saved_up_than_the_burst()
    {
        _clock.Advance(100 * Second);

        _bucket.BurstBytes.ShouldBe(2000);
        _bucket.Take(3000).ShouldBe(Second);
    }

    [Fact]
    public void Over_time_no_more_passes_than_the_limit_whatever_the_size_of_the_pieces()
    {
        var (begun, passed) = (_clock.GetTimestamp(), 0L);
        var random = new Random(7);
        while (passed < 1_000_000)
        {
            var piece = random.Next(1, 20_000);
            passed += piece;
            _clock.Advance(_bucket.Take(piece));
        }

        var seconds = _clock.GetElapsedTime(begun).TotalSeconds;
        (passed / seconds).ShouldBeInRange(990, 1010);
    }

    [Fact]
    public void Without_a_limit_nothing_rests_and_what_was_overdrawn_is_forgiven()
    {
        _bucket.Take(100_000).ShouldBe(98 * Second);

        _bucket.BytesPerSecond = null;
        _bucket.Rest.ShouldBe(TimeSpan.Zero);
        _bucket.Take(1 << 30).ShouldBe(TimeSpan.Zero);

        _bucket.BytesPerSecond = 10;
        _bucket.Take(20).ShouldBe(TimeSpan.Zero);
        _bucket.Take(10).ShouldBe(Second);
    }

    [Fact]
    public void A_higher_limit_pays_off_sooner_what_was_overdrawn()
    {
        _bucket.Take(12_000).ShouldBe(10 * Second);

        _bucket.BytesPerSecond = 10_000;

        _bucket.Rest.ShouldBe(Second);
    }

    [Fact]
    public void It_tells_what_has_passed_in_the_last_whole_second()
    {
        _bucket.Take(300);
        _bucket.Take(400);
        _bucket.BytesOfLastSecond.ShouldBe(0, "this one is not over");

        _clock.Advance(Second);
        _bucket.BytesOfLastSecond.ShouldBe(700);

        _clock.Advance(2 * Second);
        _bucket.BytesOfLastSecond.ShouldBe(0);
    }
}
