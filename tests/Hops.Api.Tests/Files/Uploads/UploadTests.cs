using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Hops.Core.Identity;

namespace Hops.Api.Tests.Files.Uploads;

/// <summary>Files that come in parts, by the protocol tus.</summary>
public sealed class UploadTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_file_in_parts_is_seen_when_it_is_whole_and_its_quota_is_counted_once()
    {
        using var owner = await ProjectAsync("par");
        var content = Letters(300_000);
        var begun = await owner.SendAsync(HttpMethod.Post, "projects/par/files/uploads", TusBody.Begin("d/f", content.Length));
        begun.Status.ShouldBe(201, begun.Text);
        Said(begun, "Tus-Resumable").ShouldBe("1.0.0");
        var route = RouteOf(begun);

        var first = await owner.SendAsync(HttpMethod.Patch, route, TusBody.Part(0, content[..100_000]));
        (first.Status, Said(first, "Upload-Offset")).ShouldBe((204, "100000"));
        (await owner.SendAsync(HttpMethod.Get, "projects/par/files/status?path=d/f")).Status.ShouldBe(404);
        var listed = (await owner.SendAsync(HttpMethod.Get, "projects/par/files/uploads")).Body.GetProperty("items")[0];
        (listed.GetProperty("path").GetString(), listed.GetProperty("receivedBytes").GetInt64()).ShouldBe(("d/f", 100_000));
        var head = await owner.SendAsync(HttpMethod.Head, route, TusBody.Bare());
        (Said(head, "Upload-Offset"), Said(head, "Upload-Length"), Said(head, "Upload-Metadata")).ShouldBe(("100000", "300000", "path ZC9m"));

        (await owner.SendAsync(HttpMethod.Patch, route, TusBody.Part(0, content))).Slug.ShouldBe("conflict");
        (await owner.SendAsync(HttpMethod.Patch, route, TusBody.Part(100_000, content))).Slug.ShouldBe("too-large");
        (await owner.SendAsync(HttpMethod.Patch, route, TusBody.Part(100_000, content[100_000..]))).Status.ShouldBe(204);

        (await owner.SendAsync(HttpMethod.Get, "projects/par/files?path=d")).Body.GetProperty("items").EnumerateArray().Single().GetProperty("name").GetString().ShouldBe("f");
        (await owner.SendAsync(HttpMethod.Get, "projects/par/files/content?path=d/f")).Text.ShouldBe(Encoding.ASCII.GetString(content));
        (await FileBytesAsync(owner, "par")).ShouldBe(content.Length);
        Said(await owner.SendAsync(HttpMethod.Head, route, TusBody.Bare()), "Upload-Offset").ShouldBe("300000");
        (await owner.SendAsync(HttpMethod.Get, "projects/par/files/uploads")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        var trail = (await owner.SendAsync(HttpMethod.Get, "projects/par/audit?newestFirst=true")).Body.GetProperty("items").EnumerateArray();
        trail.Count(entry => entry.GetProperty("action").GetString() == "file.create").ShouldBe(1);
    }

    [Fact]
    public async Task What_came_before_a_cut_is_kept_and_the_upload_goes_on_from_there()
    {
        using var owner = await ProjectAsync("cut2");
        var content = Letters(500_000);
        var route = RouteOf(await owner.SendAsync(HttpMethod.Post, "projects/cut2/files/uploads", TusBody.Begin("d/f", content.Length)));
        using (var socket = await BeginPartAsync(await server.TokenAsync("cut2_owner"), route, 0, content.Length))
        {
            await socket.SendAsync(content.AsMemory(0, 200_000));

            // Room is set aside for a block once more has come than the database takes.
            while (await FileBytesAsync(owner, "cut2") == 0)
                await Task.Yield();
        }

        await UntilAsync(() => server.Platform.Door.TransfersUnderWay == 0);

        var offset = long.Parse(Said(await owner.SendAsync(HttpMethod.Head, route, TusBody.Bare()), "Upload-Offset"), null);
        offset.ShouldBeInRange(1, 200_000);
        (await owner.SendAsync(HttpMethod.Patch, route, TusBody.Part(offset, content[(int)offset..]))).Status.ShouldBe(204);
        (await owner.SendAsync(HttpMethod.Get, "projects/cut2/files/content?path=d/f")).Text.ShouldBe(Encoding.ASCII.GetString(content));
        server.Log.Lines.Where(line => line.Level >= Microsoft.Extensions.Logging.LogLevel.Warning).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_of_unfinished_uploads_go_on_behind_those_that_are_finished()
    {
        using var owner = await ProjectAsync("pgs");
        var routes = new List<string>();
        for (var i = 0; i < 4; i++)
            routes.Add(RouteOf(await owner.SendAsync(HttpMethod.Post, "projects/pgs/files/uploads", TusBody.Begin($"d/f{i}", 3))));
        routes.Sort(StringComparer.Ordinal);
        foreach (var first in routes[..2])
            (await owner.SendAsync(HttpMethod.Patch, first, TusBody.Part(0, "abc"u8.ToArray()))).Status.ShouldBe(204);
        (await owner.PagesAsync("projects/pgs/files/uploads", limit: 1)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_parts_at_a_time_are_refused()
    {
        using var owner = await ProjectAsync("two");
        var route = RouteOf(await owner.SendAsync(HttpMethod.Post, "projects/two/files/uploads", TusBody.Begin("d/f", 1_000_000)));
        using var socket = await BeginPartAsync(await server.TokenAsync("two_owner"), route, 0, 1_000_000);
        await socket.SendAsync(new byte[1_000]);
        // Counted as under way is also one that has no lease yet, and one that another test leaves behind.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await server.Platform.Files.ListAsync(OpenGate.Everybody, "/Projects/two/d", "", 100, patience.Token)).Entries.Any(file => file.IsUnderConstruction))
            await Task.Delay(5, patience.Token);
        (await owner.SendAsync(HttpMethod.Patch, route, TusBody.Part(0, new byte[10]))).Slug.ShouldBe("lease-conflict");
        (await owner.SendAsync(HttpMethod.Delete, route, TusBody.Bare())).Status.ShouldBe(204);
        (await owner.SendAsync(HttpMethod.Head, route, TusBody.Bare())).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_file_that_does_not_fit_is_refused_before_it_is_sent()
    {
        using var owner = await ProjectAsync("fit");
        using var administrator = server.As(server.AdministratorToken);
        (await administrator.SendAsync(HttpMethod.Patch, "projects/fit", new { quotaBytes = 300_000 }, "*")).Status.ShouldBe(200);
        var refused = await owner.SendAsync(HttpMethod.Post, "projects/fit/files/uploads", TusBody.Begin("d/f", 300_001));
        (refused.Slug, refused.Body.GetProperty("room").GetInt64()).ShouldBe(("storage-quota-exceeded", 300_000));
        (await owner.SendAsync(HttpMethod.Get, "projects/fit/files?path=d")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task An_upload_is_its_beginners_and_follows_the_rights_of_its_folder()
    {
        using var owner = await ProjectAsync("own");
        using var scientist = await server.UserAsync("own_sci");
        (await owner.SendAsync(HttpMethod.Post, "projects/own/members", new { user = "own_sci", role = "DATA_SCIENTIST" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/own/datasets", new { name = "ro", access = "READ_ONLY" })).Status.ShouldBe(201);
        (await scientist.SendAsync(HttpMethod.Post, "projects/own/files/uploads", TusBody.Begin("ro/f", 3))).Status.ShouldBe(403);
        var route = RouteOf(await scientist.SendAsync(HttpMethod.Post, "projects/own/files/uploads", TusBody.Begin("d/f", 3)));
        foreach (var method in new[] { HttpMethod.Head, HttpMethod.Delete })
            (await owner.SendAsync(method, route, TusBody.Bare())).Status.ShouldBe(404);

        (await owner.SendAsync(HttpMethod.Delete, "projects/own/members/own_sci", ifMatch: "*")).Status.ShouldBe(204);
        (await scientist.SendAsync(HttpMethod.Patch, route, TusBody.Part(0, [1, 2, 3]))).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_at_the_beginning_and_at_the_end()
    {
        using var owner = await ProjectAsync("tak");
        var route = RouteOf(await owner.SendAsync(HttpMethod.Post, "projects/tak/files/uploads", TusBody.Begin("d/f", 3)));
        (await owner.SendAsync(HttpMethod.Put, "projects/tak/files/content?path=d/f", new StringContent("mine"))).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/tak/files/uploads", TusBody.Begin("d/f", 3))).Slug.ShouldBe("already-exists");
        (await owner.SendAsync(HttpMethod.Patch, route, TusBody.Part(0, [1, 2, 3]))).Slug.ShouldBe("already-exists");
        (await owner.SendAsync(HttpMethod.Head, route, TusBody.Bare())).Status.ShouldBe(404);
        (await FileBytesAsync(owner, "tak")).ShouldBe(4);

        route = RouteOf(await owner.SendAsync(HttpMethod.Post, "projects/tak/files/uploads", TusBody.Begin("d/f", 3, overwrite: true)));
        (await owner.SendAsync(HttpMethod.Patch, route, TusBody.Part(0, "new"u8.ToArray()))).Status.ShouldBe(204);
        (await owner.SendAsync(HttpMethod.Get, "projects/tak/files/content?path=d/f")).Text.ShouldBe("new");
    }

    [Fact]
    public async Task An_empty_file_is_there_at_once()
    {
        using var owner = await ProjectAsync("emp");
        (await owner.SendAsync(HttpMethod.Post, "projects/emp/files/uploads", TusBody.Begin("d/f", 0))).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Get, "projects/emp/files/status?path=d/f")).Body.GetProperty("lengthBytes").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_no_tus_is_told_what_is_missing()
    {
        using var owner = await ProjectAsync("bad");
        var none = await owner.SendAsync(HttpMethod.Post, "projects/bad/files/uploads", new ByteArrayContent([]));
        (none.Status, none.Response.Headers.GetValues("Tus-Version").Single()).ShouldBe((412, "1.0.0"));
        foreach (var path in new[] { "d", "../x/f", "" })
            (await owner.SendAsync(HttpMethod.Post, "projects/bad/files/uploads", TusBody.Begin(path, 3))).Status.ShouldBe(400, path);
        (await owner.SendAsync(HttpMethod.Post, "projects/bad/files/uploads", TusBody.Begin("d/f", -1))).Slug.ShouldBe("invalid-argument");
        (await owner.SendAsync(HttpMethod.Post, "projects/bad/files/uploads", TusBody.Begin("d/f", long.MaxValue))).Slug.ShouldBe("too-large");
        var described = await owner.SendAsync(HttpMethod.Options, "projects/bad/files/uploads");
        Said(described, "Tus-Extension").ShouldBe("creation,termination,expiration");
        (await owner.SendAsync(HttpMethod.Head, "projects/bad/files/uploads/none", TusBody.Bare())).Status.ShouldBe(404);
    }

    private static byte[] Letters(int count) => Encoding.ASCII.GetBytes(RandomNumberGenerator.GetString("abcdefghijklmnop", count));

    private static string RouteOf(ApiAnswer begun) => begun.Response.Headers.Location!.OriginalString["/api/v1/".Length..];

    private static string Said(ApiAnswer answer, string header) => answer.Response.Headers.GetValues(header).Single();

    private static async Task<long> FileBytesAsync(ApiClient owner, string project) =>
        (await owner.SendAsync(HttpMethod.Get, $"projects/{project}/usage")).Body.GetProperty("items").EnumerateArray()
            .Single(use => use.GetProperty("name").GetString() == "file_bytes").GetProperty("used").GetInt64();

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
            await Task.Delay(5, deadline.Token);
    }

    private async Task<Socket> BeginPartAsync(string token, string route, long offset, int lengthBytes)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", server.Address.Port);
        var head = $"PATCH /api/v1/{route} HTTP/1.1\r\nHost: 127.0.0.1:{server.Address.Port}\r\nAuthorization: Bearer {token}\r\nTus-Resumable: 1.0.0\r\n"
            + $"Upload-Offset: {offset}\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: {lengthBytes}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head));
        return socket;
    }

    private async Task<ApiClient> ProjectAsync(string name)
    {
        var owner = await server.UserAsync($"{name}_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, $"projects/{name}/datasets", new { name = "d" })).Status.ShouldBe(201);
        return owner;
    }
}
