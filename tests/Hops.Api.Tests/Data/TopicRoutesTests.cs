using Hops.Kafka;
using Hops.Kafka.Records;

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
    public async Task A_topic_is_made_with_a_schema_of_another_type_that_refers_to_one_of_the_project()
    {
        using var owner = await server.UserAsync("typed_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "typed" })).Status.ShouldBe(201);
        var carrier = new { schema = """{"type":"string","maxLength":2}""", type = "JSON" };
        (await owner.SendAsync(HttpMethod.Post, "projects/typed/schemas/carrier/versions", carrier)).Status.ShouldBe(201);
        object Wish(string name) => new
        {
            name,
            valueSchema = """{"type":"object","properties":{"carrier":{"$ref":"carrier.json"}}}""",
            valueSchemaType = "JSON",
            valueSchemaReferences = new[] { new { name = "carrier.json", subject = name == "lost" ? "nobody" : "carrier", version = -1 } },
        };

        var made = await owner.SendAsync(HttpMethod.Post, "projects/typed/topics", Wish("departures"));
        made.Status.ShouldBe(201, made.Text);
        var latest = await owner.SendAsync(HttpMethod.Get, "projects/typed/schemas/departures-value/versions/latest");
        latest.Body.GetProperty("type").GetString().ShouldBe("JSON");
        latest.Body.GetProperty("references")[0].GetProperty("version").GetInt32().ShouldBe(1);

        (await owner.SendAsync(HttpMethod.Post, "projects/typed/topics", Wish("lost"))).Status.ShouldBe(422);
        (await owner.SendAsync(HttpMethod.Get, "projects/typed/topics/lost")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_topic_that_meets_the_schemas_of_an_earlier_one_of_its_name_says_how_they_go()
    {
        const string Other = """{"type":"record","name":"Departure","fields":[{"name":"gate","type":"int"}]}""";
        using var owner = await server.UserAsync("again_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "again" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/again/topics", new { name = "t", valueSchema = Schema })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Delete, "projects/again/topics/t")).Status.ShouldBe(204);

        var refused = await owner.SendAsync(HttpMethod.Post, "projects/again/topics", new { name = "t", valueSchema = Other });

        (refused.Status, refused.Slug).ShouldBe((409, "incompatible-schema"), refused.Text);
        refused.Body.GetProperty("detail").GetString()!.ShouldContain("'hops schema delete t-value'");
        refused.Body.GetProperty("version").GetInt32().ShouldBe(1);
        (await owner.SendAsync(HttpMethod.Delete, "projects/again/schemas/t-value")).Status.ShouldBe(204);
        (await owner.SendAsync(HttpMethod.Post, "projects/again/topics", new { name = "t", valueSchema = Other })).Status.ShouldBe(201);
    }

    [Fact]
    public async Task A_schema_that_does_not_fit_is_refused_with_each_reason_once_and_not_all_of_many()
    {
        using var owner = await server.UserAsync("fit_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "fit" })).Status.ShouldBe(201);
        (await RegisterAsync(owner, FieldsOf(1))).Status.ShouldBe(201);

        var two = await RegisterAsync(owner, FieldsOf(3));
        var many = await RegisterAsync(owner, FieldsOf(9));

        (two.Status, two.Slug).ShouldBe((409, "incompatible-schema"), two.Text);
        two.Body.GetProperty("detail").GetString().ShouldBe(
            "The schema does not fit version 1 of 'fit-value': "
            + "The field 'f1' at path '/fields/1' in the new schema has no default value and is missing in the old schema; "
            + "The field 'f2' at path '/fields/2' in the new schema has no default value and is missing in the old schema.");
        two.Text.Split("/fields/1").Length.ShouldBe(2, "it is said once");
        many.Body.GetProperty("detail").GetString()!.ShouldContain("; and 3 more.");

        static string FieldsOf(int count) =>
            $$"""{"type":"record","name":"R","fields":[{{string.Join(',', Enumerable.Range(0, count).Select(index => $$"""{"name":"f{{index}}","type":"int"}"""))}}]}""";

        static Task<ApiAnswer> RegisterAsync(ApiClient owner, string schema) =>
            owner.SendAsync(HttpMethod.Post, "projects/fit/schemas/fit-value/versions", new { schema });
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

    [Fact]
    public async Task A_damaged_topic_is_repaired_by_its_owner_who_sees_first_what_goes()
    {
        using var owner = await server.UserAsync("rep_owner");
        (await owner.SendAsync(HttpMethod.Post, "projects", new { name = "rep" })).Status.ShouldBe(201);
        (await owner.SendAsync(HttpMethod.Post, "projects/rep/topics", new { name = "t", partitions = 2 })).Status.ShouldBe(201);
        var sound = await owner.SendAsync(HttpMethod.Post, "projects/rep/topics/t/repair", new { });
        (sound.Status, sound.Body.GetProperty("sound").GetBoolean()).ShouldBe((200, true));
        var project = server.Platform.Roster.Now.FindProject("rep")!.Row.Id;
        for (var i = 0; i < 3; i++)
            await ProduceAsync(project, i);
        var log = Directory.EnumerateFiles(Path.Combine(server.TopicsDirectory, $"{server.Platform.Topics.Snapshot.Find(project, "t")!.Id:N}", "1"), "*.log").Single();
        var bytes = await File.ReadAllBytesAsync(log);
        bytes[(bytes.Length / 3) + 70] ^= 1;
        await File.WriteAllBytesAsync(log, bytes);

        var planned = await owner.SendAsync(HttpMethod.Post, "projects/rep/topics/t/repair", new { apply = false });

        planned.Body.GetProperty("applied").GetBoolean().ShouldBeFalse();
        var dropped = planned.Body.GetProperty("partitions")[1].GetProperty("dropped");
        (dropped.GetArrayLength(), dropped[0].GetProperty("from").GetInt64(), dropped[0].GetProperty("to").GetInt64()).ShouldBe((1, 1L, 1L));
        (await File.ReadAllBytesAsync(log)).ShouldBe(bytes);
        var applied = await owner.SendAsync(HttpMethod.Post, "projects/rep/topics/t/repair", new { apply = true });
        applied.Body.GetProperty("applied").GetBoolean().ShouldBeTrue();
        (await owner.SendAsync(HttpMethod.Post, "projects/rep/topics/t/repair", new { })).Body.GetProperty("sound").GetBoolean().ShouldBeTrue();
        (await ProduceAsync(project, 3)).ShouldBe(3, "no offset is given twice");
        var audit = await owner.SendAsync(HttpMethod.Get, "projects/rep/audit");
        audit.Text.ShouldContain("topic.repair");
    }

    private async Task<long> ProduceAsync(long project, int number)
    {
        using var writer = new RecordBatchWriter(CompressionCodec.None);
        writer.Add(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), default, new byte[100 + number]);
        var result = await server.Logs.Find(project, "t", 1)!.AppendAsync(writer.Build(-1, -1, -1).ToArray());
        result.Error.ShouldBe(KafkaError.None, result.Message);
        return result.BaseOffset;
    }
}
