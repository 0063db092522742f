using System.Text.Json;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Support;

/// <summary>The rules of WCAG 2.2 that a machine can check, by axe-core.</summary>
internal static class Axe
{
    /// <summary>Besides those of WCAG: one banner and one main part, as who moves by landmarks expects it.</summary>
    private const string Run =
        """
        () => axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
          rules: { 'landmark-no-duplicate-banner': { enabled: true }, 'landmark-no-duplicate-main': { enabled: true } },
          resultTypes: ['violations'],
        }).then(result => result.violations)
        """;

    private static readonly Lazy<string> Source = new(() => File.ReadAllText(BrowserRequirement.Axe));

    /// <summary>What a page breaks, one line each, with the elements.</summary>
    internal static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        await page.EvaluateAsync(Source.Value + "; undefined");
        var found = await page.EvaluateAsync<JsonElement>(Run);
        return [.. found.EnumerateArray().Select(Said)];
    }

    private static string Said(JsonElement violation)
    {
        var places = violation.GetProperty("nodes").EnumerateArray().Take(3).Select(node => $"{node.GetProperty("html").GetString()}: {node.GetProperty("failureSummary").GetString()}");
        return $"{violation.GetProperty("id").GetString()}: {violation.GetProperty("help").GetString()}\n  {string.Join("\n  ", places)}";
    }
}
