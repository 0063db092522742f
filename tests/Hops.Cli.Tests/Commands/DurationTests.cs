using Hops.Cli.Commands;

namespace Hops.Cli.Tests.Commands;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("10s", 10)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7_200)]
    [InlineData("1d", 86_400)]
    [InlineData("0s", 0)]
    [InlineData("007s", 7)]
    [InlineData("36525d", 36_525d * 86_400)]
    public void A_number_and_a_unit_are_a_duration(string text, double seconds)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();
        duration.TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("-1s")]
    [InlineData("+1s")]
    [InlineData("1.5h")]
    [InlineData("1 s")]
    [InlineData("1S")]
    [InlineData("1w")]
    [InlineData("1h30m")]
    [InlineData("١s")]
    [InlineData("36526d")]
    [InlineData("99999999999999999999ms")]
    [InlineData("9223372036854775807d")]
    public void Anything_else_is_none(string text) => Duration.TryParse(text, out _).ShouldBeFalse();
}
