using Microsoft.Playwright;

namespace Hops.Browser.Tests.Support;

/// <summary>How pages are shown: size in CSS pixels, light or dark.</summary>
internal sealed record Look(int Width, int Height, ColorScheme Scheme = ColorScheme.Light)
{
    internal static Look Desktop { get; } = new(1366, 768);

    internal static Look Phone { get; } = new(390, 844);
}
