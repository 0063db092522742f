using System.IO.Compression;
using System.Net.Http.Headers;

namespace Hops.Api.Tests.Files;

/// <summary>Parts of files, and whole folders.</summary>
public sealed class DownloadTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Theory]
    [InlineData("bytes=0-3", 206, "0123", "bytes 0-3/10")]
    [InlineData("bytes=8-", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=-30", 206, "0123456789", "bytes 0-9/10")]
    [InlineData("bytes=5-500", 206, "56789", "bytes 5-9/10")]
    [InlineData("bytes=0-1,4-5", 200, "0123456789", null)]
    [InlineData("lines=0-1", 200, "0123456789", null)]
    [InlineData("bytes=10-", 416, null, null)]
    public async Task A_range_of_a_file_is_sent_alone(string range, int status, string? content, string? told)
    {
        using var owner = await ProjectAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, "/api/v1/projects/dwn/files/content?path=d/digits"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await server.TokenAsync("dwn_owner"));
        request.Headers.TryAddWithoutValidation("Range", range);
        using var answer = await http.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(status);
        if (content is not null)
            (await answer.Content.ReadAsStringAsync()).ShouldBe(content);
        answer.Content.Headers.ContentRange?.ToString().ShouldBe(told);
    }

    [Fact]
    public async Task A_folder_is_an_archive_of_all_that_is_in_it_and_of_nothing_else()
    {
        using var owner = await ProjectAsync();
        foreach (var (path, content) in new[] { ("tour/a.txt", "a"), ("tour/alps/b.txt", new string('b', 300_000)), ("tour/alps/gone.txt", "gone") })
        {
            await owner.SendAsync(HttpMethod.Post, "projects/dwn/files/directories", new { path = $"d/{path[..path.LastIndexOf('/')]}" });
            await owner.SendAsync(HttpMethod.Put, $"projects/dwn/files/content?overwrite=true&path=d/{path}", new StringContent(content));
        }

        await owner.SendAsync(HttpMethod.Post, "projects/dwn/files/directories", new { path = "d/tour/empty" });
        (await owner.SendAsync(HttpMethod.Delete, "projects/dwn/files?path=d/tour/alps/gone.txt")).Status.ShouldBe(200);
        using var archive = await ArchiveAsync("d/tour");
        archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal).ShouldBe(["tour/a.txt", "tour/alps/", "tour/alps/b.txt", "tour/empty/"]);
        using var reader = new StreamReader(archive.GetEntry("tour/alps/b.txt")!.Open());
        (await reader.ReadToEndAsync()).ShouldBe(new string('b', 300_000));
        using var whole = await ArchiveAsync("d");
        whole.Entries.ShouldNotContain(entry => entry.FullName.Contains("gone", StringComparison.Ordinal));

        var trail = (await owner.SendAsync(HttpMethod.Get, "projects/dwn/audit?newestFirst=true&limit=100")).Text;
        trail.ShouldContain("/Projects/dwn/d/tour/alps/b.txt");
        (await owner.SendAsync(HttpMethod.Get, "projects/dwn/files/archive?path=d/digits")).Slug.ShouldBe("not-a-directory");
    }

    [Fact]
    public async Task A_folder_leaves_the_platform_with_an_owner_only()
    {
        using var owner = await ProjectAsync();
        using var scientist = await server.UserAsync("dwn_sci");
        (await owner.SendAsync(HttpMethod.Post, "projects/dwn/members", new { user = "dwn_sci", role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
        (await scientist.SendAsync(HttpMethod.Get, "projects/dwn/files/archive?path=d")).Slug.ShouldBe("export-denied");
    }

    private async Task<ZipArchive> ArchiveAsync(string path)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await server.TokenAsync("dwn_owner"));
        var bytes = await http.GetByteArrayAsync(new Uri(server.Address, $"/api/v1/projects/dwn/files/archive?path={path}"));
        return new ZipArchive(new MemoryStream(bytes));
    }

    private async Task<ApiClient> ProjectAsync()
    {
        if (server.Platform.Roster.Now.FindUser("dwn_owner") is not null)
            return server.As(await server.TokenAsync("dwn_owner"));
        var owner = await server.UserAsync("dwn_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "dwn" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/dwn/datasets", new { name = "d" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Put, "projects/dwn/files/content?path=d/digits", new StringContent("0123456789"))).Status.ShouldBe(201);
        return owner;
    }
}
