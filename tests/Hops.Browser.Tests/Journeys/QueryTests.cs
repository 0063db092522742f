using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class QueryTests(WebServer server)
{
    [BrowserFact]
    public async Task What_is_wrong_with_the_SQL_of_a_query_is_marked_where_it_is_and_nothing_is_made()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await Readings.MakeTopicAsync(user, project);
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "kept" });
        await server.VisitAsync(user, async visit =>
        {
            visit.Expect(422, $"/api/v1/projects/{project}/queries");
            await visit.OpenAsync($"/p/{project}/queries/-/new?topic={Readings.Topic}");
            await visit.WriteAsync("SQL", $"SELECT id, altitude FROM {Readings.Topic}");
            await visit.Page.GetByLabel("Dataset", new() { Exact = true }).SelectOptionAsync("kept");
            await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("wrong");
            await visit.Button("Create and start").ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("altitude");
            await Assertions.Expect(visit.Page.GetByText("Line 1, column 12 of the SQL.")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Editor("SQL").Locator(".cm-lintRange-error")).ToHaveTextAsync("altitude");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        });
        (await user.Rest.ListAsync($"projects/{project}/queries").CountAsync()).ShouldBe(0);
        (await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/files?path=kept")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_query_is_started_with_its_cost_in_sight_found_in_the_ledger_and_deleted()
    {
        var user = await server.UserAsync();
        var project = await QueryAsync(user, "copied");
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/queries/copied");
            await visit.Button("Start").ClickAsync();
            await Assertions.Expect(visit.Dialog).ToContainTextAsync("Unknown: it has not run lately");
            await Assertions.Expect(visit.Dialog).ToContainTextAsync("credits");
            await visit.Dialog.GetByLabel("When the price is low enough").ClickAsync();
            await visit.Dialog.GetByLabel("Highest price").FillAsync("1000");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.DialogButton("Wait for the price").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("Running", new() { Exact = true })).ToBeVisibleAsync();
            await visit.Button("Stop").ClickAsync();
            await Assertions.Expect(visit.Button("Start")).ToBeVisibleAsync();

            await ReadLedgerAsync(visit, project);
            await DeleteAsync(visit, project);
        });
        (await user.Rest.ListAsync($"projects/{project}/queries").CountAsync()).ShouldBe(0);
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task What_is_named_new_has_its_page()
    {
        var user = await server.UserAsync();
        var project = await QueryAsync(user, "new");
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/topics", new { name = "new", partitions = 1, valueSchema = Readings.Schema });
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/schemas/new/versions", new { schema = Readings.Schema });
        await server.VisitAsync(user, async visit =>
        {
            foreach (var list in new[] { "queries", "topics", "schemas" })
            {
                await visit.OpenAsync($"/p/{project}/{list}");
                await visit.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "new", Exact = true }).First.ClickAsync();
                await Assertions.Expect(visit.Page.GetByRole(AriaRole.Tab).First).ToBeVisibleAsync();
                await Assertions.Expect(visit.Page).ToHaveTitleAsync("new - Hops");
            }
        });
    }

    private static async Task ReadLedgerAsync(Visit visit, string project)
    {
        await visit.OpenAsync($"/p/{project}/usage?filter=copied");
        await visit.Page.GetByRole(AriaRole.Region, new() { Name = "runners" }).GetByRole(AriaRole.Button, new() { Name = "copied" }).ClickAsync();
        await Assertions.Expect(visit.Dialog).ToContainTextAsync("Processors");
        await Assertions.Expect(visit.Dialog.GetByRole(AriaRole.Region, new() { Name = "Intervals" })).ToBeVisibleAsync();
        (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        await visit.Page.Keyboard.PressAsync("Escape");
        var file = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("CSV of these").ClickAsync());
        using var text = new StreamReader(await file.CreateReadStreamAsync());
        var lines = (await text.ReadToEndAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(2);
        lines[1].ShouldContain(",QUERY,copied,");
    }

    private static async Task DeleteAsync(Visit visit, string project)
    {
        await visit.OpenAsync($"/p/{project}/queries/copied");
        await visit.Button("More actions").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete query" }).ClickAsync();
        await visit.DialogButton("Delete query").ClickAsync();
        await Assertions.Expect(visit.Heading("Queries")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("Query copied is deleted.")).ToBeVisibleAsync();
    }

    private static async Task<string> QueryAsync(Account user, string name)
    {
        var project = await user.ProjectAsync();
        await Readings.MakeQueryAsync(user, project, name);
        return project;
    }
}
