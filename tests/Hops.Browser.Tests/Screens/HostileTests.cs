using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Screens;

/// <summary>Whatever somebody writes is text on every page: it is seen, as it was written, and does nothing.</summary>
[Collection(WebServerGroup.Name)]
public sealed class HostileTests(WebServer server)
{
    /// <summary>Which texts are to be seen where; on other screens nothing of them needs to be.</summary>
    private static readonly Dictionary<string, string[]> Seen = new(StringComparer.Ordinal)
    {
        ["/"] = ["description"],
        ["/account"] = ["token", "program"],
        ["/admin/announcements"] = ["announcement"],
        ["/catalogue"] = ["published"],
        ["/inbox"] = ["offer", "wish"],
        ["/p/$project"] = ["description", "readme"],
        ["/p/$project/data"] = ["dataset"],
        ["/p/$project/data/$dataset/$"] = ["folder", "file"],
        ["/p/$project/members"] = ["wish"],
        ["/p/$project/schemas/$subject"] = ["field"],
        ["/p/$project/topics/$topic"] = ["key", "message"],
        ["/projects/find"] = ["description"],
    };

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task Scripts_in_every_text_are_seen_and_do_nothing()
    {
        var owner = await HostileSeed.PlantAsync(server);
        Seen.Keys.Except(RouteTable.Patterns).ShouldBeEmpty();
        foreach (var pattern in RouteTable.Patterns)
        {
            await server.VisitAsync(await RouteTable.VisitorOfAsync(pattern, server, () => Task.FromResult(owner)), async visit =>
            {
                await visit.OpenAsync(RouteTable.AddressOf(pattern, HostileSeed.Values));
                foreach (var place in Seen.GetValueOrDefault(pattern, []))
                    await SeesAsync(visit, visit.Page.Locator("body"), place);
                await HarmlessAsync(visit, pattern);
                await Fit.IntoWindowAsync(visit.Page, pattern);
                await visit.Page.SetViewportSizeAsync(Look.Phone.Width, Look.Phone.Height);
                await visit.SettleAsync();
                await Fit.IntoWindowAsync(visit.Page, pattern);
                await HarmlessAsync(visit, pattern);
            });
        }

        await server.VisitAsync(owner, visit => OpenedAsync(visit));
        await EndAnnouncementsAsync();
    }

    /// <summary>They stand above every page of the server, those of other tests too.</summary>
    private async Task EndAnnouncementsAsync()
    {
        var rest = server.Administrator.Rest;
        var announcements = (await rest.CallAsync(HttpMethod.Get, "announcements")).Body.GetProperty("items").EnumerateArray();
        foreach (var announcement in announcements.ToList())
            await rest.CallAsync(HttpMethod.Delete, $"announcements/{announcement.GetProperty("id").GetString()}");
    }

    /// <summary>What a page shows once something of it is opened: a file, the trash, a message, a find, an answer, a fault.</summary>
    private static async Task OpenedAsync(Visit visit)
    {
        var files = $"/p/{HostileSeed.Values["project"]}/data/{HostileSeed.Values["dataset"]}";
        await visit.OpenAsync($"{files}?file={Uri.EscapeDataString(HostileSeed.Attack("file"))}.csv");
        await SeesAsync(visit, visit.Dialog, "file");
        await visit.Button("Show the beginning").ClickAsync();
        await SeesAsync(visit, visit.Dialog, "cell");
        await HarmlessAsync(visit, "a file");

        await visit.OpenAsync($"/p/{HostileSeed.Values["project"]}/shares?tab=offers");
        await SeesAsync(visit, visit.Page.GetByRole(AriaRole.Main), "offer");
        await HarmlessAsync(visit, "an offer");

        await visit.OpenAsync("/search?q=onerror");
        await SeesAsync(visit, visit.Page.GetByRole(AriaRole.Main), "file");
        await HarmlessAsync(visit, "what was found");
        await visit.Page.Keyboard.PressAsync("Control+k");
        await visit.Dialog.GetByRole(AriaRole.Combobox).FillAsync("onerror");
        await SeesAsync(visit, visit.Dialog, "file");
        await HarmlessAsync(visit, "the palette");

        await visit.OpenAsync($"/p/{HostileSeed.Values["project"]}/queries/{HostileSeed.Values["query"]}?tab=definition");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Main)).ToContainTextAsync(HostileSeed.Attack("sql"));
        await HarmlessAsync(visit, "a definition");

        await visit.OpenAsync($"/p/{HostileSeed.Values["project"]}/sql");
        await visit.WriteAsync("SQL statement", $"SELECT '{HostileSeed.Attack("answer")}' AS \"{HostileSeed.Attack("name")}\"");
        await visit.Button("Run").ClickAsync();
        await SeesAsync(visit, visit.Page.GetByRole(AriaRole.Main), "answer");
        await SeesAsync(visit, visit.Page.GetByRole(AriaRole.Main), "name");
        await HarmlessAsync(visit, "an answer");

        visit.Expect(422, $"/api/v1/projects/{HostileSeed.Values["project"]}/sql");
        // Emptied first: where the browser itself replaces text of many colours it tries to give the new one a style, which is not allowed here.
        await visit.Editor("SQL statement").PressAsync("Control+a");
        await visit.Editor("SQL statement").PressAsync("Backspace");
        await visit.WriteAsync("SQL statement", $"SELECT \"{HostileSeed.Attack("absent")}\"");
        await visit.Button("Run").ClickAsync();
        await SeesAsync(visit, visit.Page.GetByRole(AriaRole.Alert), "absent");
        await HarmlessAsync(visit, "a fault");
    }

    private static Task SeesAsync(Visit visit, ILocator part, string place) =>
        Assertions.Expect(part.GetByText(HostileSeed.Attack(place)).First).ToBeVisibleAsync();

    private static async Task HarmlessAsync(Visit visit, string screen)
    {
        (await visit.Page.EvaluateAsync<bool>("() => 'stolen' in window")).ShouldBeFalse(screen);
        (await visit.Page.Locator("[onerror], [src=x], a[href^='javascript' i], main script").CountAsync()).ShouldBe(0, screen);
    }
}
