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

    private static ErrorCode Refused(JsonElement body)
    {
        var grant = new StatementGrant(RowsMax: 2, MaxBytes: null, RowsSetAside: 0, IsPreview: false, IsFromDay: false);
        return Should.Throw<PlatformException>(() => StatementAnswer.Of("id", body, new StatementRequest("select 1", 2), grant, 1000)).Code;
    }
}
