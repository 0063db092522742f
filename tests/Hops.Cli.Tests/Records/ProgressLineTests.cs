using Hops.Cli.Records;

namespace Hops.Cli.Tests.Records;

/// <summary>A line that is drawn over itself: what a person sees of it after each step.</summary>
public sealed class ProgressLineTests
{
    private readonly StringWriter _terminal = new();
    private readonly HandClock _clock = new();

    [Fact]
    public void It_is_drawn_at_once_and_then_five_times_a_second_however_often_it_is_told()
    {
        var line = new ProgressLine(_terminal, _clock);
        for (var record = 0; record < 10_000; record++)
        {
            line.Report(record, null);
            _clock.Now += TimeSpan.FromMilliseconds(1);
        }

        _terminal.ToString().Count(letter => letter == '\r').ShouldBe(50);
        Screen().ShouldBe("9,800 records");
    }

    [Theory]
    [InlineData(0.0, "[..............................]   0% 1,234,567 records")]
    [InlineData(0.5, "[###############...............]  50% 1,234,567 records")]
    [InlineData(1.0, "[##############################] 100% 1,234,567 records")]
    [InlineData(-1.0, "[..............................]   0% 1,234,567 records")]
    [InlineData(1.5, "[##############################] 100% 1,234,567 records")]
    [InlineData(null, "1,234,567 records")]
    public void The_part_of_the_input_is_a_bar_where_anybody_knows_it(double? fraction, string drawn)
    {
        new ProgressLine(_terminal, _clock).Report(1_234_567, fraction);

        Screen().ShouldBe(drawn);
    }

    [Fact]
    public void A_shorter_line_leaves_nothing_of_a_longer_one_and_a_note_stands_alone()
    {
        var line = new ProgressLine(_terminal, _clock);
        line.Report(1_000_000, 0.5);
        _clock.Now += TimeSpan.FromSeconds(1);
        line.Report(7, null);
        Screen().ShouldBe("7 records");

        line.Clear();
        Screen().ShouldBe("");
        _terminal.Write("a note");
        Screen().ShouldBe("a note");
        line.Clear();
        Screen().ShouldBe("a note", "what is not drawn is not taken away");
    }

    [Fact]
    public void Nothing_is_drawn_where_errors_go_to_a_file()
    {
        var line = new ProgressLine(null, _clock);
        line.Report(1, 0.5);
        line.Clear();

        _terminal.ToString().ShouldBeEmpty();
    }

    /// <summary>The line as a terminal shows it: a carriage return goes back, and what is written then covers what was there.</summary>
    private string Screen()
    {
        var shown = new List<char>();
        var column = 0;
        foreach (var letter in _terminal.ToString())
        {
            if (letter == '\r')
            {
                column = 0;
                continue;
            }

            if (column == shown.Count)
                shown.Add(letter);
            else
                shown[column] = letter;
            column++;
        }

        return new string([.. shown]).TrimEnd();
    }

    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
