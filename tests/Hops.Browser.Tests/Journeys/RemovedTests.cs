using System.Diagnostics;
using System.Globalization;
using Hops.Browser.Tests.Screens;
using Hops.Browser.Tests.Support;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Hops.Browser.Tests.Journeys;

/// <summary>What somebody sees who is removed from a project in which a page is open.</summary>
[Collection(WebServerGroup.Name)]
public sealed class RemovedTests(WebServer server, ITestOutputHelper output)
{
    /// <summary>The server looks at who may still listen each half second, and 2 s are promised; a busy machine has more.</summary>
    private static readonly TimeSpan SaidWithin = TimeSpan.FromSeconds(10);

    /// <summary>Besides every screen: what lies over one, and what is told while it is open.</summary>
    private static readonly string[] Over = ["/p/atlas/data/raw?file=stations.csv", "/p/atlas/topics/clicks?start=live"];

    private static IEnumerable<string> Addresses =>
        RouteTable.Patterns.Where(pattern => pattern.StartsWith("/p/$project", StringComparison.Ordinal)).Select(RouteTable.AddressOf).Concat(Over);

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task Every_page_of_a_project_says_so_and_shows_nothing_more_of_it()
    {
        var (owner, member) = (await server.SeededAsync(), await server.UserAsync());
        var slowest = TimeSpan.Zero;
        foreach (var address in Addresses)
        {
            await owner.AddAsync("atlas", member, "DATA_OWNER");
            await server.VisitAsync(member, async visit =>
            {
                await visit.Page.RunAndWaitForResponseAsync(
                    () => visit.OpenAsync(address), response => response.Url.Contains("membership", StringComparison.Ordinal));
                visit.ExpectBelow("/api/v1/projects/atlas");
                visit.ExpectBelow("/api/v1/events");
                var watch = Stopwatch.StartNew();
                await owner.Rest.CallAsync(HttpMethod.Delete, $"projects/atlas/members/{member.Name}", ifMatch: "*");
                await Assertions.Expect(visit.Heading("Not a member any more")).ToBeVisibleAsync();
                if (watch.Elapsed > slowest)
                    slowest = watch.Elapsed;
                watch.Elapsed.ShouldBeLessThan(SaidWithin, address);

                (await visit.Page.GetByRole(AriaRole.Main).InnerTextAsync()).ShouldStartWith("Not a member any more", Case.Sensitive, address);
                (await visit.Page.Locator("table, [role=dialog], .cm-editor, .role").CountAsync()).ShouldBe(0, address);
                (await visit.Page.Locator("nav a[href*='/p/']").CountAsync()).ShouldBe(0, address);
            });
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"said after at most {slowest.TotalMilliseconds:F0} ms"));
    }
}
