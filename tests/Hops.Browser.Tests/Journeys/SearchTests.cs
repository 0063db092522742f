using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>Finding things and going anywhere, by the keyboard alone.</summary>
[Collection(WebServerGroup.Name)]
public sealed class SearchTests(WebServer server)
{
    [BrowserFact]
    public async Task From_within_an_editor_one_finds_a_topic_and_opens_it_here_and_in_another_tab()
    {
        var user = await SeededAsync();
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync("/p/atlas/sql");
            await visit.Editor("SQL statement").FocusAsync();
            await OpenAsync(visit);
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty("the palette, light");
            await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await visit.Page.Keyboard.TypeAsync("clicks");
            var topic = Option(visit, "clicks topic");
            await Assertions.Expect(topic).ToHaveAttributeAsync("aria-selected", "true");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty("the palette with results, dark");

            var elsewhere = await visit.Page.Context.RunAndWaitForPageAsync(() => visit.Page.Keyboard.PressAsync("Control+Enter"));
            await Assertions.Expect(elsewhere).ToHaveURLAsync(Address("/p/atlas/topics/clicks"));
            await elsewhere.CloseAsync();
            await visit.Page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
            await Assertions.Expect(visit.Editor("SQL statement")).ToBeFocusedAsync();

            await OpenAsync(visit);
            await visit.Page.Keyboard.TypeAsync("clicks");
            await Assertions.Expect(topic).ToHaveAttributeAsync("aria-selected", "true");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Page).ToHaveURLAsync(Address("/p/atlas/topics/clicks"));
        });
    }

    [BrowserFact]
    public async Task One_goes_to_a_screen_switches_the_project_and_does_what_the_screen_offers()
    {
        var user = await SeededAsync();
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync("/");
            await ChooseAsync(visit, "atl", "atlas");
            await Assertions.Expect(visit.Page).ToHaveURLAsync(Address("/p/atlas"));
            await ChooseAsync(visit, "members", "Members");
            await Assertions.Expect(visit.Page).ToHaveURLAsync(Address("/p/atlas/members"));
            await visit.SettleAsync();
            await ChooseAsync(visit, "add mem", "Add members");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Add member");
        });
    }

    [BrowserFact]
    public async Task What_the_palette_does_not_show_is_on_a_page_of_its_own_with_the_reason_and_is_narrowed()
    {
        var user = await SeededAsync();
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync("/");
            await OpenAsync(visit);
            await visit.Page.Keyboard.TypeAsync("country");
            await visit.Page.Keyboard.PressAsync("ArrowUp");
            await Assertions.Expect(Option(visit, "Search everything")).ToHaveAttributeAsync("aria-selected", "true");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Page).ToHaveURLAsync(Address("/search?q=country"));
            var results = visit.Page.GetByRole(AriaRole.Main).Locator(".found li");
            await Assertions.Expect(results).ToHaveCountAsync(2);
            await Assertions.Expect(results.Last.Locator(".found-text mark").First).ToHaveTextAsync("country");
            await Assertions.Expect(visit.Page.GetByText("The index is up to date.")).ToBeVisibleAsync();
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty("results");

            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Fields 1" }).FocusAsync();
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(results).ToHaveCountAsync(1);
            await Assertions.Expect(results).ToContainTextAsync("in clicks-value in atlas");
            await Assertions.Expect(visit.Page).ToHaveURLAsync(Address("/search?q=country&type=FIELD"));

            await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Search" }).FillAsync("nothing_like_this");
            await Assertions.Expect(visit.Page.GetByText("Nothing was found.")).ToBeVisibleAsync();
            await visit.Button("Look for every type").FocusAsync();
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Page).ToHaveURLAsync(Address("/search?q=nothing_like_this"));
        });
    }

    /// <summary>The owner of the seeded project, once the index has what was planted last.</summary>
    private async Task<Account> SeededAsync()
    {
        var user = await server.SeededAsync();
        while ((await user.Rest.CallAsync(HttpMethod.Get, "search?q=by_country")).Body.GetProperty("items").GetArrayLength() == 0)
            await Task.Yield();
        return user;
    }

    private static async Task ChooseAsync(Visit visit, string text, string option)
    {
        await OpenAsync(visit);
        await visit.Page.Keyboard.TypeAsync(text);
        await Assertions.Expect(Option(visit, option)).ToHaveAttributeAsync("aria-selected", "true");
        await visit.Page.Keyboard.PressAsync("Enter");
    }

    private static async Task OpenAsync(Visit visit)
    {
        await visit.Page.Keyboard.PressAsync("Control+K");
        await Assertions.Expect(Input(visit)).ToBeFocusedAsync();
    }

    private static ILocator Input(Visit visit) => visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Go to, do, or find" });

    private static ILocator Option(Visit visit, string name) => visit.Page.GetByRole(AriaRole.Option, new() { Name = name }).First;

    private string Address(string path) => new Uri(server.Address, path).ToString();
}
