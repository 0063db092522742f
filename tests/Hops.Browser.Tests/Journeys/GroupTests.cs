using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class GroupTests(WebServer server)
{
    private const string Group = "night shift";

    [BrowserFact]
    public async Task Offsets_are_reset_after_a_look_at_what_that_changes_and_the_change_is_what_was_shown()
    {
        var (user, project) = await ReadAsync(committed: 2);
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/groups");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row, new() { Name = Group })).ToContainTextAsync("Nobody reads");
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = Group, Exact = true }).ClickAsync();
            await Assertions.Expect(Partition(visit)).ToContainTextAsync(Readings.Topic);
            await visit.Button("Reset offsets").ClickAsync();
            var drawer = visit.Page.GetByRole(AriaRole.Dialog);
            await drawer.GetByLabel("Where to").SelectOptionAsync("SHIFT");
            await drawer.GetByLabel("Records", new() { Exact = false }).First.FillAsync("-1");
            await ButtonOf(drawer, "Show what changes").ClickAsync();
            await Assertions.Expect(drawer.GetByRole(AriaRole.Status, new() { Name = "What would change" }).GetByRole(AriaRole.Row).Nth(1)).ToHaveTextAsync("021-1");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            (await CommittedAsync(user, project)).ShouldBe("2", "a look changes nothing");

            await ButtonOf(drawer, "Reset offsets").ClickAsync();
            await Assertions.Expect(drawer.GetByRole(AriaRole.Status, new() { Name = "What was changed" }).GetByRole(AriaRole.Row).Nth(1)).ToHaveTextAsync("021-1");
            await ButtonOf(drawer, "Close").Last.ClickAsync();
            await Assertions.Expect(Partition(visit).GetByRole(AriaRole.Cell).Nth(2)).ToHaveTextAsync("1");
        });
        (await CommittedAsync(user, project)).ShouldBe("1");
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task An_offset_is_offered_from_the_end_and_a_time_that_is_none_is_refused_at_its_field()
    {
        var (user, project) = await ReadAsync(committed: 0);
        await server.VisitAsync(user, async visit =>
        {
            visit.Expect(400, $"/api/v1/projects/{project}/groups/{Uri.EscapeDataString(Group)}/offset-resets");
            await visit.OpenAsync($"/p/{project}/groups/{Uri.EscapeDataString(Group)}?reset=yes");
            var drawer = visit.Page.GetByRole(AriaRole.Dialog);
            await drawer.GetByLabel("Where to").SelectOptionAsync("TIME");
            await drawer.GetByRole(AriaRole.Textbox, new() { Name = "Time" }).FillAsync("yesterday");
            await ButtonOf(drawer, "Show what changes").ClickAsync();
            await Assertions.Expect(drawer.GetByRole(AriaRole.Alert).Or(drawer.Locator("[aria-invalid=true]")).First).ToBeVisibleAsync();

            await drawer.GetByLabel("Where to").SelectOptionAsync("OFFSET");
            await Assertions.Expect(drawer.GetByRole(AriaRole.Textbox, new() { Name = "Offset" })).ToHaveValueAsync("3");
            await ButtonOf(drawer, "Show what changes").ClickAsync();
            await Assertions.Expect(drawer.GetByRole(AriaRole.Region, new() { Name = "Offsets" }).GetByRole(AriaRole.Row).Nth(1)).ToHaveTextAsync("003+3");
        });
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task While_somebody_reads_a_group_it_stays_where_it_is_and_the_page_says_who_that_is()
    {
        var (user, project) = await ReadAsync(committed: 1);
        await using var member = await GroupMember.OpenAsync(server, user, project, Group);
        await member.JoinAsync();
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/groups/{Uri.EscapeDataString(Group)}");
            await Assertions.Expect(visit.Page.GetByText("Reading", new() { Exact = true })).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Members", Exact = true }).Locator("tbody tr")).ToHaveCountAsync(1);
            await Assertions.Expect(visit.Button("Reset offsets")).ToHaveAttributeAsync("aria-disabled", "true");
            await visit.Button("Reset offsets").FocusAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Tooltip)).ToContainTextAsync("stop that first");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();

            await visit.OpenAsync($"/p/{project}/topics/{Readings.Topic}?tab=consumers");
            var here = visit.Page.GetByRole(AriaRole.Row, new() { Name = Group });
            await Assertions.Expect(here).ToContainTextAsync("Reading");
            await Assertions.Expect(here.GetByRole(AriaRole.Cell).Last).ToHaveTextAsync("2");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        });
    }

    /// <summary>Somebody with a topic of three records, of which a group has read some.</summary>
    private async Task<(Account User, string Project)> ReadAsync(long committed)
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await Readings.MakeTopicAsync(user, project);
        await Readings.WriteAsync(user, project);
        await using var member = await GroupMember.OpenAsync(server, user, project, Group);
        await member.CommitAsync(Readings.Topic, 0, committed);
        return (user, project);
    }

    private static async Task<string?> CommittedAsync(Account user, string project)
    {
        var group = await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/groups/{Uri.EscapeDataString(Group)}");
        return group.Body.GetProperty("partitions")[0].GetProperty("committed").GetString();
    }

    private static ILocator Partition(Visit visit) => visit.Page.GetByRole(AriaRole.Region, new() { Name = "partitions", Exact = true }).Locator("tbody tr");

    private static ILocator ButtonOf(ILocator drawer, string name) => drawer.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
