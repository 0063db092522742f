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
