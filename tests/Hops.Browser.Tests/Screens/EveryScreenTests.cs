using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Screens;

/// <summary>What holds for every screen, the next one too.</summary>
[Collection(WebServerGroup.Name)]
public sealed class EveryScreenTests(WebServer server)
{
    /// <summary>One of each kind: the ways in, a list, an overview, a live page, an editor, rows.</summary>
    private static readonly string[] Core = ["/login", "/", "/p/$project", "/p/$project/queries/$query", "/p/$project/sql", "/p/$project/topics/$topic"];

    public static TheoryData<string> CorePatterns => [.. Core];

    public static TheoryData<string> OtherPatterns => [.. RouteTable.Patterns.Except(Core)];

    [BrowserFact]
    public void There_are_screens_to_look_at() =>
        Core.Append("/p/$project/members").Except(RouteTable.Patterns).ShouldBeEmpty();

    [BrowserTheory]
    [MemberData(nameof(CorePatterns))]
    public Task A_screen_can_be_used_by_everybody_in_light_and_dark_and_fits_a_desktop_and_a_phone(string pattern) => LookAsync(pattern);

    [BrowserTheory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(OtherPatterns))]
    public Task So_can_every_other_screen(string pattern) => LookAsync(pattern);

    private async Task LookAsync(string pattern)
    {
        await server.VisitAsync(await RouteTable.VisitorOfAsync(pattern, server, server.SeededAsync), async visit =>
        {
            await visit.OpenAsync(RouteTable.AddressOf(pattern));
            await Fit.IntoWindowAsync(visit.Page, pattern);
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty($"{pattern}, light");

            await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-mantine-color-scheme", "dark");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty($"{pattern}, dark");

            await visit.Page.SetViewportSizeAsync(Look.Phone.Width, Look.Phone.Height);
            await visit.SettleAsync();
            await Fit.IntoWindowAsync(visit.Page, pattern);
        });
    }
}
