using System.Globalization;
using System.Text;
using Hops.Browser.Tests.Support;
using Hops.EndToEnd.Tests.Platform;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Screens;

/// <summary>Pictures of every screen for docs/screens, in light and dark: `make screens` takes them anew where HOPS_SCREENS names a folder.</summary>
[Collection(WebServerGroup.Name)]
public sealed class PictureTests(WebServer server)
{
    private const int AllBytesMax = 5_000_000;
    private const int Quality = 60;

    private static readonly string[] OnPhone = ["/login", "/", "/p/$project", "/p/$project/topics/$topic", "/p/$project/data/$dataset/$"];

    private static string? Folder { get; } = Environment.GetEnvironmentVariable("HOPS_SCREENS");

    /// <summary>WebP as kept; another for who looks at them with tools that know no WebP.</summary>
    private static string Format { get; } = Environment.GetEnvironmentVariable("HOPS_SCREENS_FORMAT") ?? "webp";

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task Every_screen_has_its_picture_in_light_and_dark()
    {
        var folder = Folder ?? Directory.CreateTempSubdirectory("hops-screens-").FullName;
        foreach (var old in Directory.EnumerateFiles(folder, $"*.{Format}"))
            File.Delete(old);
        var busy = await BusySeed.PlantAsync(server);
        foreach (var pattern in RouteTable.Patterns)
        {
            var who = await RouteTable.VisitorOfAsync(pattern, server, () => Task.FromResult(busy));
            await TakeAsync(folder, pattern, who, Look.Desktop, "light");
            await TakeAsync(folder, pattern, who, Look.Desktop with { Scheme = ColorScheme.Dark }, "dark");
            if (OnPhone.Contains(pattern))
                await TakeAsync(folder, pattern, who, Look.Phone, "phone");
        }

        await BusySeed.StopAsync(busy);
        var files = new DirectoryInfo(folder).GetFiles($"*.{Format}");
        files.Length.ShouldBe((2 * RouteTable.Patterns.Count) + OnPhone.Length);
        if (Format == "webp")
            files.Sum(file => file.Length).ShouldBeLessThanOrEqualTo(AllBytesMax);

        await File.WriteAllTextAsync(Path.Combine(folder, "README.md"), Index());
        if (Folder is null)
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Each_screen_is_in_the_documentation()
    {
        var documentation = Path.Combine(SpineRequirement.Root, "docs", "screens");
        var told = File.ReadAllText(Path.Combine(documentation, "README.md"));
        RouteTable.Patterns.Where(pattern => !told.Contains($"`{pattern}`", StringComparison.Ordinal)).ShouldBeEmpty("`make screens` takes the pictures anew");
        RouteTable.Patterns.Where(pattern => !File.Exists(Path.Combine(documentation, $"{NameOf(pattern)}-light.webp"))).ShouldBeEmpty();
    }

    private async Task TakeAsync(string folder, string pattern, Account? who, Look look, string kind) =>
        await server.VisitAsync(who, async visit =>
        {
            await visit.OpenAsync(RouteTable.AddressOf(pattern, BusySeed.Values));
            await visit.Page.WaitForLoadStateAsync(LoadState.Load);
            await Fit.IntoWindowAsync(visit.Page, pattern);
            var session = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
            var settings = new Dictionary<string, object>(StringComparer.Ordinal) { ["format"] = Format };
            if (Format != "png")
                settings["quality"] = Quality;
            var shot = await session.SendAsync("Page.captureScreenshot", settings);
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{NameOf(pattern)}-{kind}.{Format}"), shot!.Value.GetProperty("data").GetBytesFromBase64());
        }, look);

    private static string NameOf(string pattern)
    {
        var words = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim('$', '-')).Where(part => part.Length > 0 && part != "p");
        var name = string.Join('-', words);
        return name.Length == 0 ? "home" : name;
    }

    private static string Index()
    {
        var text = new StringBuilder("# Screens\n\nEvery page of the web interface at 1366 x 768 in light and dark, some at 390 x 844 too; `make screens` takes them anew.\n");
        foreach (var pattern in RouteTable.Patterns)
        {
            var name = NameOf(pattern);
            text.Append(CultureInfo.InvariantCulture, $"\n## `{pattern}`\n\n![light]({name}-light.webp) ![dark]({name}-dark.webp)");
            text.Append(OnPhone.Contains(pattern) ? string.Create(CultureInfo.InvariantCulture, $" ![phone]({name}-phone.webp)\n") : "\n");
        }

        return text.ToString();
    }
}
