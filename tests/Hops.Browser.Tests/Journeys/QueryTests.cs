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
}
