using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
public sealed class SchemaTests(WebServer server)
{
    private const string Breaking =
        """{"type":"record","name":"Reading","fields":[{"name":"id","type":"long"},{"name":"station","type":"string"},{"name":"degrees","type":"double"}]}""";

    private const string Mended =
        """{"type":"record","name":"Reading","fields":[{"name":"id","type":"long"},{"name":"station","type":"string"},{"name":"degrees","type":["null","double"],"default":null}]}""";

    [BrowserFact]
    public async Task An_edit_that_breaks_old_records_is_named_by_its_field_and_refused_and_mended_it_is_the_next_version()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await Readings.MakeTopicAsync(user, project);
        var versions = $"projects/{project}/schemas/{Readings.Subject}/versions";
        await server.VisitAsync(user, async visit =>
        {
            visit.Expect(409, "/api/v1/" + versions);
            await visit.OpenAsync($"/p/{project}/schemas/{Readings.Subject}");
            await visit.Button("New version").ClickAsync();
            var changes = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Changes" });
            await visit.WriteAsync("Avro schema", Breaking);
            var row = changes.GetByRole(AriaRole.Row).Filter(new() { HasText = "degrees" });
            await Assertions.Expect(row.GetByText("Breaking")).ToBeVisibleAsync();
            await Assertions.Expect(changes.GetByText("degrees: old records do not have it, and it has no default.")).ToBeVisibleAsync();
            await visit.Button("Register version 2").ClickAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Incompatible schema");
            (await LatestAsync(user, versions)).ShouldBe(1);

            await visit.WriteAsync("Avro schema", Mended);
            await Assertions.Expect(row.GetByText("Compatible")).ToBeVisibleAsync();
            await visit.Button("Register version 2").ClickAsync();
            await Assertions.Expect(visit.Page.GetByLabel("Version", new() { Exact = true })).ToHaveValueAsync("2");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Cell, new() { Name = "degrees", Exact = true })).ToBeVisibleAsync();
        });
        (await LatestAsync(user, versions)).ShouldBe(2);
    }

    private static async Task<int> LatestAsync(Account user, string versions) =>
        (await user.Rest.CallAsync(HttpMethod.Get, $"{versions}/latest")).Body.GetProperty("version").GetInt32();
}
