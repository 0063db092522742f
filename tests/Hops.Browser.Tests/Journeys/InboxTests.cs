using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class InboxTests(WebServer server)
{
    [BrowserFact]
    public async Task Who_asks_to_join_a_listed_project_is_let_in_from_the_inbox_of_its_owner()
    {
        var (owner, stranger) = (await server.UserAsync(), await server.UserAsync());
        var project = await owner.ProjectAsync();
        await owner.Rest.CallAsync(HttpMethod.Patch, $"projects/{project}", new { isListed = true }, ifMatch: "*");
        await server.VisitAsync(stranger, async visit =>
        {
            await visit.OpenAsync("/projects/find");
            await visit.Button($"Ask to join {project}").ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByLabel("Note").FillAsync("I count birds");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Ask", Exact = true }).ClickAsync();
            await Assertions.Expect(visit.Button($"Withdraw the request to join {project}")).ToBeVisibleAsync();
        });
        await server.VisitAsync(owner, async visit =>
        {
            await visit.OpenAsync("/");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Inbox, 1 new" }).ClickAsync();
            var row = visit.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "asks to join" });
            await Assertions.Expect(row).ToContainTextAsync("I count birds");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await row.GetByLabel($"Role of {stranger.Name}").SelectOptionAsync("DATA_OWNER");
            await row.GetByRole(AriaRole.Button, new() { Name = $"Accept {stranger.Name}" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("Nothing to do.")).ToBeVisibleAsync();
        });
        (await owner.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/members/{stranger.Name}")).Body.GetProperty("role").GetString().ShouldBe("DATA_OWNER");
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_rejection_is_told_with_its_reason_until_it_is_seen()
    {
        var (owner, stranger) = (await server.UserAsync(), await server.UserAsync());
        var project = await owner.ProjectAsync();
        await owner.Rest.CallAsync(HttpMethod.Patch, $"projects/{project}", new { isListed = true }, ifMatch: "*");
        await stranger.Rest.CallAsync(HttpMethod.Post, "me/join-requests", new { project });
        await server.VisitAsync(owner, async visit =>
        {
            await visit.OpenAsync("/inbox");
            await visit.Button($"Reject {stranger.Name}").ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByLabel("Reason").FillAsync("we are full");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("Nothing to do.")).ToBeVisibleAsync();
        });
        await server.VisitAsync(stranger, async visit =>
        {
            await visit.OpenAsync("/inbox");
            await Assertions.Expect(visit.Page.GetByText("we are full")).ToBeVisibleAsync();
            await visit.Button("Mark all as seen").ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Inbox", Exact = true }).First).ToBeVisibleAsync();
            await Assertions.Expect(visit.Button("Mark all as seen")).ToHaveCountAsync(0);
        });
    }
}
