using System.Security.Cryptography;
using Hops.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Hops.Browser.Tests.Journeys;

/// <summary>Files that take their time, and folders.</summary>
[Collection(WebServerGroup.Name)]
public sealed class UploadTests(WebServer server) : IDisposable
{
    private const int LargeBytes = 64 << 20;

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-upload-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [BrowserFact]
    public async Task A_folder_is_uploaded_with_the_folders_in_it()
    {
        var (user, project) = await DatasetAsync();
        Directory.CreateDirectory(Path.Combine(_directory, "tour", "alps", "east"));
        foreach (var name in new[] { "tour/readme.md", "tour/alps/a.csv", "tour/alps/east/b.csv", "tour/alps/east/c.csv" })
            await File.WriteAllTextAsync(Path.Combine(_directory, name), name);
        await server.VisitAsync(user, async visit =>
        {
            await visit.OpenAsync($"/p/{project}/data/d");
            await visit.Page.GetByLabel("Folder to upload").SetInputFilesAsync(Path.Combine(_directory, "tour"));
            await Assertions.Expect(visit.Page.GetByText("Uploads: 4 finished")).ToBeVisibleAsync();
            (await Axe.ViolationsAsync(visit.Page)).ShouldBeEmpty();
        });
        foreach (var name in new[] { "tour/readme.md", "tour/alps/a.csv", "tour/alps/east/b.csv", "tour/alps/east/c.csv" })
        {
            var status = await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/files/status?path=d/{name}");
            status.Body.GetProperty("lengthBytes").GetInt64().ShouldBe(name.Length);
        }
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_large_file_is_paused_and_goes_on_after_the_page_was_loaded_anew()
    {
        var (user, project) = await DatasetAsync();
        var path = Path.Combine(_directory, "large.bin");
        var content = RandomNumberGenerator.GetBytes(LargeBytes);
        await File.WriteAllBytesAsync(path, content);
        await server.VisitAsync(user, async visit =>
        {
            visit.Page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
            await visit.OpenAsync($"/p/{project}/data/d");
            await SlowAsync(visit.Page, bytesPerSecond: 16 << 20);
            await visit.Page.GetByLabel("Files to upload").SetInputFilesAsync(path);
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Progressbar, new() { Name = "large.bin" })).ToBeVisibleAsync();
            await visit.Page.WaitForFunctionAsync("() => Number(document.querySelector('.tray [role=progressbar]').ariaValueNow) >= 30");
            await visit.Button("Pause large.bin").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("Paused", new() { Exact = true })).ToBeVisibleAsync();

            await visit.Page.ReloadAsync();
            await Assertions.Expect(visit.Heading("Uploads that were not finished")).ToBeVisibleAsync();
            var received = await ReceivedAsync(user, project);
            received.ShouldBeInRange(LargeBytes / 4, LargeBytes - 1);
            await visit.Page.GetByLabel("Files to upload").SetInputFilesAsync(path);
            await Assertions.Expect(visit.Page.GetByText("Uploads: 1 finished")).ToBeVisibleAsync();
        });
        (await UsedAsync(user, project)).ShouldBe(LargeBytes);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", user.Token);
        var back = await http.GetByteArrayAsync(new Uri(server.Address, $"/api/v1/projects/{project}/files/content?path=d/large.bin"));
        Convert.ToHexString(SHA256.HashData(back)).ShouldBe(Convert.ToHexString(SHA256.HashData(content)));
    }

    [BrowserFact]
    [Trait("Speed", "Slow")]
    public async Task A_file_that_fails_says_why_and_the_others_go_on()
    {
        var (user, project) = await DatasetAsync();
        foreach (var name in new[] { "a.txt", "b.txt", "c.txt" })
            await File.WriteAllTextAsync(Path.Combine(_directory, name), "new");
        using var old = new StringContent("old");
        await user.Rest.CallAsync(HttpMethod.Put, $"projects/{project}/files/content?path=d/b.txt", old);
        await server.VisitAsync(user, async visit =>
        {
            visit.Expect(409, $"/api/v1/projects/{project}/files/content");
            await visit.OpenAsync($"/p/{project}/data/d");
            await visit.Page.GetByLabel("Files to upload").SetInputFilesAsync(new[] { "a.txt", "b.txt", "c.txt" }.Select(name => Path.Combine(_directory, name)));
            await Assertions.Expect(visit.Page.GetByText("Uploads: 3 finished")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.GetByText("b.txt already exists")).ToBeVisibleAsync();
            await visit.Button("Replace").ClickAsync();
            await Assertions.Expect(visit.Page.GetByText("Done", new() { Exact = true })).ToHaveCountAsync(3);
        });
        var status = await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/files/status?path=d/c.txt");
        status.Body.GetProperty("lengthBytes").GetInt64().ShouldBe(3);
    }

    private static async Task SlowAsync(IPage page, int bytesPerSecond)
    {
        var tools = await page.Context.NewCDPSessionAsync(page);
        await tools.SendAsync("Network.enable");
        await tools.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = -1, ["uploadThroughput"] = bytesPerSecond,
        });
    }

    private static async Task<long> ReceivedAsync(Account user, string project) =>
        (await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/files/uploads")).Body.GetProperty("items")[0].GetProperty("receivedBytes").GetInt64();

    private static async Task<long> UsedAsync(Account user, string project) =>
        (await user.Rest.CallAsync(HttpMethod.Get, $"projects/{project}/usage")).Body.GetProperty("items").EnumerateArray()
            .Single(use => use.GetProperty("name").GetString() == "file_bytes").GetProperty("used").GetInt64();

    private async Task<(Account User, string Project)> DatasetAsync()
    {
        var user = await server.UserAsync();
        var project = await user.ProjectAsync();
        await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "d" });
        return (user, project);
    }
}
