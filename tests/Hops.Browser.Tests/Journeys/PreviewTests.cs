using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>What is in files, and that none of it does anything.</summary>
[Collection(WebServerGroup.Name)]
public sealed class PreviewTests(WebServer server)
{
    private const string Attack = "<script>window.stolen = 1</script><img src=x onerror=\"window.stolen = 1\">";

    private const string Notebook =
        """{"nbformat":4,"cells":[{"cell_type":"markdown","source":["# Notes\n","<img src=x onerror=\"window.stolen = 1\">"]},{"cell_type":"code","source":"1 + 1","outputs":[{"output_type":"display_data","data":{"text/html":"<script>window.stolen = 1</script>","text/plain":"two"}}]}]}""";

    private static readonly (string Name, string Content, string Seen)[] Files =
    [
        ("page.html", $"<html><body>{Attack}</body></html>", "<html><body>"),
        ("picture.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='window.stolen = 1'><script>window.stolen = 1</script></svg>", "onload="),
        ("readme.md", $"# Peaks\n\n{Attack}\n\n[link](javascript:window.stolen=1) [other](https://example.org/)\n\n![p](https://example.org/pixel.png)", "[p: https://example.org/pixel.png]"),
        ("notes.ipynb", Notebook, "two"),
        ("table.csv", $"a,b\n\"{Attack.Replace("\"", "\"\"", StringComparison.Ordinal)}\",2\n", "window.stolen = 1"),
    ];

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task Hostile_files_are_seen_and_do_nothing()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "d" });
        foreach (var (name, text, _) in Files)
        {
            using var content = new StringContent(text);
            await user.Rest.CallAsync(HttpMethod.Put, $"projects/{project}/files/content?path=d/{name}", content);
        }

        await server.VisitAsync(user, async visit =>
        {
            var strangers = new List<string>();
            visit.Page.Request += (_, request) =>
            {
                if (!request.Url.StartsWith(server.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
                    strangers.Add(request.Url);
            };
            foreach (var (name, _, seen) in Files)
            {
                await visit.OpenAsync($"/p/{project}/data/d?file={name}");
                await visit.Button("Show the beginning").ClickAsync();
                var drawer = visit.Page.GetByRole(AriaRole.Dialog);
                await Assertions.Expect(drawer).ToContainTextAsync(seen);
                (await drawer.Locator("script, svg[onload], img").CountAsync()).ShouldBe(0, name);
                (await visit.Page.EvaluateAsync<bool>("() => 'stolen' in window")).ShouldBeFalse(name);
                (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty(name);
            }

            strangers.ShouldBeEmpty();
        });
    }
}
