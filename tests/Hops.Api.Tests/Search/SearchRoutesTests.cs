using System.Text.Json;

namespace Hops.Api.Tests.Search;

/// <summary>Searching over REST: pages, marks, what is refused.</summary>
public sealed class SearchRoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Results_come_best_first_page_after_page_with_the_places_of_the_words()
    {
        using var owner = await ProjectAsync("pages", "stock");
        foreach (var name in new[] { "old_stock", "stock_of_shop" })
            (await owner.SendAsync(HttpMethod.Post, "projects/pages/datasets", new { name, description = "Goods; in stock." })).Status.ShouldBe(201);

        var first = await FoundAsync(owner, "search?q=STOCK&project=pages&limit=2", 3);
        var second = await owner.SendAsync(HttpMethod.Get, $"search?q=STOCK&project=pages&limit=2&cursor={first.GetProperty("nextCursor").GetString()}");

        Items(first).Concat(Items(second.Body)).Select(item => (Text(item, "type"), Text(item, "name")))
            .ShouldBe([("DATASET", "stock_of_shop"), ("DATASET", "old_stock"), ("PROJECT", "pages")]);
        second.Body.GetProperty("nextCursor").ValueKind.ShouldBe(JsonValueKind.Null);
        var old = Items(first)[1];
        Marked(old, "name").ShouldBe(["stock"]);
        Marked(old, "text").ShouldBe(["stock"]);
        first.GetProperty("isComplete").GetBoolean().ShouldBeTrue();
        first.GetProperty("types").EnumerateArray().Single(type => Text(type, "type") == "DATASET").GetProperty("count").GetInt32().ShouldBe(2);
        first.GetProperty("projects").EnumerateArray().Select(project => (Text(project, "project"), project.GetProperty("count").GetInt32())).ShouldBe([("pages", 3)]);
        Items((await owner.SendAsync(HttpMethod.Get, "search?q=stock&type=project")).Body).Select(item => Text(item, "name")).ShouldBe(["pages"]);
    }

    [Fact]
    public async Task Nobody_finds_what_is_of_others()
    {
        using var owner = await ProjectAsync("secretive", "hidden treasure");
        using var stranger = await server.UserAsync("search_stranger");
        await FoundAsync(owner, "search?q=treasure", 1);

        var answer = await stranger.SendAsync(HttpMethod.Get, "search?q=treasure");

        Items(answer.Body).ShouldBeEmpty();
        answer.Text.ShouldNotContain("secretive");
        (await stranger.SendAsync(HttpMethod.Get, "search?q=treasure&project=secretive")).Slug.ShouldBe("not-found");
        using var nobody = server.As(null);
        (await nobody.SendAsync(HttpMethod.Get, "search?q=treasure")).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("search")]
    [InlineData("search?q=%20%00")]
    [InlineData("search?q=a%20b%20c%20d%20e%20f%20g%20h%20i")]
    [InlineData("search?q=x&type=3")]
    [InlineData("search?q=x&type=secret")]
    [InlineData("search?q=x&limit=0")]
    [InlineData("search?q=x&cursor=eA")]
    public async Task What_makes_no_sense_is_refused(string route)
    {
        using var user = server.As(server.AdministratorToken);

        var answer = await user.SendAsync(HttpMethod.Get, route);

        answer.Slug.ShouldBe("invalid-argument", answer.Text);
    }

    private async Task<ApiClient> ProjectAsync(string name, string description)
    {
        var owner = await server.UserAsync("search_" + name);
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name, description })).Status.ShouldBe(201);
        return owner;
    }

    private static async Task<JsonElement> FoundAsync(ApiClient who, string route, int countMin)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var answer = await who.SendAsync(HttpMethod.Get, route);
            answer.Status.ShouldBe(200, answer.Text);
            if (answer.Body.GetProperty("types").EnumerateArray().Sum(type => type.GetProperty("count").GetInt32()) >= countMin)
                return answer.Body;
            await Task.Delay(20, deadline.Token);
        }
    }

    private static List<JsonElement> Items(JsonElement answer) => [.. answer.GetProperty("items").EnumerateArray()];

    private static string? Text(JsonElement item, string name) => item.GetProperty(name).GetString();

    private static IEnumerable<string> Marked(JsonElement item, string name) => item.GetProperty(name + "Marks").EnumerateArray()
        .Select(mark => Text(item, name)!.Substring(mark.GetProperty("start").GetInt32(), mark.GetProperty("length").GetInt32()));
}
