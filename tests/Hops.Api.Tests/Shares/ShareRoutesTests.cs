using System.Text.Json;

namespace Hops.Api.Tests.Shares;

/// <summary>Sharing over REST, as two people in two projects see it.</summary>
public sealed class ShareRoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_dataset_is_offered_accepted_read_in_its_place_and_taken_back()
    {
        var (lender, borrower) = await PairAsync("story");
        var made = await lender.PostAsync("shares", new { kind = "DATASET", name = "weather", to = borrower.Project, rights = "READ", note = "daily" });
        made.Status.ShouldBe(201, made.Text);
        var id = made.Body.GetProperty("id").GetString();

        var offer = (await borrower.ItemsAsync("share-offers")).ShouldHaveSingleItem();
        (Text(offer, "id"), Text(offer, "borrowedName"), Text(offer, "note")).ShouldBe((id, $"{lender.Project}::weather", "daily"));
        (await borrower.ItemsAsync("datasets")).ShouldBeEmpty();
        (await borrower.PostAsync($"share-offers/{id}/accept", new { })).Status.ShouldBe(200);

        var listed = (await borrower.ItemsAsync("datasets")).ShouldHaveSingleItem();
        (Text(listed, "name"), Text(listed, "owner"), Text(listed, "rights"), Text(listed, "path"))
            .ShouldBe(($"{lender.Project}::weather", lender.Project, "READ", $"/Projects/{lender.Project}/weather"));
        (await borrower.GetAsync($"datasets/{Uri.EscapeDataString(lender.Project + "::weather")}")).Status.ShouldBe(200);
        (await borrower.GetAsync(Files(lender, "", ""))).Body.GetProperty("items").EnumerateArray().Select(file => Text(file, "name")).ShouldBe(["day.csv"]);
        Text((await lender.ItemsAsync("shares")).Single(), "state").ShouldBe("ACCEPTED");
        (await borrower.ItemsAsync("share-offers")).ShouldBeEmpty();
        (await borrower.ItemsAsync("borrowings")).ShouldHaveSingleItem();

        (await lender.SendAsync(HttpMethod.Delete, $"shares/{id}", null, "*")).Status.ShouldBe(204);

        (await borrower.GetAsync(Files(lender, "", ""))).Status.ShouldBe(404);
        (await borrower.GetAsync(Files(lender, "/status", "/day.csv"))).Status.ShouldBe(404);
        (await borrower.ItemsAsync("datasets")).ShouldBeEmpty();
        Text((await lender.GetAsync($"shares/{id}")).Body, "state").ShouldBe("REVOKED");
        foreach (var side in new[] { lender, borrower })
            (await side.ItemsAsync("audit")).Select(entry => Text(entry, "action")).Where(action => action.StartsWith("share.", StringComparison.Ordinal))
                .ShouldBe(["share.offer", "share.accept", "share.revoke"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_lent_for_reading_is_neither_taken_out_nor_written_to()
    {
        var (lender, borrower) = await PairAsync("reading");
        await LendAsync(lender, borrower, "DATASET", "weather", "READ");

        (await borrower.GetAsync(Files(lender, "/content", "/day.csv"))).Slug.ShouldBe("export-denied");
        var put = await borrower.SendAsync(HttpMethod.Put, Files(lender, "/content", "/mine.csv"), new StringContent("x"));
        put.Slug.ShouldBe("access-denied");
        (await borrower.SendAsync(HttpMethod.Delete, Files(lender, "", "/day.csv"))).Slug.ShouldBe("access-denied");
        (await lender.GetAsync("files/status?path=weather/day.csv")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_is_lent_for_writing_takes_files_of_the_borrower_on_the_quota_of_its_owner()
    {
        var (lender, borrower) = await PairAsync("writing");
        await LendAsync(lender, borrower, "DATASET", "weather", "READ_WRITE");
        var (own, others) = (await BytesAsync(lender), await BytesAsync(borrower));

        var put = await borrower.SendAsync(HttpMethod.Put, Files(lender, "/content", "/mine.csv"), new StringContent(new string('x', 5000)));

        put.Status.ShouldBe(201, put.Text);
        (await BytesAsync(lender) - own).ShouldBe(5000);
        (await BytesAsync(borrower)).ShouldBe(others);
        var status = (await lender.GetAsync("files/status?path=weather/mine.csv")).Body;
        Text(status, "owner").ShouldBe($"{borrower.Project}__{borrower.User}");
        (await borrower.SendAsync(HttpMethod.Delete, Files(lender, "", "/mine.csv"))).Status.ShouldBe(200);
        (await borrower.SendAsync(HttpMethod.Delete, Files(lender, "", "/day.csv"))).Status.ShouldBe(403, "it is another's, in a directory where each removes its own");
    }

    [Fact]
    public async Task A_share_of_another_dataset_opens_no_other_door()
    {
        var (lender, borrower) = await PairAsync("doors");
        await LendAsync(lender, borrower, "DATASET", "weather", "READ_WRITE");
        await lender.PostAsync("datasets", new { name = "secret" });

        (await borrower.GetAsync($"files?path={Uri.EscapeDataString(lender.Project + "::secret")}")).Status.ShouldBe(404);
        (await borrower.GetAsync($"files?path={Uri.EscapeDataString(lender.Project + "::weather/../secret")}")).Status.ShouldBe(400);
        (await borrower.GetAsync($"datasets/{Uri.EscapeDataString(lender.Project + "::secret")}")).Status.ShouldBe(404);
        (await borrower.GetAsync($"files?path={Uri.EscapeDataString("no_such_project::weather")}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_topic_is_listed_by_its_borrower_under_the_name_of_its_owner()
    {
        var (lender, borrower) = await PairAsync("topics");
        await LendAsync(lender, borrower, "TOPIC", "departures", "READ_WRITE");

        var topic = (await borrower.ItemsAsync("topics")).ShouldHaveSingleItem();
        (Text(topic, "name"), Text(topic, "owner"), Text(topic, "rights")).ShouldBe(($"{lender.Project}.departures", lender.Project, "READ_WRITE"));
        (await borrower.GetAsync($"topics/{lender.Project}.departures")).Body.GetProperty("id").GetString()
            .ShouldBe((await lender.GetAsync("topics/departures")).Body.GetProperty("id").GetString());
        (await borrower.SendAsync(HttpMethod.Delete, $"topics/{lender.Project}.departures", null, "*")).Status.ShouldBe(404);
        (await lender.GetAsync("topics/departures")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_rejected_offer_shows_its_owner_why()
    {
        var (lender, borrower) = await PairAsync("reject");
        var id = Text((await lender.PostAsync("shares", new { kind = "TOPIC", name = "departures", to = borrower.Project })).Body, "id");

        (await borrower.PostAsync($"share-offers/{id}/reject", new { reason = "not needed" })).Status.ShouldBe(200);

        var seen = (await lender.GetAsync($"shares/{id}")).Body;
        (Text(seen, "state"), Text(seen, "reason")).ShouldBe(("REJECTED", "not needed"));
        (await borrower.PostAsync($"share-offers/{id}/accept", new { })).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Who_takes_it_back_sees_which_queries_would_break_and_has_to_mean_it()
    {
        var (lender, borrower) = await PairAsync("uses");
        var id = await LendAsync(lender, borrower, "TOPIC", "departures", "READ");
        var definition = new { name = "late", topic = $"{lender.Project}.departures", sql = "SELECT 1", sink = "late" };
        (await borrower.PostAsync("queries", new { name = "late", definition })).Status.ShouldBe(201);

        var uses = await lender.ItemsAsync($"shares/{id}/uses");
        Text(uses.ShouldHaveSingleItem(), "query").ShouldBe("late");
        var refused = await lender.SendAsync(HttpMethod.Delete, $"shares/{id}", null, "*");
        (refused.Status, refused.Slug).ShouldBe((409, "conflict"));
        refused.Text.ShouldContain("late");
        (await lender.SendAsync(HttpMethod.Delete, "topics/departures", null, "*")).Status.ShouldBe(409, "deleting it takes it away as well");
        (await borrower.SendAsync(HttpMethod.Delete, $"borrowings/{id}", null, "*")).Status.ShouldBe(409);
        (await lender.SendAsync(HttpMethod.Delete, $"shares/{id}?force=true", null, "*")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task An_offer_without_what_it_needs_is_refused_by_the_field()
    {
        var (lender, borrower) = await PairAsync("fields");
        foreach (var (body, status) in new (object, int)[]
        {
            (new { kind = "GROUP", name = "weather", to = borrower.Project }, 400),
            (new { kind = "DATASET", name = "wether", to = borrower.Project }, 404),
            (new { kind = "DATASET", name = "weather", to = "nobody_here" }, 404),
            (new { kind = "DATASET", name = "weather", to = lender.Project }, 400),
            (new { kind = "DATASET", name = "weather", to = borrower.Project, rights = "READ, WRITE" }, 400),
            (new { kind = "DATASET", name = "weather", to = borrower.Project, expires = "2020-01-01T00:00:00Z" }, 400),
            (new { kind = "DATASET", name = "weather", to = borrower.Project, note = "a\u001b[2Jb" }, 400),
        })
        {
            var answer = await lender.PostAsync("shares", body);
            answer.Status.ShouldBe(status, answer.Text);
        }

        (await borrower.ItemsAsync("share-offers")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Lists_go_on_where_the_page_before_ended()
    {
        var (lender, borrower) = await PairAsync("pages");
        await lender.PostAsync("shares", new { kind = "TOPIC", name = "departures", to = borrower.Project });
        await lender.PostAsync("shares", new { kind = "DATASET", name = "weather", to = borrower.Project });

        var first = (await lender.GetAsync("shares?limit=1")).Body;
        var second = (await lender.GetAsync($"shares?limit=1&cursor={Text(first, "nextCursor")}")).Body;

        new[] { first, second }.Select(page => Text(page.GetProperty("items")[0], "name")).ShouldBe(["departures", "weather"], ignoreOrder: true);
        second.GetProperty("nextCursor").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_public_dataset_is_found_and_taken_by_anybody_and_lost_when_it_is_public_no_more()
    {
        var (lender, borrower) = await PairAsync("public");
        var name = lender.Project + "::weather";
        (await borrower.PostAsync("borrowings", new { dataset = name })).Status.ShouldBe(404);
        (await lender.SendAsync(HttpMethod.Put, "datasets/weather/publication", new { note = "for all" })).Status.ShouldBe(200);

        (await borrower.Client.SendAsync(HttpMethod.Get, "public-datasets")).Body.GetProperty("items").EnumerateArray()
            .ShouldContain(dataset => Text(dataset, "name") == name && Text(dataset, "note") == "for all");
        (await borrower.GetAsync(Files(lender, "", ""))).Status.ShouldBe(404, "it was not taken yet");
        (await borrower.PostAsync("borrowings", new { dataset = name })).Status.ShouldBe(201);
        (await borrower.GetAsync(Files(lender, "", ""))).Status.ShouldBe(200);
        (await borrower.GetAsync(Files(lender, "/content", "/day.csv"))).Slug.ShouldBe("export-denied");
        (await borrower.PostAsync("borrowings", new { dataset = name })).Status.ShouldBe(409);

        var refused = await lender.SendAsync(HttpMethod.Delete, "datasets/weather/publication");
        refused.Status.ShouldBe(409);
        refused.Text.ShouldContain(borrower.Project);
        (await lender.SendAsync(HttpMethod.Delete, "datasets/weather/publication?force=true")).Status.ShouldBe(204);

        (await borrower.GetAsync(Files(lender, "", ""))).Status.ShouldBe(404);
        (await borrower.ItemsAsync("datasets")).ShouldBeEmpty();
        (await borrower.ItemsAsync("audit")).Select(entry => Text(entry, "action")).ShouldContain("share.revoke");
    }

    private static string Files(Side lender, string kind, string below) =>
        $"files{kind}?path={Uri.EscapeDataString($"{lender.Project}::weather{below}")}";

    private static string Text(JsonElement body, string name) => body.GetProperty(name).GetString()!;

    private static async Task<long> BytesAsync(Side side) =>
        (await side.GetAsync("usage")).Body.GetProperty("items").EnumerateArray().Single(use => Text(use, "name") == "file_bytes").GetProperty("used").GetInt64();

    private static async Task<string> LendAsync(Side lender, Side borrower, string kind, string name, string rights)
    {
        var made = await lender.PostAsync("shares", new { kind, name, to = borrower.Project, rights });
        made.Status.ShouldBe(201, made.Text);
        var id = Text(made.Body, "id");
        (await borrower.PostAsync($"share-offers/{id}/accept", new { })).Status.ShouldBe(200);
        return id;
    }

    /// <summary>A project that has a dataset with a file and a topic, and one that has nothing.</summary>
    private async Task<(Side Lender, Side Borrower)> PairAsync(string name)
    {
        var lender = new Side(await server.UserAsync(name + "_l"), name + "_l", name + "_lend");
        var borrower = new Side(await server.UserAsync(name + "_b"), name + "_b", name + "_borrow");
        foreach (var side in new[] { lender, borrower })
            (await side.Client.SendAsync(HttpMethod.Post, "projects", new { name = side.Project })).Status.ShouldBe(201);
        (await lender.PostAsync("datasets", new { name = "weather" })).Status.ShouldBe(201);
        (await lender.PostAsync("topics", new { name = "departures", partitions = 1 })).Status.ShouldBe(201);
        (await lender.SendAsync(HttpMethod.Put, "files/content?path=weather/day.csv", new StringContent("a,b"))).Status.ShouldBe(201);
        return (lender, borrower);
    }

    private sealed record Side(ApiClient Client, string User, string Project)
    {
        public Task<ApiAnswer> GetAsync(string route) => SendAsync(HttpMethod.Get, route);

        public Task<ApiAnswer> PostAsync(string route, object body) => SendAsync(HttpMethod.Post, route, body);

        public Task<ApiAnswer> SendAsync(HttpMethod method, string route, object? body = null, string? ifMatch = null) =>
            Client.SendAsync(method, $"projects/{Project}/{route}", body, ifMatch);

        public async Task<List<JsonElement>> ItemsAsync(string route) => [.. (await GetAsync(route)).Body.GetProperty("items").EnumerateArray()];
    }
}
