using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Screens;

/// <summary>What holds for every screen, the next one too.</summary>
[Collection(WebServerGroup.Name)]
public sealed class EveryScreenTests(WebServer server)
{
    private static readonly string[] WithoutUser = ["/login", "/welcome", "/register", "/confirm", "/confirm-email", "/recover", "/sign-in/$issuer"];

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
        var who = WithoutUser.Contains(pattern) ? null
            : pattern.StartsWith("/admin/", StringComparison.Ordinal) ? server.Administrator
            : await server.SeededAsync();
        await server.VisitAsync(who, async visit =>
        {
            await visit.OpenAsync(RouteTable.AddressOf(pattern));
            await FitsAsync(visit.Page, pattern);
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty($"{pattern}, light");

            await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-mantine-color-scheme", "dark");
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty($"{pattern}, dark");

            await visit.Page.SetViewportSizeAsync(Look.Phone.Width, Look.Phone.Height);
            await visit.SettleAsync();
            await FitsAsync(visit.Page, pattern);
        });
    }

    /// <summary>Nothing makes the page wider than the window, and no heading or button lies outside of it.</summary>
    private static async Task FitsAsync(IPage page, string pattern)
    {
        var outside = await page.EvaluateAsync<string[]>(
            """
            () => {
              const width = window.innerWidth;
              const wide = document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
              const parts = [...document.querySelectorAll('h1, h2, main button, header button')].filter(part => {
                const box = part.getBoundingClientRect();
                return box.width > 0 && (box.right > width + 1 || box.left < -1) && !part.closest('.scroll, [data-scrolls], table, .mantine-ScrollArea-root');
              });
              return [...wide, ...parts.map(part => part.outerHTML.slice(0, 200))];
            }
            """);
        outside.ShouldBeEmpty($"{pattern} at {page.ViewportSize!.Width} x {page.ViewportSize.Height}");
    }
}
