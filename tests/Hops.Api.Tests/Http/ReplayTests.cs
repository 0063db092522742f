namespace Hops.Api.Tests.Http;

/// <summary>What an <c>Idempotency-Key</c> stands for: one request of one user, answered alike and done once.</summary>
public sealed class ReplayTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_replayed_answer_is_the_first_one_with_its_tag_and_place_and_says_that_it_is_replayed()
    {
        using var owner = await OwnerAsync("rpl");
        foreach (var (route, body) in new (string, object)[]
        {
            ("projects", new { name = "rpl_more" }),
            ("projects/rpl/datasets", new { name = "d" }),
            ("projects/rpl/topics", new { name = "t" }),
            ("projects/rpl/queries", new { name = "q", definition = new { sql = "select 1" } }),
        })
        {
            var first = await owner.SendAsync(HttpMethod.Post, route, body, idempotencyKey: route);
            first.Status.ShouldBe(201, first.Text);
            first.Response.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();

            var again = await owner.SendAsync(HttpMethod.Post, route, body, idempotencyKey: route);

            (again.Status, again.Text, again.ETag).ShouldBe((201, first.Text, first.ETag));
            again.Response.Headers.Location.ShouldBe(first.Response.Headers.Location);
            again.Response.Content.Headers.ContentType.ShouldBe(first.Response.Content.Headers.ContentType);
            again.Response.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        }

        (await owner.SendAsync(HttpMethod.Get, "projects")).Body.GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task A_key_is_of_one_request_only()
    {
        using var owner = await OwnerAsync("key");
        (await owner.SendAsync(HttpMethod.Post, "projects/key/datasets", new { name = "d" }, idempotencyKey: "k")).Status.ShouldBe(201);

        foreach (var (route, body) in new (string, object)[]
        {
            ("projects/key/datasets", new { name = "e" }),
            ("projects/key/datasets", new { name = "d", description = "x" }),
            ("projects/key/topics", new { name = "d" }),
        })
        {
            var other = await owner.SendAsync(HttpMethod.Post, route, body, idempotencyKey: "k");
            (other.Status, other.Slug).ShouldBe((400, "invalid-argument"), other.Text);
            other.Body.GetProperty("detail").GetString()!.ShouldContain("take a new one");
        }

        (await owner.SendAsync(HttpMethod.Get, "projects/key/topics")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_key_of_another_user_is_another_key()
    {
        using var one = await server.UserAsync("two_one");
        using var other = await server.UserAsync("two_other");
        (await one.SendAsync(HttpMethod.Post, "projects", new { name = "two_a" }, idempotencyKey: "same")).Status.ShouldBe(201);

        var made = await other.SendAsync(HttpMethod.Post, "projects", new { name = "two_b" }, idempotencyKey: "same");

        made.Status.ShouldBe(201, made.Text);
        made.Body.GetProperty("name").GetString().ShouldBe("two_b");
    }

    [Fact]
    public async Task What_was_refused_is_tried_again_under_the_same_key()
    {
        using var owner = await OwnerAsync("ref");
        (await owner.SendAsync(HttpMethod.Post, "projects/ref/datasets", new { name = "d" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/ref/datasets", new { name = "d" }, idempotencyKey: "k")).Slug.ShouldBe("already-exists");
        (await owner.SendAsync(HttpMethod.Delete, "projects/ref/datasets/d", ifMatch: "*")).Status.ShouldBe(204);

        (await owner.SendAsync(HttpMethod.Post, "projects/ref/datasets", new { name = "d" }, idempotencyKey: "k")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task The_same_key_at_once_makes_one_and_answers_no_other_success()
    {
        using var owner = await OwnerAsync("once");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            owner.SendAsync(HttpMethod.Post, "projects/once/datasets", new { name = "d" }, idempotencyKey: "k")));

        foreach (var answer in answers)
            (answer.Status == 201 || answer.Slug == "conflict").ShouldBeTrue(answer.Text);
        answers.Where(answer => answer.Status == 201).Select(answer => answer.Text).Distinct().Count().ShouldBe(1);
        answers.Count(answer => answer.Status == 201 && !answer.Response.Headers.Contains("Idempotency-Replayed")).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_refused_before_anything_is_made()
    {
        using var owner = await OwnerAsync("len");

        (await owner.SendAsync(HttpMethod.Post, "projects/len/datasets", new { name = "d" }, idempotencyKey: new string('k', 129))).Status.ShouldBe(400);
        (await owner.SendAsync(HttpMethod.Get, "projects/len/datasets/d")).Status.ShouldBe(404);
        (await owner.SendAsync(HttpMethod.Post, "projects/len/datasets", new { name = "d" }, idempotencyKey: new string('k', 128))).Status.ShouldBe(201);
    }

    private async Task<ApiClient> OwnerAsync(string project)
    {
        var owner = await server.UserAsync(project + "_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
        return owner;
    }
}
