using System.Text;

namespace Hops.Api.Tests.Http;

public sealed class ConventionTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_caller_without_a_credential_is_told_to_sign_in_and_nothing_else()
    {
        using var nobody = server.As(null);
        var answer = await nobody.SendAsync(HttpMethod.Get, "projects");
        answer.Status.ShouldBe(401);
        answer.Slug.ShouldBe("unauthenticated");
        answer.Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        answer.Body.GetProperty("traceId").GetString().ShouldNotBeNullOrEmpty();
        (await nobody.SendAsync(HttpMethod.Get, "no/such/route")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_project_is_made_listed_changed_and_deleted()
    {
        using var ann = await server.UserAsync("ann");
        var made = await ann.SendAsync(HttpMethod.Post, "projects", new { name = "ann_lab", description = "flights" });
        made.Status.ShouldBe(201, made.Text);
        made.Body.GetProperty("role").GetString().ShouldBe("DATA_OWNER");
        made.Body.GetProperty("id").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.String);
        (await ann.SendAsync(HttpMethod.Get, "projects")).Body.GetProperty("items").GetArrayLength().ShouldBe(1);

        (await ann.SendAsync(HttpMethod.Patch, "projects/ann_lab", new { description = "x" })).Slug.ShouldBe("precondition-required");
        var changed = await ann.SendAsync(HttpMethod.Patch, "projects/ann_lab", new { description = "x" }, made.ETag);
        changed.Status.ShouldBe(200, changed.Text);
        (await ann.SendAsync(HttpMethod.Delete, "projects/ann_lab", ifMatch: made.ETag)).Slug.ShouldBe("precondition-failed");
        (await ann.SendAsync(HttpMethod.Delete, "projects/ann_lab", ifMatch: changed.ETag)).Status.ShouldBe(204);
        (await ann.SendAsync(HttpMethod.Get, "projects/ann_lab")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Unknown_missing_and_malformed_fields_are_refused_as_invalid()
    {
        using var ben = await server.UserAsync("ben");
        foreach (var body in new[] { """{"name":"b","colour":1}""", "{}", """{"name":null}""", "{", "[]", """{"name":5}""", new string('[', 100) })
        {
            var answer = await ben.SendAsync(HttpMethod.Post, "projects", new StringContent(body, Encoding.UTF8, "application/json"));
            answer.Status.ShouldBe(400, body + answer.Text);
            answer.Slug.ShouldBe("invalid-argument");
        }
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_as_too_large()
    {
        using var cat = await server.UserAsync("cat");
        var large = new { name = "cat_lab", description = new string('x', 2 << 20) };
        (await cat.SendAsync(HttpMethod.Post, "projects", large)).Status.ShouldBe(413);
    }

    [Fact]
    public async Task Pages_follow_one_another_by_cursor()
    {
        using var dan = await server.UserAsync("dan");
        foreach (var number in Enumerable.Range(1, 5))
            (await dan.SendAsync(HttpMethod.Post, "projects", new { name = $"dan{number}" })).Status.ShouldBe(201);
        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await dan.SendAsync(HttpMethod.Get, $"projects?limit=2&cursor={cursor}");
            page.Status.ShouldBe(200, page.Text);
            names.AddRange(page.Body.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!));
            cursor = page.Body.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        names.ShouldBe(["dan1", "dan2", "dan3", "dan4", "dan5"]);
        (await dan.SendAsync(HttpMethod.Get, "projects?cursor=%21%21")).Status.ShouldBe(400);
        (await dan.SendAsync(HttpMethod.Get, "projects?limit=0")).Status.ShouldBe(400);
        (await dan.SendAsync(HttpMethod.Get, "projects?limit=x")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_repeated_creation_with_the_same_key_is_answered_alike_and_done_once()
    {
        using var eve = await server.UserAsync("eve");
        var first = await eve.SendAsync(HttpMethod.Post, "projects", new { name = "eve_lab" }, idempotencyKey: "k1");
        var again = await eve.SendAsync(HttpMethod.Post, "projects", new { name = "eve_lab" }, idempotencyKey: "k1");
        again.Status.ShouldBe(201, again.Text);
        again.Text.ShouldBe(first.Text);
        (await eve.SendAsync(HttpMethod.Post, "projects", new { name = "eve_two" }, idempotencyKey: "k1")).Status.ShouldBe(400);
        (await eve.SendAsync(HttpMethod.Post, "projects", new { name = "eve_lab" })).Slug.ShouldBe("already-exists");
    }
}
