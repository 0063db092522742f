namespace Hops.Api.Tests.Tours;

public sealed class TourRoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task A_tour_is_found_again_by_another_session()
    {
        using var one = await server.UserAsync("tr_user");
        (await one.SendAsync(HttpMethod.Post, "projects", new { name = "tr_p" })).Status.ShouldBe(201);

        var kept = await one.SendAsync(HttpMethod.Put, "me/tours/kafka", new { step = "schema", project = "tr_p" });
        using var nobody = server.As(null);
        var session = await nobody.SendAsync(HttpMethod.Post, "sessions", new { user = "tr_user", password = ApiServer.PasswordOf("tr_user") });
        using var other = server.As(session.Body.GetProperty("token").GetString());

        kept.Status.ShouldBe(200);
        var found = (await other.SendAsync(HttpMethod.Get, "me/tours")).Body.GetProperty("items");
        found[0].GetRawText().ShouldBe(kept.Body.GetRawText());
        (found[0].GetProperty("passed").GetInt32(), found[0].GetProperty("next").GetString(), found[1].GetProperty("passed").GetInt32()).ShouldBe((2, "topic", 0));
        (await other.SendAsync(HttpMethod.Delete, "me/tours/kafka")).Status.ShouldBe(204);
        (await one.SendAsync(HttpMethod.Get, "me/tours/kafka")).Body.GetProperty("passed").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_demo_project_says_when_it_ends_and_kept_it_is_an_ordinary_one()
    {
        using var owner = await server.UserAsync("tr_demo");

        var made = await owner.SendAsync(HttpMethod.Post, "projects", new { name = "tr_demo_p", tour = "kafka" });
        var usage = await owner.SendAsync(HttpMethod.Get, "projects/tr_demo_p/usage");
        var kept = await owner.SendAsync(HttpMethod.Post, "projects/tr_demo_p/keep");

        (made.Status, made.Body.GetProperty("tour").GetString(), made.Body.GetProperty("quotaBytes").GetInt64()).ShouldBe((201, "kafka", 1_000_000_000));
        made.Body.GetProperty("ends").GetDateTimeOffset().ShouldBe(made.Body.GetProperty("created").GetDateTimeOffset() + TimeSpan.FromDays(7), TimeSpan.FromMilliseconds(1));
        usage.Body.GetProperty("items").EnumerateArray().Single(use => use.GetProperty("name").GetString() == "compute").GetProperty("limit").GetInt64().ShouldBe(3_600_000);
        (kept.Status, kept.Body.GetProperty("tour").GetString(), kept.Body.GetProperty("ends").ValueKind).ShouldBe((200, null, System.Text.Json.JsonValueKind.Null));
        (await owner.SendAsync(HttpMethod.Post, "projects/tr_demo_p/keep")).Status.ShouldBe(409);
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "tr_demo_q", tour = "none" })).Status.ShouldBe(404);
    }

    [Fact]
    public async Task What_there_is_not_is_refused_and_a_project_of_others_is_one_that_there_is_not()
    {
        using var user = await server.UserAsync("tr_odd");
        using var other = await server.UserAsync("tr_other");
        (await other.SendAsync(HttpMethod.Post, "projects", new { name = "tr_secret" })).Status.ShouldBe(201);

        (await user.SendAsync(HttpMethod.Get, "me/tours/none")).Status.ShouldBe(404);
        (await user.SendAsync(HttpMethod.Delete, "me/tours/none")).Status.ShouldBe(404);
        (await user.SendAsync(HttpMethod.Put, "me/tours/kafka", new { step = "none", project = "tr_secret" })).Status.ShouldBe(400);
        (await user.SendAsync(HttpMethod.Put, "me/tours/kafka", new { step = "project", project = "tr_secret" })).Status.ShouldBe(404);
        (await user.SendAsync(HttpMethod.Put, "me/tours/kafka", new { step = "project" })).Status.ShouldBe(400);
    }
}
