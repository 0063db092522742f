using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>What an administrator does takes effect on pages that are open elsewhere, within five seconds and without a reload.</summary>
[Collection(WebServerGroup.Name)]
public sealed class AdministrationTests(WebServer server)
{
    private const float SoonMs = 5000;

    [BrowserFact]
    public async Task A_quota_that_is_raised_and_an_announcement_are_seen_on_an_open_page()
    {
        var owner = await server.UserAsync();
        var project = await owner.ProjectAsync();
        await server.VisitAsync(owner, open => server.VisitAsync(server.Administrator, async administration =>
        {
            await open.OpenAsync($"/p/{project}/usage");
            await administration.OpenAsync("/admin/projects?filter=" + project);
            await administration.Button($"Actions for {project}").ClickAsync();
            await administration.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Change quotas" }).ClickAsync();
            await administration.Page.GetByLabel("Storage (GiB)").FillAsync("7");
            await administration.Button("Save quotas").ClickAsync();
            await Assertions.Expect(administration.Page.GetByText($"The quotas of {project} are changed.")).ToBeVisibleAsync();
            await Assertions.Expect(open.Page.GetByText("of 7.0 GiB").First).ToBeVisibleAsync(new() { Timeout = SoonMs });

            var text = $"The server rests at noon ({project})";
            await administration.OpenAsync("/admin/announcements");
            await administration.Button("New announcement").ClickAsync();
            await administration.Page.GetByLabel("Text", new() { Exact = true }).FillAsync(text);
            await administration.Page.GetByLabel("Level", new() { Exact = true }).SelectOptionAsync("WARNING");
            await administration.Button("Announce").ClickAsync();
            await Assertions.Expect(open.Page.GetByText(text)).ToBeVisibleAsync(new() { Timeout = SoonMs });
            await server.VisitAsync(null, async stranger =>
            {
                await stranger.OpenAsync("/login");
                await Assertions.Expect(stranger.Page.GetByText(text)).ToBeVisibleAsync();
            });
        }));
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task The_trail_is_selected_in_the_address_and_verified()
    {
        var owner = await server.UserAsync();
        var project = await owner.ProjectAsync();
        await server.VisitAsync(owner, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/activity?action=project.");
            await Assertions.Expect(visit.Page.GetByText("project.create")).ToBeVisibleAsync();
            await visit.Page.GetByLabel("Action", new() { Exact = true }).FillAsync("topic.");
            await visit.Button("Select").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("No entry matches.")).ToBeVisibleAsync();
            visit.Page.Url.ShouldContain("action=topic.");

            await visit.Button("Verify").ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog).GetByText("Intact")).ToBeVisibleAsync();
        });
    }
}
