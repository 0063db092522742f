using System.Globalization;
using System.Text.Json;

namespace Hops.Api.Tests.Access;

/// <summary>Rights as rows, over the wire.</summary>
public sealed class AclsTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Rows_of_many_topics_come_in_pages_each_once()
    {
        using var owner = await server.UserAsync("acl_pages");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "acl_pages" })).Status.ShouldBe(201);
        var topics = Enumerable.Range(0, 6).Select(number => "t" + new string('-', number)).ToList();
        foreach (var topic in topics)
            (await owner.SendAsync(HttpMethod.Post, "projects/acl_pages/topics", new { name = topic, partitions = 1 })).Status.ShouldBe(201);

        var all = await RowsAsync(1000);
        var some = await RowsAsync(4);

        some.ShouldBe(all);
        some.Distinct(StringComparer.Ordinal).Count().ShouldBe(some.Count);
        topics.ShouldAllBe(topic => some.Any(row => row.StartsWith($"TOPIC {topic} ", StringComparison.Ordinal)));

        async Task<List<string>> RowsAsync(int limit)
        {
            var rows = new List<string>();
            for (var cursor = ""; ;)
            {
                var page = (await owner.SendAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"projects/acl_pages/acls?limit={limit}{cursor}"))).Body;
                rows.AddRange(page.GetProperty("items").EnumerateArray().Select(Text));
                if (page.GetProperty("nextCursor").GetString() is not { } next)
                    return rows;
                cursor = "&cursor=" + next;
            }
        }
    }

    private static string Text(JsonElement row) =>
        string.Join(' ', new[] { "kind", "name", "who", "operation", "inQuery" }.Select(column => row.GetProperty(column).ToString()));
}
