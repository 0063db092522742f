using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class ProjectTests(WebServer server)
{
    [BrowserFact]
    public async Task A_project_is_made_and_found_on_the_list()
    {
        var user = await server.UserAsync();
        var name = $"made_by_{user.Name}";
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync("/");
            await visit.Button("New project").First.ClickAsync();
            await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
            await visit.Page.GetByLabel("Description").FillAsync("Clicks of a day");
            await visit.Button("Create project").ClickAsync();
            await Assertions.Expect(visit.Heading(name)).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Main).GetByText("Data owner").First).ToBeVisibleAsync();

            await visit.OpenAsync("/");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
            await Assertions.Expect(visit.Page).ToHaveURLAsync(new Uri(server.Address, $"/p/{name}").ToString());
        });
        (await user.Rest.CallAsync(HttpMethod.Get, $"projects/{name}")).Body.GetProperty("description").GetString().ShouldBe("Clicks of a day");
    }

    [BrowserFact]
    public async Task A_name_that_is_taken_is_refused_at_its_field()
    {
        var user = await server.UserAsync();
        var taken = await user.ProjectAsync();
        await server.VisitAsync(user, async visit =>
        {
            visit.Expect(409, "/api/v1/projects");
            await visit.OpenAsync("/projects/new");
            await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(taken);
            await visit.Button("Create project").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("exists already")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync(taken);
        });
    }

    [BrowserFact]
    public async Task A_project_of_others_looks_like_one_that_does_not_exist()
    {
        var (owner, stranger) = (await server.UserAsync(), await server.UserAsync());
        var project = await owner.ProjectAsync();
        var texts = new List<string>();
        foreach (var name in new[] { project, "no_such_project" })
        {
            await server.VisitAsync(stranger, async visit =>
            {
                visit.Expect(404, $"/api/v1/projects/{name}");
                await visit.OpenAsync($"/p/{name}");
                texts.Add((await visit.Page.GetByRole(AriaRole.Main).InnerTextAsync()).Replace(name, "NAME", StringComparison.Ordinal));
            });
        }

        texts[0].ShouldBe(texts[1]);
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task An_archived_project_says_so_on_every_page_and_is_opened_again()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}");
            await visit.Button("More actions").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Archive project" }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Archive project" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("This project is archived")).ToBeVisibleAsync();

            await visit.OpenAsync($"/p/{project}/topics");
            await Assertions.Expect(visit.Page.GetByText("This project is archived")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "New topic" }).First).ToHaveAttributeAsync("aria-disabled", "true");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.OpenAsync($"/p/{project}");
            await visit.Button("More actions").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Open again" }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Open again" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("This project is archived")).ToHaveCountAsync(0);
        });
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_readme_is_written_in_Markdown_and_no_tag_of_it_becomes_one_of_the_page()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}");
            await visit.Button("Edit the README").ClickAsync();
            await visit.Page.GetByLabel("README, in Markdown").FillAsync("# Flights\n\nAll **departures** <img src=x onerror=alert(1)>");
            await visit.Button("Save README").ClickAsync();
            await Assertions.Expect(visit.Heading("Flights")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByText("<img src=x onerror=alert(1)>")).ToBeVisibleAsync();
            (await visit.Page.Locator("main img").CountAsync()).ShouldBe(0);
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        });
    }
}
