using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class TailTests(WebServer server)
{
    [BrowserFact]
    public async Task Messages_are_shown_as_they_come_and_held_back_while_the_tail_is_paused()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await Readings.MakeTopicAsync(user, project);
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/topics/{Readings.Topic}");
            await visit.Page.GetByLabel("Start").SelectOptionAsync("live");
            await LiveAsync(visit.Page);
            await Readings.WriteAsync(user, project);
            var messages = Messages(visit.Page);
            foreach (var id in Readings.Ids)
                await Assertions.Expect(messages).ToContainTextAsync($"\"id\":{id},");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();

            await visit.Page.Locator("h1").ClickAsync();
            await visit.Page.Keyboard.PressAsync("Space");
            await Assertions.Expect(visit.Button("Go on")).ToBeVisibleAsync();
            await WriteAsync(user, project, 1, 2);
            await Assertions.Expect(visit.Button("2 new")).ToBeVisibleAsync();
            await Assertions.Expect(messages.GetByRole(AriaRole.Row)).ToHaveCountAsync(1 + 3);
            await visit.Button("2 new").ClickAsync();
            await Assertions.Expect(messages.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("\"id\":2,");
            await WriteAsync(user, project, 3);
            await visit.Button("Go on").ClickAsync();
            await Assertions.Expect(messages.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("\"id\":3,");
            await Assertions.Expect(messages.GetByRole(AriaRole.Row)).ToHaveCountAsync(1 + 6);
        });
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_link_to_a_filtered_tail_shows_the_same_in_another_browser_and_tabs_of_one_browser_share_a_stream()
    {
        var (user, other) = (await server.UserAsync(), await server.UserAsync());
        var project = await user.ProjectAsync();
        await user.AddAsync(project, other, "DATA_OWNER");
        await Readings.MakeTopicAsync(user, project);
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/topics/{Readings.Topic}?start=live");
            await LiveAsync(visit.Page);
            var streams = 0;
            var second = await visit.Page.Context.NewPageAsync();
            second.Request += (_, request) => streams += request.Url.Contains("/api/v1/events", StringComparison.Ordinal) ? 1 : 0;
            await second.GotoAsync($"/p/{project}/topics/{Readings.Topic}?start=live&filter=Tab");
            await LiveAsync(second);
            await server.VisitAsync(other, async elsewhere =>
            {
                await elsewhere.OpenAsync(new Uri(second.Url).PathAndQuery);
                await LiveAsync(elsewhere.Page);
                await WriteAsync(user, project, 1);
                await WriteAsync(user, project, "Tab", 2);
                foreach (var page in (IPage[])[second, elsewhere.Page])
                {
                    await Assertions.Expect(Messages(page)).ToContainTextAsync("\"id\":2,");
                    await Assertions.Expect(Messages(page)).Not.ToContainTextAsync("\"id\":1,");
                }

                await Assertions.Expect(Messages(visit.Page)).ToContainTextAsync("\"id\":1,");
                await Assertions.Expect(Messages(visit.Page)).ToContainTextAsync("\"id\":2,");
            });
            streams.ShouldBe(0);

            await visit.Page.CloseAsync();
            await WriteAsync(user, project, "Tab", 3);
            await Assertions.Expect(Messages(second)).ToContainTextAsync("\"id\":3,");
            streams.ShouldBeGreaterThan(0);
        });
    }

    private static ILocator Messages(IPage page) => page.GetByRole(AriaRole.Region, new() { Name = "Messages" });

    private static Task LiveAsync(IPage page) =>
        Assertions.Expect(page.GetByRole(AriaRole.Status, new() { Name = "Live" })).ToHaveTextAsync("Live");

    private static Task WriteAsync(Account user, string project, params int[] ids) => WriteAsync(user, project, "Zugspitze", ids);

    private static async Task WriteAsync(Account user, string project, string station, params int[] ids)
    {
        var records = ids.Select(id => new { value = new { id, station } });
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/topics/{Readings.Topic}/messages", new { records });
    }
}
