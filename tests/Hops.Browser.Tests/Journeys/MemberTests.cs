using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class MemberTests(WebServer server)
{
    [BrowserFact]
    public async Task A_member_is_added_and_made_an_owner()
    {
        var (owner, other) = (await server.UserAsync(), await server.UserAsync());
        var project = await owner.ProjectAsync();
        await server.VisitAsync(owner, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/members");
            await visit.Button("Add members").First.ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByLabel("User").FillAsync(other.Name);
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Add members" }).ClickAsync();
            var role = visit.Page.GetByLabel($"Role of {other.Name}");
            await Assertions.Expect(role).ToHaveValueAsync("DATA_SCIENTIST");

            await role.SelectOptionAsync("DATA_OWNER");
            await Assertions.Expect(visit.Page.GetByText($"{other.Name} is a data owner now.")).ToBeVisibleAsync();
        });
        (await owner.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/members/{other.Name}")).Body.GetProperty("role").GetString().ShouldBe("DATA_OWNER");
    }

    [BrowserFact]
    public async Task A_data_scientist_sees_what_it_may_not_do_with_the_reason_and_whom_to_ask()
    {
        var (owner, scientist) = (await server.UserAsync(), await server.UserAsync());
        var project = await owner.ProjectAsync();
        await owner.AddAsync(project, scientist, "DATA_SCIENTIST");
        await server.VisitAsync(scientist, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/members");
            var add = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add members" });
            await Assertions.Expect(add).ToHaveAttributeAsync("aria-disabled", "true");
            await Assertions.Expect(add).ToHaveAccessibleDescriptionAsync($"Only data owners can add members. Owners: {owner.Name}");
            await add.FocusAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Tooltip)).ToContainTextAsync(owner.Name);
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        });
    }

    [BrowserFact]
    public async Task The_last_owner_leaves_by_handing_the_project_over()
    {
        var (owner, next) = (await server.UserAsync(), await server.UserAsync());
        var project = await owner.ProjectAsync();
        await owner.AddAsync(project, next, "DATA_SCIENTIST");
        await server.VisitAsync(owner, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/members");
            await visit.Button("Leave the project").ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await Assertions.Expect(dialog).ToContainTextAsync("You are the last data owner");
            await Assertions.Expect(dialog.GetByLabel("Successor")).ToHaveValueAsync(next.Name);
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Hand over" }).ClickAsync();
            await Assertions.Expect(visit.Page.GetByText($"{next.Name} owns {project} now.")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Heading("Projects")).ToBeVisibleAsync();
        });
        (await next.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/members/{next.Name}")).Body.GetProperty("role").GetString().ShouldBe("DATA_OWNER");
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task Many_are_added_at_once_and_who_cannot_be_stays_with_the_reason()
    {
        var (owner, first, second) = (await server.UserAsync(), await server.UserAsync(), await server.UserAsync());
        var project = await owner.ProjectAsync();
        await server.VisitAsync(owner, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/members");
            await visit.Button("Add members").First.ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByLabel("Users").FillAsync($"{first.Name}, nobody_there\n{second.Name}");
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Add members" }).ClickAsync();
            await Assertions.Expect(dialog).ToContainTextAsync("There is no user 'nobody_there'.");
            await Assertions.Expect(dialog.GetByLabel("Users")).ToHaveValueAsync("nobody_there");
            await Assertions.Expect(visit.Page.GetByLabel($"Role of {second.Name}")).ToHaveValueAsync("DATA_SCIENTIST");
        });
    }
}
