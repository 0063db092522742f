using System.Buffers.Text;
using System.Text;

namespace Hops.Api.Tests.Http;

/// <summary>Every list: whole in pages of any size, and unmoved by cursors that are damaged, foreign or made up.</summary>
public sealed class PagingTests(ApiServer server) : IClassFixture<ApiServer>, IAsyncLifetime
{
    private const int Count = 7;
    private static readonly string[] Lists =
        ["projects", "projects/%/datasets", "projects/%/topics", "projects/%/schemas", "projects/%/members", "projects/%/files?path=dir0", "projects/%/audit", "projects/%/queries"];

    private readonly string _project = $"pag_{Guid.NewGuid():n}"[..12];
    private ApiClient _owner = null!;

    public async Task InitializeAsync()
    {
        _owner = await server.UserAsync(_project + "_o");
        await MadeAsync("projects", new { name = _project });
        foreach (var number in Enumerable.Range(0, Count))
        {
            if (number > 0)
                await MadeAsync("projects", new { name = $"{_project}_{number}" });
            await MadeAsync($"projects/{_project}/datasets", new { name = $"dir{number}" });
            await MadeAsync($"projects/{_project}/topics", new { name = $"topic.{number}", partitions = 1, valueSchema = "\"string\"" });
            await MadeAsync($"projects/{_project}/queries", new { name = $"q{number}", definition = new { sql = "select 1" } });
            await MadeAsync($"projects/{_project}/files/directories", new { path = $"dir0/ä {number}" });
        }
    }

    public Task DisposeAsync()
    {
        _owner.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Pages_of_every_size_hold_every_item_once_and_in_one_order()
    {
        foreach (var list in Lists)
        {
            var whole = await WalkAsync(list, 1000);
            whole.Items.Count.ShouldBeGreaterThanOrEqualTo(list.EndsWith("members", StringComparison.Ordinal) ? 1 : Count, list);
            whole.Pages.ShouldBe(1, list);
            foreach (var limit in new[] { 1, 2, Count - 1, Count, Count + 1 })
            {
                var paged = await WalkAsync(list, limit);
                paged.Items.ShouldBe(whole.Items, $"{list} by {limit}");
                paged.Pages.ShouldBe(Math.Max(1, (whole.Items.Count + limit - 1) / limit), $"{list} by {limit}: no empty page at the end");
            }
        }
    }

    [Fact]
    public async Task A_limit_beyond_its_range_is_refused_by_its_name()
    {
        foreach (var list in Lists)
        {
            foreach (var limit in new[] { "0", "-1", "1001", "2147483648", "many", "1.5", "%20" })
            {
                var answer = await _owner.SendAsync(HttpMethod.Get, Route(list, $"limit={limit}"));
                (answer.Status, answer.Slug).ShouldBe((400, "invalid-argument"), $"{list} {limit}: {answer.Text}");
                answer.Body.GetProperty("detail").GetString()!.ShouldContain("limit", Case.Insensitive);
                answer.Body.GetProperty("field").GetString().ShouldBe("limit");
            }
        }
    }

    [Fact]
    public async Task A_cursor_that_is_none_of_ours_is_refused_or_begins_somewhere_and_is_never_a_fault()
    {
        string[] cursors =
        [
            "!!", "a", "%00", new string('A', 7_500), Cursor("\0"), Cursor("../../etc"), Cursor("zzzz"), Cursor("-1"), Cursor("99999999999999999999"),
            Cursor(new string('x', 5000)), Cursor("' OR 1=1 --"), Cursor("ä/\\:\n"), Base64Url.EncodeToString([0xff, 0xfe]),
        ];
        foreach (var list in Lists)
        {
            foreach (var cursor in cursors)
            {
                var answer = await _owner.SendAsync(HttpMethod.Get, Route(list, $"cursor={cursor}"));
                answer.Status.ShouldBeOneOf([200, 400], $"{list} {cursor}: {answer.Text}");
            }
        }
    }

    [Fact]
    public async Task A_cursor_of_another_project_shows_nothing_of_it()
    {
        using var stranger = await server.UserAsync(_project + "_s");
        (await stranger.SendAsync(HttpMethod.Post, "projects", new { name = _project + "_s" })).Status.ShouldBe(201);
        foreach (var list in Lists.Where(list => list.Contains('%', StringComparison.Ordinal) && !list.Contains("members", StringComparison.Ordinal)))
        {
            var cursor = (await _owner.SendAsync(HttpMethod.Get, Route(list, "limit=1"))).Body.GetProperty("nextCursor").GetString();

            var answer = await stranger.SendAsync(HttpMethod.Get, Route(list, $"cursor={cursor}").Replace(_project, _project + "_s", StringComparison.Ordinal));

            answer.Text.ShouldNotContain("topic.");
            answer.Text.ShouldNotContain("dir1");
            answer.Text.ShouldNotContain(_project + "_o");
        }
    }

    private async Task<(List<string> Items, int Pages)> WalkAsync(string list, int limit)
    {
        var items = new List<string>();
        var pages = 0;
        string? cursor = null;
        do
        {
            var page = await _owner.SendAsync(HttpMethod.Get, Route(list, cursor is null ? $"limit={limit}" : $"limit={limit}&cursor={cursor}"));
            page.Status.ShouldBe(200, page.Text);
            items.AddRange(page.Body.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()));
            cursor = page.Body.GetProperty("nextCursor").GetString();
            (++pages).ShouldBeLessThan(100, list);
        }
        while (cursor is not null);
        return (items, pages);
    }

    private string Route(string list, string query) =>
        list.Replace("%", _project, StringComparison.Ordinal) + (list.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query;

    private static string Cursor(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    private async Task MadeAsync(string route, object body)
    {
        var made = await _owner.SendAsync(HttpMethod.Post, route, body);
        made.Status.ShouldBe(201, made.Text);
    }
}
