using System.Net.Http.Headers;
using System.Text;
using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

[Collection(WebServerGroup.Name)]
[Trait("Speed", "Slow")]
public sealed class RetentionTests(WebServer server)
{
    [BrowserFact]
    public async Task An_owner_sees_what_would_go_before_a_rule_is_set_for_a_dataset_and_for_the_project()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "logs" });
        await WriteAsync(user, project, "old.csv");
        await WriteAsync(user, project, "young.csv");
        await SetBackAsync(user, $"/Projects/{project}/logs/old.csv");
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/data");
            await visit.Button("Actions for logs").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Retention" }).ClickAsync();
            await visit.Dialog.GetByLabel("Remove those that were not changed for long, for good").CheckAsync();
            await Assertions.Expect(visit.DialogButton("Set retention")).ToBeDisabledAsync();
            await visit.Dialog.GetByLabel("Days without a change").FillAsync("30");
            var preview = visit.Dialog.GetByRole(AriaRole.Status, new() { Name = "What would go" });
            await Assertions.Expect(preview).ToContainTextAsync("1 files");
            await Assertions.Expect(preview).ToContainTextAsync("logs/old.csv");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
            await visit.DialogButton("Set retention").ClickAsync();
            await Assertions.Expect(visit.Dialog).ToHaveCountAsync(0);

            await visit.OpenAsync($"/p/{project}");
            await visit.Button("More actions").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Retention" }).ClickAsync();
            await visit.Dialog.GetByLabel("Remove those that were not changed for long, for good").CheckAsync();
            await visit.Dialog.GetByLabel("Days without a change").FillAsync("60");
            await Assertions.Expect(preview).ToContainTextAsync("0 files");
            await visit.DialogButton("Set retention").ClickAsync();
            await Assertions.Expect(visit.Dialog).ToHaveCountAsync(0);
        });

        var retention = (await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/retention")).Body;
        retention.GetProperty("days").GetInt64().ShouldBe(60);
        retention.GetProperty("items")[0].GetProperty("days").GetInt64().ShouldBe(30);
    }

    private static async Task WriteAsync(Account user, string project, string name)
    {
        using var content = new StringContent("a", Encoding.UTF8, "text/csv");
        await user.Rest.CallAsync(HttpMethod.Put, $"projects/{project}/files/content?path=logs/{name}", content);
    }

    private static async Task SetBackAsync(Account user, string path)
    {
        var files = (await user.Rest.CallAsync(HttpMethod.Get, "server")).Body.GetProperty("webHdfs").GetString();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{files}{path}?op=SETTIMES&modificationtime=1000&accesstime=-1");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", user.Token);
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
