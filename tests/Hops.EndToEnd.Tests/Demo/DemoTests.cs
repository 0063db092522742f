using System.IO.Compression;
using System.Text.RegularExpressions;
using Hops.Client.Rest;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Demo;

/// <summary>What a newcomer types first: <c>make demo</c>.</summary>
public sealed partial class DemoTests
{
    /// <summary>Of the sample, as many as leave windows closed: see <c>DemoTable.DelayMs</c>.</summary>
    private const int EachRowOf = 12;

    /// <summary>Pages are built where there is Node 20.</summary>
    private static bool HasPages => File.Exists(Path.Combine(Path.GetDirectoryName(SpineRequirement.Program)!, "web", "index.html"));

    /// <summary>A file of few enough rows for every day, and of a name that is a keyword of SQL.</summary>
    [SpineFact]
    public async Task The_demo_proves_all_that_it_claims_names_the_page_of_it_and_leaves_nothing_behind()
    {
        await using var demo = new DemoRun();
        var rows = SampleLines().Skip(1).Where((_, index) => index % EachRowOf == 0).ToList();

        demo.Start("--stay", "true", "--csv", demo.Write("select.csv", SampleLines().Take(1).Concat(rows)));

        await VisitAsync(await demo.UntilItStaysAsync(), ["select_daily", "select_raw"]);
        await demo.EnterAsync();
        await ShowProvenAsync(demo, "select", rows.Count);
    }

    [SpineFact]
    [Trait("Speed", "Slow")]
    public async Task The_demo_proves_all_that_it_claims_with_its_own_sample()
    {
        await using var demo = new DemoRun();

        demo.Start();

        await ShowProvenAsync(demo, "departures", SampleLines().Count() - 1);
    }

    [SpineFact]
    public async Task An_interrupted_demo_takes_its_processes_and_its_directory_with_it()
    {
        await using var demo = new DemoRun();
        demo.Start("--csv", demo.Write("some.csv", SampleLines().Take(20_000)));
        await demo.UntilQueriesRunAsync();
        demo.Processes().Count().ShouldBeGreaterThanOrEqualTo(3, "a server and the runners of two queries");

        demo.Interrupt();

        (await demo.EndAsync()).ShouldBe(130, string.Join('\n', demo.Said));
        await demo.LeftNothingAsync();
    }

    [Theory]
    [InlineData("when,note\nyesterday,1\ntoday,2\ntomorrow,3", "The demo needs a column of times such as 2013-01-01T10:00:00Z.")]
    [InlineData("when,note\n2013-01-01T10:00:00Z,a\n2013-01-02T10:00:00Z,b\n2013-01-03T10:00:00Z,c", "The demo needs a column of numbers.")]
    [InlineData("when,n\n2013-01-01T10:00:00Z,1\n2013-01-02T10:00:00Z,2", "has 2 rows; the demo needs 3")]
    [InlineData("when,n,N\n2013-01-01T10:00:00Z,1,1", "has two columns of the same name")]
    [InlineData("when,n\n2013-01-01T10:00:00Z,1,1", "Line 2 of")]
    [InlineData("", "is empty")]
    public async Task A_file_that_cannot_be_replayed_is_refused_before_a_server_starts(string content, string reason)
    {
        await using var demo = new DemoRun();

        demo.Start("--csv", demo.Write("unfit.csv", content.Split('\n', StringSplitOptions.RemoveEmptyEntries)));

        (await demo.EndAsync()).ShouldBe(2, string.Join('\n', demo.Said));
        demo.Said.ShouldHaveSingleItem().ShouldContain(reason);
        await demo.LeftNothingAsync();
    }

    /// <summary>Signs in as it says, and finds the queries.</summary>
    private static async Task VisitAsync(string said, string[] queries)
    {
        var visit = Visit().Match(said);
        visit.Success.ShouldBe(HasPages, said);
        if (!HasPages)
            return;
        var (page, user, password) = (new Uri(visit.Groups["page"].Value), visit.Groups["user"].Value, visit.Groups["password"].Value);
        page.AbsolutePath.ShouldBe("/p/airports");
        using var nobody = new PlatformClient(new Uri(page, "/"), null);
        var token = (await nobody.CallAsync(HttpMethod.Post, "sessions", new { user, password })).Body.GetProperty("token").GetString();
        using var visitor = new PlatformClient(new Uri(page, "/"), token);
        var found = (await visitor.CallAsync(HttpMethod.Get, "projects/airports/queries")).Body.GetProperty("items");
        found.EnumerateArray().Select(query => query.GetProperty("name").GetString()).ShouldBe(queries);
    }

    private static async Task ShowProvenAsync(DemoRun demo, string name, int rows)
    {
        var code = await demo.EndAsync();
        var said = string.Join('\n', demo.Said);
        code.ShouldBe(0, said);
        var proven = demo.Said.SkipWhile(line => line != "Proven:").Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).ToList();
        string[] claims =
        [
            "a killed runner and a killed server went on by themselves",
            $"{name}_raw holds each of the {rows} events exactly once, after both kills",
            "SQL and CSV agree on the 5 largest groups of carrier",
            $"{name}_daily holds the [1-9][0-9]* closed windows, each as the CSV says \\([1-9][0-9]* wait for later events\\)",
            "olivia, data owner, may export over REST, WebHDFS and Kafka",
            "sam, data scientist, may not take data out \\(REST: export-denied, WebHDFS: export-denied, Kafka: export-denied\\)",
            "uma, owner of another project, reads nothing of airports \\(REST: not-found, WebHDFS: [a-z-]+, Kafka: [a-z-]+\\)",
            "a caller with a wrong secret reads nothing \\(REST: unauthenticated, WebHDFS: unauthenticated, Kafka: [a-z-]+\\)",
            "the audit trail names the 2 things that sam tried to take out, a file and a topic, by whatever protocol",
        ];
        proven.Count.ShouldBe(claims.Length, said);
        foreach (var (line, claim) in proven.Zip(claims))
            line.ShouldMatch($"^  ok   {claim}$");
        foreach (var line in proven)
            demo.Said.Count(each => each.EndsWith($" s] {line.TrimStart()}", StringComparison.Ordinal)).ShouldBe(1, "it is said when it is found");
        await demo.LeftNothingAsync();
    }

    [GeneratedRegex(@"(?<page>http://\S+) \(user (?<user>\S+), password (?<password>\S+)\)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Visit();

    private static IEnumerable<string> SampleLines()
    {
        using var file = File.OpenRead(Path.Combine(SpineRequirement.Root, "samples", "departures.csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
