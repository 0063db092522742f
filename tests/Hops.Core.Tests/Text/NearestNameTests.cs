using Hops.Core.Text;

namespace Hops.Core.Tests.Text;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("wether", "weather")]
    [InlineData("Weather", "weather")]
    [InlineData("waether", "weather")]
    [InlineData("weater", "weather")]
    [InlineData("flightss", "flights")]
    public void A_slip_of_the_finger_is_seen_through(string written, string meant) =>
        NearestName.Find(written, ["flights", "weather", "w"]).ShouldBe(meant);

    [Theory]
    [InlineData("orders")]
    [InlineData("")]
    [InlineData("xy")]
    public void A_wholly_different_name_suggests_nothing(string written) =>
        NearestName.Find(written, ["flights", "weather"]).ShouldBeNull();

    [Fact]
    public void The_nearest_one_is_suggested_and_of_equals_the_first_in_the_alphabet()
    {
        NearestName.Find("tope", ["topic", "topes", "rope"]).ShouldBe("rope");
        NearestName.Find("ab", ["ac", "aa"]).ShouldBe("aa");
    }

    [Fact]
    public void A_name_of_any_length_costs_little() => NearestName.Find(new string('x', 1_000_000), [new string('x', 1_000_000)]).ShouldBeNull();

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "acb", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ABC", "abc", 0)]
    public void A_distance_counts_letters_to_change(string one, string other, int distance)
    {
        NearestName.Distance(one, other).ShouldBe(distance);
        NearestName.Distance(other, one).ShouldBe(distance);
    }
}
