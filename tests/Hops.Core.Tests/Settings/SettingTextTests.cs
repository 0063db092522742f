using System.Globalization;
using System.Net;
using Hops.Core.Settings;

namespace Hops.Core.Tests.Settings;

public sealed class SettingTextTests
{
    [Theory]
    [InlineData("4096", 4096L)]
    [InlineData("-1", -1L)]
    [InlineData("64KiB", 65_536L)]
    [InlineData("64 kib", 65_536L)]
    [InlineData("1.5GiB", 1_610_612_736L)]
    [InlineData("200GB", 200_000_000_000L)]
    [InlineData("7B", 7L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void A_whole_number_may_have_a_unit_of_size(string text, long number) => SettingText.Read(typeof(long), text).ShouldBe(number);

    [Theory]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("0.3KiB")]
    [InlineData("1e6")]
    [InlineData("many")]
    [InlineData("MiB")]
    [InlineData("9223372036854775808")]
    [InlineData("99999999999999999999999999TiB")]
    [InlineData("1 2")]
    public void What_is_no_whole_number_does_not_read(string text) => SettingText.Read(typeof(long), text).ShouldBeNull();

    [Fact]
    public void A_number_beyond_its_type_does_not_read()
    {
        SettingText.Read(typeof(int), "2147483647").ShouldBe(int.MaxValue);
        SettingText.Read(typeof(int), "2147483648").ShouldBeNull();
        SettingText.Read(typeof(int), "2GiB").ShouldBeNull();
    }

    [Theory]
    [InlineData("500ms", "00:00:00.5")]
    [InlineData("30s", "00:00:30")]
    [InlineData("0.5s", "00:00:00.5")]
    [InlineData("5m", "00:05:00")]
    [InlineData("2h", "02:00:00")]
    [InlineData("30d", "30.00:00:00")]
    [InlineData("00:10:00", "00:10:00")]
    [InlineData("1.00:00:00", "1.00:00:00")]
    [InlineData("0", "00:00:00")]
    public void A_duration_has_a_unit_or_is_a_clock(string text, string time) =>
        SettingText.Read(typeof(TimeSpan), text).ShouldBe(TimeSpan.Parse(time, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("30")]
    [InlineData("5 minutes")]
    [InlineData("ms")]
    [InlineData("5w")]
    [InlineData("99999999999999d")]
    [InlineData("25:00:00:00:00")]
    public void A_duration_without_a_unit_does_not_read_for_nobody_knows_which_was_meant(string text) =>
        SettingText.Read(typeof(TimeSpan), text).ShouldBeNull();

    [Fact]
    public void Other_types_read_in_their_usual_form()
    {
        SettingText.Read(typeof(bool), "True").ShouldBe(true);
        SettingText.Read(typeof(bool), "1").ShouldBeNull();
        SettingText.Read(typeof(bool?), "false").ShouldBe(false);
        SettingText.Read(typeof(DayOfWeek), "monday").ShouldBe(DayOfWeek.Monday);
        SettingText.Read(typeof(DayOfWeek), "1").ShouldBeNull();
        SettingText.Read(typeof(Uri), "https://hops.example.org:8443").ShouldBe(new Uri("https://hops.example.org:8443"));
        SettingText.Read(typeof(Uri), "/etc/passwd").ShouldBeNull();
        SettingText.Read(typeof(IPAddress), "::1").ShouldBe(IPAddress.IPv6Loopback);
        SettingText.Read(typeof(IReadOnlyList<string>), "a, b,,c").ShouldBe(new[] { "a", "b", "c" });
        SettingText.Read(typeof(double), "NaN").ShouldBeNull();
    }

    [Theory]
    [InlineData("00:00:00", "0s")]
    [InlineData("00:00:00.25", "250ms")]
    [InlineData("00:01:30", "90s")]
    [InlineData("365.00:00:00", "365d")]
    [InlineData("00:00:00.0000001", "00:00:00.0000001")]
    public void A_duration_is_written_in_the_largest_unit_that_is_exact(string time, string text)
    {
        var duration = TimeSpan.Parse(time, CultureInfo.InvariantCulture);
        SettingText.Write(duration).ShouldBe(text);
        SettingText.Read(typeof(TimeSpan), text).ShouldBe(duration);
    }

    [Theory]
    [InlineData(0L, "0")]
    [InlineData(1_000L, "1KB")]
    [InlineData(1L << 30, "1GiB")]
    [InlineData(65_537L, "65537")]
    [InlineData(200_000_000_000L, "200GB")]
    public void A_size_is_written_in_the_largest_unit_that_is_exact(long bytes, string text)
    {
        SettingText.Write(bytes, isSize: true).ShouldBe(text);
        SettingText.Read(typeof(long), text).ShouldBe(bytes);
    }
}
