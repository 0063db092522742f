using Hops.Kafka.Dispatch;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Dispatch;

public sealed class ApiTableTests
{
    [Fact]
    public void Every_row_says_who_may_call_it()
    {
        foreach (var row in ApiTable.Rows.Where(row => row.Access.Audience == ApiAudience.PerElement))
            row.Access.Needs.ShouldNotBeEmpty(row.Key.ToString());
        ApiTable.Rows.Where(row => row.Access.Audience == ApiAudience.BeforeAuthentication).Select(row => row.Key.ToString())
            .ShouldBe(["SaslHandshake", "ApiVersions", "SaslAuthenticate"]);
    }

    [Fact]
    public void Rows_are_in_order_and_their_ranges_make_sense()
    {
        ApiTable.Rows.Select(row => (short)row.Key).ShouldBeInOrder();
        ApiTable.Rows.Select(row => row.Key).ShouldBeUnique();
        foreach (var row in ApiTable.Rows)
        {
            row.VersionMin.ShouldBeLessThanOrEqualTo(row.ServedVersionMin);
            row.ServedVersionMin.ShouldBeLessThanOrEqualTo(row.VersionMax);
        }
    }

    [Fact]
    public void The_documentation_shows_this_table() => GeneratedTable.ShouldBe(
        "ApiTable",
        "| key | API | versions | flexible from | who may call | note |\n| --- | --- | --- | --- | --- | --- |\n" + string.Concat(ApiTable.Rows.Select(Line)));

    private static string Line(ApiRow row)
    {
        var flexible = row.FlexibleFrom == short.MaxValue ? "never" : row.FlexibleFrom.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"| {(short)row.Key} | {row.Key} | {row.VersionMin}-{row.VersionMax} | {flexible} | {row.Access} | {row.Note} |\n";
    }
}
