using System.Text.Json;
using Hops.Core.Errors;
using Hops.Platform.Sql;
using Hops.Streaming.Supervision;

namespace Hops.Streaming.Tests.Supervision;

public sealed class StatementAnswerTests
{
    [Theory]
    [InlineData("""{"rows":[[1],[2],[3]]}""", "rows")]
    [InlineData("""{"rows":"none"}""", "rows")]
    [InlineData("[]", "rows")]
    public void A_runner_that_gives_more_than_was_granted_or_no_rows_is_not_believed(string body, string _) =>
        Refused(JsonElement.Parse(body)).ShouldBe(ErrorCode.Internal);

    [Fact]
    public void Columns_are_no_way_around_the_limits_of_rows()
    {
        var name = new string('x', 300 * 1024);
        Refused(JsonSerializer.SerializeToElement(new { rows = Array.Empty<int[]>(), columns = new[] { new { name, type = "VARCHAR" } } }))
            .ShouldBe(ErrorCode.TooLarge);
    }

    /// <summary>Who asks for as many rows as a preview may have, or does not say how many, is not told to ask for more.</summary>
    [Theory]
    [InlineData(1000, false, false, false, "rows")]
    [InlineData(10, true, false, false, "rows")]
    [InlineData(1000, true, false, true, "previewRows")]
    [InlineData(2000, true, false, true, "previewRows")]
    [InlineData(2000, true, true, false, "previewRowsPerDay")]
    public void A_limit_that_cuts_is_named_as_what_it_is(int rowsWanted, bool isPreview, bool isFromDay, bool isMost, string by)
    {
        var granted = isFromDay ? 7 : Math.Min(rowsWanted, 1000);
        var grant = new StatementGrant(granted, null, isPreview ? granted : 0, isPreview, isFromDay, isMost);
        var body = JsonElement.Parse("""{"columns":[],"rows":[[1]],"truncatedBy":"rows"}""");

        var answer = StatementAnswer.Of("id", body, new StatementRequest("select 1", rowsWanted), grant, 1000);

        answer.TruncatedBy.ShouldBe(by);
        answer.Note!.Contains("Data Scientist", StringComparison.Ordinal).ShouldBe(by != "rows");
    }

    private static ErrorCode Refused(JsonElement body)
    {
        var grant = new StatementGrant(RowsMax: 2, MaxBytes: null, RowsSetAside: 0, IsPreview: false, IsFromDay: false);
        return Should.Throw<PlatformException>(() => StatementAnswer.Of("id", body, new StatementRequest("select 1", 2), grant, 1000)).Code;
    }
}
