using System.Text;
using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>Files are moved and copied into a folder that is picked.</summary>
[Collection(WebServerGroup.Name)]
public sealed class RelocateTests(WebServer server)
{
    [BrowserFact]
    public async Task Several_files_are_moved_by_keyboard_and_one_is_copied_under_another_name()
    {
        var user = await server.UserAsync();
        var project = await ProjectAsync(user);
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/data/peaks");
            foreach (var name in new[] { "a.csv", "b.csv" })
                await visit.Page.GetByLabel($"Choose {name}", new() { Exact = true }).CheckAsync();
            await visit.Button("Move to").PressAsync("Enter");
            var peaks = Folder(visit, "peaks");
            await visit.PressToAsync("Tab", Folder(visit, "more"));
            await visit.Page.Keyboard.PressAsync("ArrowDown");
            await visit.Page.Keyboard.PressAsync("ArrowRight");
            await Assertions.Expect(Folder(visit, "old")).ToBeVisibleAsync();
            await Assertions.Expect(peaks).ToHaveAttributeAsync("aria-expanded", "true");
            await visit.Page.Keyboard.PressAsync("ArrowDown");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(Folder(visit, "old")).ToHaveAttributeAsync("aria-selected", "true");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.PressToAsync("Tab", visit.DialogButton("Move here"));
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Page.GetByText("2 things are moved to peaks/old.")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByLabel("Choose a.csv")).ToHaveCountAsync(0);

            await AskAsync(visit, "old", "Copy to");
            await Folder(visit, "more").ClickAsync();
            await visit.Dialog.GetByLabel("Name there").FillAsync("older");
            await visit.DialogButton("Copy here").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("One thing is copied to more.")).ToBeVisibleAsync();
        });
        foreach (var path in new[] { "peaks/old/a.csv", "more/older/b.csv" })
            (await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/files/status?path={path}")).Body.GetProperty("lengthBytes").GetInt64().ShouldBe(4);
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task What_is_there_already_is_told_of_each_and_the_rest_is_done()
    {
        var user = await server.UserAsync();
        var project = await ProjectAsync(user);
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/files/copies", new { from = "peaks/a.csv", to = "more/a.csv" });
        await server.VisitAsync(user, async visit =>
        {
            visit.Expect(409, $"/api/v1/projects/{project}/files/copies");
            await visit.OpenAsync($"/p/{project}/data/peaks");
            await visit.Button("Choose all").ClickAsync();
            await visit.Button("Copy to").ClickAsync();
            await Folder(visit, "more").ClickAsync();
            await visit.DialogButton("Copy here").ClickAsync();
            await Assertions.Expect(visit.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("a.csv");
            await Assertions.Expect(visit.Page.GetByText("2 things are copied to more.")).ToBeVisibleAsync();
        });
        (await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/files/status?path=more/b.csv")).Body.GetProperty("lengthBytes").GetInt64().ShouldBe(4);
    }

    [BrowserFact]
    public async Task A_data_scientist_is_told_why_nothing_is_copied_out_of_the_project()
    {
        var (owner, scientist) = (await server.UserAsync(), await server.UserAsync());
        var project = await ProjectAsync(owner);
        await owner.AddAsync(project, scientist, "DATA_SCIENTIST");
        var own = await ProjectAsync(scientist);
        var offer = await scientist.Rest.CallAsync(HttpMethod.Post, $"projects/{own}/shares", new { kind = "DATASET", name = "more", to = project, rights = "READ_WRITE" });
        await owner.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/share-offers/{offer.Body.GetProperty("id").GetString()}/accept", new { });
        var reason = $"Only data owners can take files out of the project. Owners: {owner.Name}";
        await server.VisitAsync(scientist, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/data/peaks");
            await AskAsync(visit, "a.csv", "Copy to");
            var lent = Folder(visit, $"{own}::more");
            await Assertions.Expect(lent).ToHaveAttributeAsync("aria-disabled", "true");
            await Assertions.Expect(lent).ToContainTextAsync(reason);
            await lent.ClickAsync(new() { Force = true });
            await Assertions.Expect(visit.DialogButton("Copy here")).ToBeDisabledAsync();
            await visit.Dialog.GetByLabel("Project").SelectOptionAsync(own);
            await Assertions.Expect(visit.Dialog.GetByRole(AriaRole.Note)).ToContainTextAsync(reason);
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        });
    }

    private static ILocator Folder(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Treeitem, new() { Name = name, Exact = true });

    private static async Task AskAsync(Visit visit, string name, string what)
    {
        await visit.Button($"Actions for {name}").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = what }).ClickAsync();
    }

    /// <summary>A project with two files and a folder in one dataset, and another dataset.</summary>
    private static async Task<string> ProjectAsync(Account user)
    {
        var project = await user.ProjectAsync();
        foreach (var name in new[] { "more", "peaks" })
            await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name });
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/files/directories", new { path = "peaks/old" });
        foreach (var name in new[] { "a.csv", "b.csv" })
        {
            using var content = new StringContent("a,b\n", Encoding.UTF8, "text/csv");
            await user.Rest.CallAsync(HttpMethod.Put, $"projects/{project}/files/content?path=peaks/{name}", content);
        }

        return project;
    }
}
