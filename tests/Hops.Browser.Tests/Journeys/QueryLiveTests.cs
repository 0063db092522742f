using System.Globalization;
using Hops.Browser.Tests.Support;
using Hops.EndToEnd.Tests.Platform;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class QueryLiveTests(WebServer server)
{
    private const string Query = "kept";
    private const int Rounds = 6;

    /// <summary>Most that passes until a query whose worker died runs again, in milliseconds.</summary>
    private const int RecoveryMs = 30_000;

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task What_a_query_does_is_shown_as_it_is_told_and_never_asked_for()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await StartAsync(user, project);
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/queries/{Query}");
            await Assertions.Expect(visit.Page.GetByText("Running", new() { Exact = true })).ToBeVisibleAsync();
            var read = visit.Page.Locator("dl.numbers > div").Filter(new() { HasText = "Rows read" }).GetByRole(AriaRole.Definition);
            await SeeAsync(1);

            var asked = 0;
            visit.Page.Request += (_, request) => asked += request.Url.Contains($"/queries/{Query}", StringComparison.Ordinal) ? 1 : 0;
            for (var round = 2; round <= Rounds; round++)
                await SeeAsync(round);
            asked.ShouldBe(0);

            await visit.OpenAsync($"/p/{project}/queries");
            await Assertions.Expect(RowsReadInList(visit)).ToHaveTextAsync(Total(Rounds));
            await Readings.WriteAsync(user, project);
            await Assertions.Expect(RowsReadInList(visit)).ToHaveTextAsync(Total(Rounds + 1));

            async Task SeeAsync(int round)
            {
                await Readings.WriteAsync(user, project);
                await Assertions.Expect(read).ToHaveTextAsync(Total(round));
                await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "batches" })).ToBeVisibleAsync();
            }
        });
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_query_whose_worker_is_killed_runs_again_within_half_a_minute_and_has_each_record_once()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await StartAsync(user, project);
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/queries/{Query}");
            var read = visit.Page.Locator("dl.numbers > div").Filter(new() { HasText = "Rows read" }).GetByRole(AriaRole.Definition);
            await Readings.WriteAsync(user, project);
            await Assertions.Expect(read).ToHaveTextAsync(Total(1));

            var worker = (await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/queries/{Query}")).Body.GetProperty("status").GetProperty("processId").GetInt32();
            Signal.Send(worker, Signal.Kill);
            await Readings.WriteAsync(user, project);
            await Assertions.Expect(read).ToHaveTextAsync(Total(2), new() { Timeout = RecoveryMs });
            await Assertions.Expect(visit.Page.GetByText("Running", new() { Exact = true })).ToBeVisibleAsync();

            await visit.Button("More actions").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Kill" }).ClickAsync();
            await Assertions.Expect(visit.Button("Start")).ToBeVisibleAsync();
        });
        var rows = await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/sql", new { statement = $"SELECT count(*), count(DISTINCT id) FROM {Query}" });
        rows.Body.GetProperty("rows")[0].EnumerateArray().Select(cell => cell.GetInt32()).ShouldBe([2 * Readings.Ids.Count, Readings.Ids.Count]);
    }

    private static string Total(int rounds) => (rounds * Readings.Ids.Count).ToString(CultureInfo.InvariantCulture);

    private static ILocator RowsReadInList(Visit visit) => visit.Page.GetByRole(AriaRole.Row, new() { Name = Query }).GetByRole(AriaRole.Cell).Nth(4);

    private static async Task StartAsync(Account user, string project)
    {
        await Readings.MakeTopicAsync(user, project);
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = Query });
        var definition = new { name = Query, topic = Readings.Topic, sql = $"SELECT id FROM {Readings.Topic}", sink = Query, startingOffsets = "earliest" };
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/queries", new { name = Query, definition });
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/queries/{Query}/start");
    }
}
