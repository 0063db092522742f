using System.Text.Json;
using Hops.Cli.Records;
using Hops.Schemas.Avro;

namespace Hops.Cli.Tests.Records;

public sealed class TimeWatchTests
{
    private static readonly AvroSchema Schema = AvroSchema.Parse(
        """
        {"type":"record","name":"R","fields":[{"name":"ms","type":["null",{"type":"long","logicalType":"timestamp-millis"}],"default":null},
          {"name":"us","type":{"type":"long","logicalType":"timestamp-micros"},"default":0},
          {"name":"ns","type":{"type":"long","logicalType":"timestamp-nanos"},"default":0},{"name":"n","type":"long","default":0}]}
        """);

    [Theory]
    [InlineData("""{"ms":1357034400}""", "ms is 1357034400, which is 1970-01-16T16:57:14Z in its unit")]
    [InlineData("""{"ms":"1357034400"}""", "ms is '1357034400'")]
    [InlineData("""{"us":1357034400}""", "us is 1357034400")]
    [InlineData("""{"us":1357034400000}""", "us is 1357034400000")]
    [InlineData("""{"ns":1357034400}""", "ns is 1357034400")]
    [InlineData("""{"ns":1357034400000000}""", "ns is 1357034400000000, which is 1970-01-16T16:57:14Z in its unit")]
    [InlineData("""{"ns":1357034400000000000}""", null)]
    [InlineData("""{"ms":1357034400000}""", null)]
    [InlineData("""{"us":1357034400000000}""", null)]
    [InlineData("""{"ms":"2013-01-31T10:00:00Z"}""", null)]
    [InlineData("""{"ms":5,"n":1357034400}""", null)]
    [InlineData("""{"ms":null}""", null)]
    public void Seconds_in_a_finer_field_draw_a_warning(string record, string? warning)
    {
        var said = new TimeWatch(Schema, []).Look(new InputRecord(7, JsonElement.Parse(record)));

        if (warning is null)
            said.ShouldBeEmpty();
        else
            said.Single().ShouldStartWith("Line 7: " + warning);
    }

    [Fact]
    public void A_field_draws_it_once()
    {
        var watch = new TimeWatch(Schema, []);

        watch.Look(new InputRecord(1, JsonElement.Parse("""{"ms":1357034400}"""))).Count.ShouldBe(1);
        watch.Look(new InputRecord(2, JsonElement.Parse("""{"ms":1357034401}"""))).ShouldBeEmpty();
    }

    [Fact]
    public void Times_that_jump_back_by_more_than_the_delay_of_a_running_query_draw_one_and_are_counted()
    {
        var watch = new TimeWatch(Schema, [new LateRule("hourly", "ms", 600_000), new LateRule("other", "gone", 1)]);
        string[] times = ["2013-01-01T10:00Z", "2013-01-01T09:55Z", "2013-01-01T12:00Z", "2013-01-01T11:00Z", "2013-01-01T11:50Z", "2013-01-01T11:49Z"];

        var said = times.SelectMany((time, index) => watch.Look(new InputRecord(index + 2, JsonElement.Parse($$"""{"ms":"{{time}}"}""")))).ToList();

        said.ShouldBe(["Line 5: ms jumps back by more than the delay of the running query 'hourly' (0:10:00), which will drop such records as late."]);
        watch.Summary().Single().ShouldStartWith("2 of 6 records were more than 0:10:00 behind an earlier one in ms: the query 'hourly' drops those");
    }

    [Fact]
    public void A_line_of_progress_is_drawn_over_itself_and_taken_away()
    {
        using var terminal = new StringWriter();
        var progress = new ProgressLine(terminal, TimeProvider.System);

        progress.Report(1234, 0.5);
        progress.Report(1235, 0.5);
        progress.Clear();

        var line = "[###############...............]  50% 1,234 records";
        terminal.ToString().ShouldBe($"\r{line}\r{new string(' ', line.Length)}\r");
        new ProgressLine(null, TimeProvider.System).Report(1, null);
    }
}
