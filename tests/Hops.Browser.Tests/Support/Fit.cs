using Microsoft.Playwright;

namespace Hops.Browser.Tests.Support;

/// <summary>Whether a page fits where it is shown.</summary>
internal static class Fit
{
    /// <summary>Nothing makes the page wider than the window, and no heading or button lies outside of it.</summary>
    internal static async Task IntoWindowAsync(IPage page, string screen)
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
        outside.ShouldBeEmpty($"{screen} at {page.ViewportSize!.Width} x {page.ViewportSize.Height}");
    }
}
