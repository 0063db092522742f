using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class SqlTests(WebServer server)
{
    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_data_scientist_reads_an_answer_and_why_it_may_not_be_taken_away()
    {
        var (owner, scientist) = (await server.UserAsync(), await server.UserAsync());
        var project = await owner.ProjectAsync();
        await owner.AddAsync(project, scientist, "DATA_SCIENTIST");
        await server.VisitAsync(scientist, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/sql");
            await visit.WriteAsync("SQL statement", "SELECT 9007199254740993 AS id");
            await visit.Button("Run").ClickAsync();
            var rows = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Rows of the answer" });
            await Assertions.Expect(rows.GetByRole(AriaRole.Cell, new() { Name = "9007199254740993", Exact = true })).ToBeVisibleAsync();

            var export = visit.Page.GetByRole(AriaRole.Button, new() { Name = "CSV" });
            await visit.PressToAsync("Tab", export);
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Tooltip)).ToHaveTextAsync($"Only data owners can take data out. Owners: {owner.Name}");
            visit.Page.Download += (_, file) => Assert.Fail($"{file.SuggestedFilename} was taken out.");
            await visit.Page.Keyboard.PressAsync("Enter");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        });
    }
}
