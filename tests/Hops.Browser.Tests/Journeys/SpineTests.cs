using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>What somebody comes for: from nothing to rows of a stream that SQL answers, with every digit of them.</summary>
[Collection(WebServerGroup.Name)]
public sealed class SpineTests(WebServer server)
{
    private const string Sink = "kept";

    [BrowserFact]
    public async Task From_a_new_project_to_rows_of_a_stream_in_SQL_with_all_their_digits()
    {
        var user = await server.UserAsync();
        var project = $"spine_of_{user.Name}";
        await server.VisitAsync(user, async visit =>
        {
            await MakeProjectAsync(visit, project);
            await RegisterSchemaAsync(visit, project);
            await MakeTopicAsync(visit, project);
            await Readings.WriteAsync(user, project);
            await ReadMessagesAsync(visit);
            await MakeQueryAsync(visit);
            await SeeItReadAsync(visit);
            await FinishAsync(visit);
            await AskAsync(visit, project);
        });
    }

    private static async Task MakeProjectAsync(Visit visit, string project)
    {
        await visit.OpenAsync("/projects/new");
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(project);
        await visit.Button("Create project").ClickAsync();
        await Assertions.Expect(visit.Heading(project)).ToBeVisibleAsync();
    }

    private static async Task RegisterSchemaAsync(Visit visit, string project)
    {
        await visit.OpenAsync($"/p/{project}/schemas");
        await visit.Button("New schema").First.ClickAsync();
        await visit.WriteAsync("Avro schema", Readings.Schema);
        await visit.Page.GetByLabel("Subject").FillAsync(Readings.Subject);
        await visit.Button("Register schema").ClickAsync();
        await Assertions.Expect(visit.Page.GetByLabel("Version", new() { Exact = true })).ToHaveValueAsync("1");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Cell, new() { Name = "station", Exact = true })).ToBeVisibleAsync();
    }

    private static async Task MakeTopicAsync(Visit visit, string project)
    {
        await visit.OpenAsync($"/p/{project}/topics");
        await visit.Button("New topic").First.ClickAsync();
        await visit.WriteAsync("Avro schema of the values", Readings.Schema);
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(Readings.Topic);
        await visit.Button("Create topic").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Messages" })).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Schema" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText($"Version 1 of {Readings.Subject}")).ToBeVisibleAsync();
    }

    private static async Task ReadMessagesAsync(Visit visit)
    {
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Messages" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("No message here.")).ToBeVisibleAsync();
        await visit.Button("Read again").ClickAsync();
        var messages = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Messages" });
        foreach (var id in Readings.Ids)
            await Assertions.Expect(messages).ToContainTextAsync($"\"id\":{id},");
        await messages.GetByRole(AriaRole.Button, new() { Name = "Open partition 0 offset 1" }).ClickAsync();
        var drawer = visit.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(drawer).ToContainTextAsync(Readings.Ids[1]);
        await visit.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(drawer).ToHaveCountAsync(0);
    }

    private static async Task MakeQueryAsync(Visit visit)
    {
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "New query" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByLabel("Topic", new() { Exact = true })).ToHaveValueAsync(Readings.Topic);
        await visit.WriteAsync("SQL", $"SELECT id, station FROM {Readings.Topic}");
        await visit.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(Sink);
        await visit.Button("New dataset").ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog.GetByLabel("Name")).ToHaveValueAsync(Sink);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Create dataset" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByLabel("Dataset", new() { Exact = true })).ToHaveValueAsync(Sink);
        await visit.Button("Check").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Columns of the result" }).GetByText("BIGINT")).ToBeVisibleAsync();
        await visit.Button("Create and start").ClickAsync();
    }

    private static async Task SeeItReadAsync(Visit visit)
    {
        await Assertions.Expect(visit.Page.GetByText("Running", new() { Exact = true })).ToBeVisibleAsync();
        var read = visit.Page.Locator("dl.numbers > div").Filter(new() { HasText = "Rows read" }).GetByRole(AriaRole.Definition);
        await Assertions.Expect(read).ToHaveTextAsync("3");
    }

    private static async Task FinishAsync(Visit visit)
    {
        await visit.Button("More actions").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Finish" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Finished", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Button("Start")).ToBeVisibleAsync();
    }

    private static async Task AskAsync(Visit visit, string project)
    {
        await visit.OpenAsync($"/p/{project}/sql");
        await visit.WriteAsync("SQL statement", $"SELECT id, station FROM {Sink} ORDER BY id");
        await visit.Editor("SQL statement").PressAsync("Control+Enter");
        var rows = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Rows of the answer" });
        foreach (var id in Readings.Ids)
            await Assertions.Expect(rows.GetByRole(AriaRole.Cell, new() { Name = id, Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Rows 3" })).ToBeVisibleAsync();
    }
}
