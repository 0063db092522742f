using Hops.EndToEnd.Tests.Platform;

namespace Hops.Browser.Tests.Support;

/// <summary>A test that looks at the pages of a real server in a real browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = BrowserRequirement.Skip;
}

/// <summary>A theory that looks at the pages of a real server in a real browser.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = BrowserRequirement.Skip;
}

/// <summary>What such a test needs on the machine.</summary>
internal static class BrowserRequirement
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>The browser: the system's own, so that nothing is fetched.</summary>
    internal static string? Chromium { get; } = Browsers.FirstOrDefault(File.Exists);

    /// <summary>The sources of the interface.</summary>
    internal static string Sources { get; } = Path.Combine(SpineRequirement.Root, "web", "src");

    /// <summary>The rules of accessibility, a dependency of the interface.</summary>
    internal static string Axe { get; } = Path.Combine(SpineRequirement.Root, "web", "node_modules", "axe-core", "axe.min.js");

    internal static string? Skip =>
        SpineRequirement.Skip
        ?? (!File.Exists(Path.Combine(Path.GetDirectoryName(SpineRequirement.Program)!, "web", "index.html"))
            ? "the web interface was not built: 'make web' with Node 20, then 'make build'"
            : !File.Exists(Axe) ? $"{Axe} is absent: 'make web' with Node 20"
            : Chromium is null ? "there is no chromium: 'make test-tools' installs it where there is apt"
            : null);
}
