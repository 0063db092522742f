using System.Text.Json;
using Hops.Cli.Commands.Sql;
using Hops.Cli.Output;
using Hops.Core.Errors;

namespace Hops.Cli.Tests.Output;

public sealed class ChartTests
{
    [Fact]
    public void Bars_are_as_long_as_their_values()
    {
        BarChart.Draw([("UA", 40), ("B6", 20), ("unknown", null)], 40).ShouldBe(
            [$"UA      │{new string('█', 28)} 40", $"B6      │{new string('█', 14)} 20", "unknown │"]);
    }

    [Fact]
    public void Negative_values_are_drawn_to_the_left_of_zero()
    {
        var lines = BarChart.Draw([("a", -10), ("b", 10)], 30).ToList();
        lines[0].ShouldBe("a │" + new string('█', 12) + " -10");
        lines[1].ShouldBe("b │" + new string(' ', 12) + new string('█', 11) + "▌ 10");
    }

    [Fact]
    public void More_bars_than_fit_are_counted_and_long_labels_are_cut()
    {
        var lines = BarChart.Draw([.. Enumerable.Range(0, BarChart.BarsMax + 7).Select(i => (new string('x', 50), (double?)i))], 80).ToList();
        lines.Count.ShouldBe(BarChart.BarsMax + 1);
        lines[^1].ShouldBe("and 7 more");
        lines.ShouldAllBe(line => line.Length <= 80);
    }

    [Fact]
    public void A_line_that_rises_goes_from_the_lower_left_to_the_upper_right_corner()
    {
        var lines = LineChart.Draw([(0, 1), (10, 5)], ("Monday", "Friday"), 60).ToList();
        lines[0].ShouldStartWith("         5 │");
        lines[0][^1].ShouldNotBe(' ');
        lines[11].ShouldStartWith("         1 │");
        lines[11][12].ShouldNotBe(' ');
        lines[13].TrimStart().ShouldStartWith("Monday");
        lines[13].ShouldEndWith("Friday");
        lines.ShouldAllBe(line => line.Length <= 60);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Points_that_are_all_the_same_are_drawn_in_the_middle(int count)
    {
        var lines = LineChart.Draw([.. Enumerable.Repeat((3d, 3d), count)], ("a", "b"), 40).ToList();
        lines.Take(12).Count(line => line.Any(character => character is > '\u2800' and <= '\u28ff')).ShouldBe(1);
    }

    [Fact]
    public void Each_column_of_numbers_is_a_chart_under_its_name_and_numbers_may_stand_in_text()
    {
        var rows = Rows("""[["2026-01-01T00:00:00Z","12",1.5,"x"],["2026-01-02T00:00:00Z","9007199254740993",2.5,"y"]]""");
        var lines = SqlChart.Draw(ChartKind.Line, ["day", "flights", "delay", "note"], rows).ToList();
        lines.ShouldContain("flights");
        lines.ShouldContain("delay");
        lines.ShouldNotContain("note");
        lines.Count.ShouldBe(2 * 15);
    }

    [Theory]
    [InlineData("""[["a"]]""", "a")]
    [InlineData("""[["a","b"]]""", "a,b")]
    [InlineData("[]", "a,b")]
    public void An_answer_without_numbers_says_what_a_chart_wants(string rows, string columns) =>
        Should.Throw<PlatformException>(() => SqlChart.Draw(ChartKind.Bar, columns.Split(','), Rows(rows)).ToList())
            .Message.ShouldContain("SELECT day, count(*)");

    private static List<IReadOnlyList<JsonElement>> Rows(string json) =>
        [.. JsonElement.Parse(json).EnumerateArray().Select(row => (IReadOnlyList<JsonElement>)[.. row.EnumerateArray()])];
}
