namespace Hops.Kafka.Tests.Support;

/// <summary>A table in <c>docs/protocol/kafka.md</c> that is that of the code. To renew it: HOPS_REWRITE=1 dotnet test.</summary>
internal static class GeneratedTable
{
    private const string End = "<!-- end -->";

    /// <param name="source">Of what it is made, as the documentation says it.</param>
    /// <param name="table">What it has to be.</param>
    public static void ShouldBe(string source, string table)
    {
        var path = Path.Combine(ToolFactAttribute.Repository, "docs", "protocol", "kafka.md");
        var begin = $"<!-- begin: generated from {source} -->\n";
        var page = File.ReadAllText(path);
        var start = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var end = page.IndexOf(End, start, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("HOPS_REWRITE") == "1")
            File.WriteAllText(path, page[..start] + table + page[end..]);
        else
            page[start..end].ShouldBe(table);
    }
}
