using System.Text;
using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class DatasetTests(WebServer server)
{
    [BrowserFact]
    public async Task A_dataset_is_made_a_file_is_uploaded_and_its_beginning_is_shown()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/data");
            await visit.Button("New dataset").First.ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByLabel("Name").FillAsync("peaks");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Create dataset" }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "peaks", Exact = true }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("This folder is empty.")).ToBeVisibleAsync();

            var file = new FilePayload { Name = Seed.FileName, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(Seed.Stations) };
            await visit.Page.GetByLabel("Files to upload").SetInputFilesAsync(file);
            await visit.Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Button, new() { Name = Seed.FileName, Exact = true }).ClickAsync();
            await visit.Button("Show the beginning").ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Cell, new() { Name = "Zugspitze" })).ToBeVisibleAsync();
        });
        var status = await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/files/status?path=peaks/{Seed.FileName}");
        status.Body.GetProperty("lengthBytes").GetInt64().ShouldBe(Encoding.UTF8.GetByteCount(Seed.Stations));
    }

    [BrowserFact]
    public async Task The_address_of_a_file_opens_it_where_it_lies()
    {
        await server.VisitAsync(await server.SeededAsync(), async visit =>
        {
            await visit.OpenAsync($"/p/{Seed.Values["project"]}/data/{Seed.Values["dataset"]}/{Seed.FileName}");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog, new() { Name = Seed.FileName })).ToBeVisibleAsync();
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        });
    }

    [BrowserFact]
    public async Task A_data_scientist_is_told_why_a_file_stays_on_the_platform()
    {
        var (owner, scientist) = (await server.UserAsync(), await server.UserAsync());
        var project = await owner.ProjectAsync();
        await owner.AddAsync(project, scientist, "DATA_SCIENTIST");
        await owner.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "peaks" });
        using var content = new StringContent(Seed.Stations, Encoding.UTF8, "text/csv");
        await owner.Rest.CallAsync(HttpMethod.Put, $"projects/{project}/files/content?path=peaks/{Seed.FileName}", content);
        await server.VisitAsync(scientist, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/data/peaks?file={Seed.FileName}");
            var drawer = visit.Page.GetByRole(AriaRole.Dialog);
            await Assertions.Expect(drawer.GetByText($"Only data owners can take files out of the platform. Owners: {owner.Name}")).ToBeVisibleAsync();
            await Assertions.Expect(drawer.GetByText("Download")).ToHaveCountAsync(0);
        });
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task What_is_deleted_is_had_back_at_once_or_from_the_trash_or_is_gone_for_good()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "peaks" });
        using var content = new StringContent(Seed.Stations, Encoding.UTF8, "text/csv");
        await user.Rest.CallAsync(HttpMethod.Put, $"projects/{project}/files/content?path=peaks/{Seed.FileName}", content);
        await server.VisitAsync(user, async visit =>
        {
            var file = visit.Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Button, new() { Name = Seed.FileName, Exact = true });
            await visit.OpenAsync($"/p/{project}/data/peaks");
            await DeleteAsync(visit, isForGood: false);
            await Assertions.Expect(visit.Page.GetByText("This folder is empty.")).ToBeVisibleAsync();
            await visit.Button("Undo").ClickAsync();
            await Assertions.Expect(file).ToBeVisibleAsync();

            await DeleteAsync(visit, isForGood: false);
            await visit.Button("Trash").ClickAsync();
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.Button($"Restore peaks/{Seed.FileName}").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("Nothing was deleted here")).ToBeVisibleAsync();
            await visit.Page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(file).ToBeVisibleAsync();

            await DeleteAsync(visit, isForGood: true);
            await Assertions.Expect(visit.Page.GetByText($"{Seed.FileName} is deleted for good.")).ToBeVisibleAsync();
        });
        var trash = await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/files/trash?path=peaks");
        trash.Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_dataset_is_deleted_once_its_name_was_typed()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "peaks" });
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/data");
            await visit.Button("Actions for peaks").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" }).ClickAsync();
            await Assertions.Expect(visit.DialogButton("Delete dataset")).ToBeDisabledAsync();
            await visit.Dialog.GetByLabel("Type peaks to go on").FillAsync("peaks");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.DialogButton("Delete dataset").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("Dataset peaks is deleted.")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByText("A dataset is a directory of the project")).ToBeVisibleAsync();
        });
        (await user.Rest.ListAsync($"projects/{project}/datasets").CountAsync()).ShouldBe(0);
    }

    private static async Task DeleteAsync(Visit visit, bool isForGood)
    {
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Actions for {Seed.FileName}" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" }).ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        if (isForGood)
            await dialog.GetByLabel("Delete it for good").CheckAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = isForGood ? "Delete for good" : "Move to trash" }).ClickAsync();
    }
}
