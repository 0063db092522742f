using System.Text;
using Hops.Core.Errors;
using Hops.Streaming.Checkpoints;
using Hops.Streaming.Runner;

namespace Hops.Streaming.Tests.Runner;

/// <summary>Lines of a runner, which runs the code of a user: each is a report or nothing, and a refusal arrives as it was thrown.</summary>
public sealed class HostileReportTests
{
    private const string Hostile = "{}[]\",:0-9.eE\\u\0ün";

    [Fact]
    public void Every_refusal_arrives_with_its_code_its_words_and_its_facts()
    {
        foreach (var row in ErrorTable.Rows)
        {
            var thrown = new PlatformException(row.Code, $"{row.Title}: 'ü' \"quoted\"\nand a line").With("line", 3).With("names", new[] { "a", "b" }).With("none", null);
            var read = RunnerReport.TryParse(RunnerReport.Of(thrown).ToLine()).ShouldNotBeNull().ToException();
            (read.Code, read.Message).ShouldBe((thrown.Code, thrown.Message));
            read.Facts.Keys.ShouldBe(["line", "names", "none"]);
            (read.Facts["line"]!.ToString(), read.Facts["names"]!.ToString()).ShouldBe(("3", "[\"a\",\"b\"]"));
        }
    }

    [Fact]
    public void A_report_is_one_line_whatever_it_says() =>
        RunnerReport.Of(new PlatformException(ErrorCode.InvalidQuery, "one\r\ntwo\u2028three\u0085")).ToLine().ShouldNotContain("\n");

    [Theory]
    [InlineData("""{"event":"failed","error":"no-such-slug","message":"m"}""", ErrorCode.Internal, "m")]
    [InlineData("""{"event":"failed"}""", ErrorCode.Internal, "Internal error")]
    [InlineData("""{"event":"failed","error":"not-found"}""", ErrorCode.NotFound, "Not found")]
    [InlineData("""{"event":"failed","error":"not-found","message":"m","unknown":{"deep":[1]}}""", ErrorCode.NotFound, "m")]
    public void A_refusal_that_is_not_whole_is_a_refusal_still(string line, ErrorCode code, string message)
    {
        var read = RunnerReport.TryParse(line).ShouldNotBeNull().ToException();
        (read.Code, read.Message).ShouldBe((code, message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("Unhandled exception. System.OutOfMemoryException")]
    [InlineData("""{"event":"conquered"}""")]
    [InlineData("""{"event":"failed","facts":7}""")]
    [InlineData("""{"event":"progress","totals":{"rowsIn":"many"}}""")]
    [InlineData("""{"event":"progress","body":{"a":1}""")]
    [InlineData("""{"event":"failed","message":"\ud800"}""")]
    public void A_line_that_is_no_report_is_nothing(string line) => RunnerReport.TryParse(line).ShouldBeNull();

    [Fact]
    public void A_line_that_is_nested_without_end_is_nothing() =>
        RunnerReport.TryParse("""{"event":"progress","body":""" + new string('[', 100_000)).ShouldBeNull();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Mutated_lines_are_reports_or_nothing_and_never_a_fault(int seed)
    {
        var random = new Random(seed);
        var good = new RunnerReport
        {
            Event = RunnerEvent.Progress, Totals = new CommitTotals(1, 2, 3, 4, 5, 6), Body = System.Text.Json.JsonElement.Parse("""{"batchId":7,"sources":[{"endOffset":null}]}"""),
            Facts = new() { ["limit"] = System.Text.Json.JsonElement.Parse("10") },
        }.ToLine();
        var reports = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var line = new StringBuilder(good);
            for (var change = random.Next(1, 4); change > 0; change--)
                line[random.Next(line.Length)] = Hostile[random.Next(Hostile.Length)];
            if (RunnerReport.TryParse(line.ToString()) is not { } report)
                continue;
            reports++;
            _ = report.ToException();
        }

        reports.ShouldBeInRange(100, 19_900, "or the test mutates nothing, or everything");
    }
}
