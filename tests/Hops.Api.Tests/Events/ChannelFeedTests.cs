using System.Text.Json;
using Hops.Api.Events;

namespace Hops.Api.Tests.Events;

public sealed class ChannelFeedTests
{
    private static readonly EventOptions Options = new() { ReplayEventsMax = 10, ReplayMaxBytes = 65_536 };

    [Fact]
    public void Who_is_slower_than_the_ring_finds_what_it_has_not_read_gone()
    {
        var feed = new ChannelFeed(Options, TimeProvider.System);
        Add(feed, 10, "x");
        feed.Read(0, 100)!.Count.ShouldBe(10);
        Add(feed, 1, "x");

        feed.Read(0, 100).ShouldBeNull();
        feed.Read(1, 3)!.Select(each => each.Number).ShouldBe([2, 3, 4]);
        feed.Read(11, 100)!.ShouldBeEmpty();
        feed.Read(12, 100).ShouldBeNull("nothing of that number has been");
    }

    [Fact]
    public void Who_was_too_slow_may_go_on_with_the_newest()
    {
        var feed = new ChannelFeed(Options, TimeProvider.System);
        Add(feed, 25, "x");

        feed.Read(feed.BeforeNewest(4), 100)!.Select(each => each.Number).ShouldBe([22, 23, 24, 25]);
        feed.Read(feed.BeforeNewest(100), 100)!.Count.ShouldBe(10);
    }

    [Fact]
    public void The_ring_holds_no_more_bytes_than_it_may()
    {
        var feed = new ChannelFeed(Options, TimeProvider.System);
        Add(feed, 5, new string('x', 20_000));

        feed.Read(0, 100).ShouldBeNull();
        feed.Read(4, 100)!.Count.ShouldBe(1);
    }

    [Fact]
    public void What_is_skipped_cuts_everybody_and_wakes_who_waits()
    {
        var feed = new ChannelFeed(Options, TimeProvider.System);
        Add(feed, 2, "x");
        var waiting = feed.After(2);
        waiting.IsCompleted.ShouldBeFalse();

        feed.Skip();

        waiting.IsCompletedSuccessfully.ShouldBeTrue();
        feed.Read(2, 100).ShouldBeNull();
        feed.Read(feed.Last, 100)!.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("abc.-1")]
    [InlineData("abc.1_def.2")]
    [InlineData("abc.99999999999999999999")]
    public void An_id_that_is_not_of_the_stream_is_none(string text) => EventId.Parse(text, 1).ShouldBeNull();

    [Fact]
    public void An_id_says_where_each_channel_is() =>
        EventId.Parse(EventId.Of([("a", 1), ("b", 22)]), 2).ShouldBe([("a", 1L), ("b", 22L)]);

    private static void Add(ChannelFeed feed, int count, string text) =>
        feed.Add([.. Enumerable.Range(0, count).Select(index => (JsonSerializer.SerializeToElement(index), text))]);
}
