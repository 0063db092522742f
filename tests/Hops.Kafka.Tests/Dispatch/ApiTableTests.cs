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

    /// <summary>The table in the documentation is the table in the code. To renew it: HOPS_REWRITE=1 dotnet test.</summary>
    [Fact]
    public void The_documentation_shows_this_table()
    {
        var path = Path.Combine(ToolFactAttribute.Repository, "docs", "protocol", "kafka.md");
        var table = "| key | API | versions | flexible from | who may call | note |\n| --- | --- | --- | --- | --- | --- |\n"
            + string.Concat(ApiTable.Rows.Select(Line));
        const string Begin = "<!-- begin: generated from ApiTable -->\n";
        const string End = "<!-- end -->";
        var page = File.ReadAllText(path);
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("HOPS_REWRITE") == "1")
            File.WriteAllText(path, page[..start] + table + page[end..]);
        else
            page[start..end].ShouldBe(table);
    }

    private static string Line(ApiRow row)
    {
        var flexible = row.FlexibleFrom == short.MaxValue ? "never" : row.FlexibleFrom.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return $"| {(short)row.Key} | {row.Key} | {row.VersionMin}-{row.VersionMax} | {flexible} | {row.Access} | {row.Note} |\n";
    }
}
