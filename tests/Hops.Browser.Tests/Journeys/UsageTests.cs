using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
[Trait("Speed", "Slow")]
public sealed class UsageTests(WebServer server)
{
    [BrowserFact]
    public async Task A_project_without_quota_is_told_so_before_and_when_a_query_is_started()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await Readings.MakeQueryAsync(user, project, "copied");
        await server.Administrator.Rest.CallAsync(HttpMethod.Patch, $"projects/{project}", new { computeQuotaCredits = 0 }, ifMatch: "*");
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/usage");
            var near = visit.Page.GetByRole(AriaRole.List, new() { Name = "Near their limits" });
            await Assertions.Expect(near).ToContainTextAsync("Used up");
            await Assertions.Expect(near).ToContainTextAsync("Compute credits");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();

            visit.Expect(403, $"/api/v1/projects/{project}/queries/copied/start");
            await visit.OpenAsync($"/p/{project}/queries/copied");
            await visit.Button("Start").ClickAsync();
            await Assertions.Expect(visit.Dialog).ToContainTextAsync("Nothing: ask an administrator for more");
            await visit.DialogButton("Start query").ClickAsync();
            await Assertions.Expect(visit.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Compute quota used up");
        });
    }

    [BrowserFact]
    public async Task An_owner_sets_a_budget_that_is_spent_and_is_warned_on_every_page_and_in_the_inbox()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/sql", new { statement = "SELECT sum(a.range * b.range % 7) FROM range(100000) a, range(10000) b" });
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/usage");
            await visit.Button("Budget").ClickAsync();
            await visit.Dialog.GetByLabel("Credits a month").FillAsync("9999999999999");
            visit.Expect(400, $"/api/v1/projects/{project}");
            await visit.DialogButton("Set budget").ClickAsync();
            await Assertions.Expect(visit.Dialog).ToContainTextAsync("as the compute quota of the project allows");
            await visit.Dialog.GetByLabel("Credits a month").FillAsync("1");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.DialogButton("Set budget").ClickAsync();

            var warnings = visit.Page.GetByRole(AriaRole.Status, new() { Name = "Warnings" });
            await Assertions.Expect(warnings).ToContainTextAsync("Credits of this month");
            await Assertions.Expect(warnings).ToContainTextAsync("of 1, ");
            await visit.OpenAsync($"/p/{project}/topics");
            await Assertions.Expect(warnings).ToContainTextAsync("Credits of this month");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.OpenAsync("/inbox");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.List, new() { Name = "Inbox" })).ToContainTextAsync($"Credits of this month of {project}");
        });
    }

    [BrowserFact]
    public async Task The_price_stands_in_the_bar_with_its_past_behind_it()
    {
        await server.VisitAsync(await server.SeededAsync(), async visit =>
        {
            await visit.OpenAsync("/");
            await visit.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Button, new() { Name = "Price of compute" }).ClickAsync();
            await Assertions.Expect(visit.Heading("Price of compute")).ToBeVisibleAsync();
            await visit.Page.GetByText("7 days", new() { Exact = true }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("hops price --history 7d")).ToBeVisibleAsync();
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        });
    }
}
