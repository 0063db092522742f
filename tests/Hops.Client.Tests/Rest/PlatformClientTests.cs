using System.Text.Json;
using Hops.Client.Rest;
using Hops.Client.Tests.Support;
using Hops.Core.Errors;
using Microsoft.AspNetCore.Http;

namespace Hops.Client.Tests.Rest;

/// <summary>The client against servers that answer as REST does, and oddly. Round trips are tested against the real routes elsewhere.</summary>
public sealed class PlatformClientTests
{
    public static TheoryData<ErrorCode> Codes => [.. ErrorTable.Rows.Select(row => row.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_problem_is_the_refusal_that_the_server_threw(ErrorCode code)
    {
        var row = ErrorTable.Row(code);
        var body = JsonSerializer.Serialize(new { type = "/problems/" + row.Slug, title = row.Title, status = row.HttpStatus, detail = "what to do", traceId = "t1", line = 7 });
        await using var server = await OddServer.AnsweringAsync(row.HttpStatus, body, "application/problem+json");
        using var client = new PlatformClient(server.Address, "secret");

        foreach (var refused in new Func<Task>[] { () => client.CallAsync(HttpMethod.Get, "x"), () => client.DownloadAsync("x", CancellationToken.None) })
        {
            var refusal = await Should.ThrowAsync<PlatformException>(refused);
            (refusal.Code, refusal.Message).ShouldBe((code, "what to do"));
            refusal.Facts["line"]!.ToString().ShouldBe("7");
            refusal.Facts.ShouldNotContainKey("detail");
        }
    }

    [Theory]
    [InlineData(502, "<html>bad gateway</html>", ErrorCode.Internal)]
    [InlineData(503, "", ErrorCode.Unavailable)]
    [InlineData(401, "[]", ErrorCode.Unauthenticated)]
    [InlineData(404, """{"type":7}""", ErrorCode.NotFound)]
    [InlineData(413, "{}", ErrorCode.TooLarge)]
    [InlineData(418, """{"type":"/problems/teapot"}""", ErrorCode.Internal)]
    [InlineData(200, "<html>", ErrorCode.Internal)]
    [InlineData(200, "{", ErrorCode.Internal)]
    public async Task What_is_no_answer_of_ours_is_told_by_its_status(int status, string body, ErrorCode code)
    {
        await using var server = await OddServer.AnsweringAsync(status, body);
        using var client = new PlatformClient(server.Address, null);

        (await Should.ThrowAsync<PlatformException>(() => client.CallAsync(HttpMethod.Get, "projects"))).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"items":7}""")]
    public async Task A_list_that_is_no_page_is_not_of_this_platform(string body)
    {
        await using var server = await OddServer.AnsweringAsync(200, body);
        using var client = new PlatformClient(server.Address, null);

        var refusal = await Should.ThrowAsync<PlatformException>(async () => await client.ListAsync("projects").CountAsync());

        (refusal.Code, refusal.Message).ShouldBe((ErrorCode.Internal, $"What answers at {server.Address} is no server of this platform, or one of another version: check HOPS_URL."));
    }

    [Theory]
    [InlineData(null, 7, 4)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 1)]
    [InlineData(3, 3, 2)]
    [InlineData(7, 7, 4)]
    [InlineData(100, 7, 4)]
    [InlineData(0, 0, 0)]
    public async Task Pages_are_asked_for_until_the_end_or_the_limit_and_no_further(int? limit, int items, int pages)
    {
        await using var server = await OddServer.StartAsync(http =>
        {
            var from = http.Request.Query.TryGetValue("cursor", out var cursor) ? int.Parse(cursor.ToString().Replace("c+/", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture) : 0;
            return http.Response.WriteAsJsonAsync(new { items = Enumerable.Range(from, Math.Min(2, 7 - from)), nextCursor = from + 2 < 7 ? $"c+/{from + 2}" : null });
        });
        using var client = new PlatformClient(server.Address, null);

        (await client.ListAsync("projects?x=1", limit).Select(item => item.GetInt32()).ToListAsync()).ShouldBe(Enumerable.Range(0, items));

        server.Seen.Count.ShouldBe(pages);
        server.Seen.Skip(1).ShouldAllBe(seen => seen.StartsWith("GET /api/v1/projects?x=1&cursor=c%2B%2F", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_answer_that_is_cut_is_unavailable_and_a_download_that_is_cut_is_not_whole()
    {
        await using var server = await OddServer.CuttingAsync("""{"items":[1,2""");
        using var client = new PlatformClient(server.Address, null);

        (await Should.ThrowAsync<PlatformException>(() => client.CallAsync(HttpMethod.Post, "projects", new { name = "p" }))).Code.ShouldBe(ErrorCode.Unavailable);
        server.Seen.Count.ShouldBe(1, "nothing is sent twice that may have been done");

        await using var download = await client.DownloadAsync("files/content", CancellationToken.None);
        await Should.ThrowAsync<IOException>(() => download.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Where_nobody_listens_the_way_out_is_told()
    {
        var server = await OddServer.AnsweringAsync(200, "{}");
        var address = server.Address;
        await server.DisposeAsync();
        using var client = new PlatformClient(address, null);

        var refusal = await Should.ThrowAsync<PlatformException>(() => client.CallAsync(HttpMethod.Get, "projects"));

        refusal.Code.ShouldBe(ErrorCode.Unavailable);
        refusal.Message.ShouldContain("hops server");
    }

    [Fact]
    public async Task A_credential_a_tag_and_a_body_go_out_and_a_tag_comes_back()
    {
        await using var server = await OddServer.StartAsync(async http =>
        {
            http.Response.Headers.ETag = "\"r8\"";
            using var body = new StreamReader(http.Request.Body);
            await http.Response.WriteAsJsonAsync(new[]
            {
                http.Request.Headers.Authorization.ToString(), http.Request.Headers.IfMatch.ToString(), await body.ReadToEndAsync(),
            });
        });
        using var client = new PlatformClient(server.Address, "secret");

        var answer = await client.CallAsync(HttpMethod.Patch, "projects/p", new { isDisabled = true }, "\"r7\"");

        answer.EntityTag.ShouldBe("\"r8\"");
        answer.Body.EnumerateArray().Select(part => part.GetString()).ShouldBe(["Bearer secret", "\"r7\"", """{"isDisabled":true}"""]);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_told_that_the_server_is_unavailable()
    {
        await using var server = await OddServer.SilentAsync();
        using var client = new PlatformClient(server.Address, null);
        using var impatient = new CancellationTokenSource();
        var asking = client.CallAsync(HttpMethod.Get, "projects", cancellationToken: impatient.Token);

        await impatient.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asking);
    }
}
