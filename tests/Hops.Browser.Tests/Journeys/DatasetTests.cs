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
}
