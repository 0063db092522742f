namespace Hops.Api.Tests.Data;

public sealed class TopicRoutesTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Schema = """{"type":"record","name":"Departure","fields":[{"name":"origin","type":"string"}]}""";

    [Fact]
    public async Task A_topic_is_made_with_its_schema_and_two_projects_may_use_one_name()
    {
        using var owner = await server.UserAsync("top_owner");
        foreach (var project in new[] { "top", "top_two" })
        {
            (await owner.SendAsync(HttpMethod.Post, "projects", new { name = project })).Status.ShouldBe(201);
            var made = await owner.SendAsync(
                HttpMethod.Post, $"projects/{project}/topics", new { name = "departures", partitions = 2, valueSchema = Schema });
            made.Status.ShouldBe(201, made.Text);
            made.Body.GetProperty("partitions").GetInt32().ShouldBe(2);
        }

        var subject = await owner.SendAsync(HttpMethod.Get, "projects/top/schemas/departures-value/versions/latest");
        subject.Status.ShouldBe(200, subject.Text);
        (await owner.SendAsync(HttpMethod.Delete, "projects/top/topics/departures")).Status.ShouldBe(204);
        (await owner.SendAsync(HttpMethod.Get, "projects/top/topics/departures")).Status.ShouldBe(404);
        (await owner.SendAsync(HttpMethod.Get, "projects/top_two/topics/departures")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_wrong_schema_makes_neither_subject_nor_topic()
    {
        using var owner = await server.UserAsync("bad_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "bad" })).Status.ShouldBe(201);
        var made = await owner.SendAsync(HttpMethod.Post, "projects/bad/topics", new { name = "t", valueSchema = "{\"type\":\"nothing\"}" });
        made.Slug.ShouldBe("invalid-schema");
        (await owner.SendAsync(HttpMethod.Get, "projects/bad/topics")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
        (await owner.SendAsync(HttpMethod.Get, "projects/bad/schemas")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }
}
