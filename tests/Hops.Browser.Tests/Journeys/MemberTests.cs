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
            await visit.Button("Add member").First.ClickAsync();
            var dialog = visit.Page.GetByRole(AriaRole.Dialog);
            await dialog.GetByLabel("User").FillAsync(other.Name);
            await dialog.GetByRole(AriaRole.Button, new() { Name = "Add member" }).ClickAsync();
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
            var add = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add member" });
            await Assertions.Expect(add).ToHaveAttributeAsync("aria-disabled", "true");
            await Assertions.Expect(add).ToHaveAccessibleDescriptionAsync($"Only data owners can add members. Owners: {owner.Name}");
            await add.FocusAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Tooltip)).ToContainTextAsync(owner.Name);
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        });
    }
}
