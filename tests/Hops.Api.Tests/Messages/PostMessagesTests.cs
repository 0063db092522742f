namespace Hops.Api.Tests.Messages;

public sealed class PostMessagesTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Route = "topics/t/messages";

    [Fact]
    public async Task What_is_typed_is_written_and_read_back_with_all_its_digits_and_records_of_a_key_go_together()
    {
        using var lab = await TopicLab.OpenAsync(server, "typed", partitions: 3);
        using var body = new StringContent(
            """
            {"records":[
              {"key":"k","value":{"id":9007199254740993,"name":"first"},"headers":[{"name":"from","value":"page"}]},
              {"key":"k","value":{"id":9223372036854775807}},
              {"partition":2,"value":{"id":-9223372036854775808}}]}
            """,
            System.Text.Encoding.UTF8,
            "application/json");

        var written = await lab.Scientist.SendAsync(HttpMethod.Post, $"projects/typed/{Route}", body);

        written.Status.ShouldBe(200, written.Text);
        var places = written.Body.GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("partition").GetInt32(), item.GetProperty("offset").GetString())).ToList();
        places[1].ShouldBe((places[0].Item1, "1"));
        places[2].Item1.ShouldBe(2);
        var read = (await lab.ReadAsync(lab.Owner, "start=oldest")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("value").GetProperty("text").GetString());
        read.ShouldBe(
            ["""{"id":9007199254740993,"name":"first"}""", """{"id":9223372036854775807,"name":null}""", """{"id":-9223372036854775808,"name":null}"""],
            ignoreOrder: true);
        (await lab.TrailAsync()).ShouldContain(entry => entry.GetProperty("action").GetString() == "topic.produce" && entry.GetProperty("actor").GetString() == "typed__typed_sci");
    }

    [Theory]
    [InlineData("JSON", """{"type":"object","properties":{"id":{"type":"integer"}},"additionalProperties":false}""", """{"id":9007199254740993}""", """{"id":"x"}""", "/id")]
    [InlineData("PROTOBUF", "syntax = \"proto3\"; message M { int64 id = 1; }", """{"id":"9007199254740993"}""", """{"id":"x"}""", "/id")]
    public async Task What_is_typed_for_a_topic_by_another_type_is_checked_by_it_and_read_back(string type, string schema, string value, string misfit, string pointer)
    {
        var project = "typed_" + type.ToLowerInvariant();
        using var lab = await TopicLab.OpenAsync(server, project);
        (await lab.Owner.SendAsync(HttpMethod.Post, $"projects/{project}/topics", new { name = "u" })).Status.ShouldBe(201);
        (await lab.Owner.SendAsync(HttpMethod.Post, $"projects/{project}/schemas/u-value/versions", new { schema, type })).Status.ShouldBe(201);

        var written = await lab.Scientist.SendAsync(HttpMethod.Post, $"projects/{project}/topics/u/messages", Body(value));
        var refused = await lab.Scientist.SendAsync(HttpMethod.Post, $"projects/{project}/topics/u/messages", Body(misfit));

        written.Status.ShouldBe(200, written.Text);
        refused.Status.ShouldBe(400, refused.Text);
        refused.Text.ShouldContain(pointer);
        var read = await lab.Owner.SendAsync(HttpMethod.Get, $"projects/{project}/topics/u/messages?start=oldest");
        read.Body.GetProperty("items").EnumerateArray().Single().GetProperty("value").GetProperty("text").GetString().ShouldBe(value);
        (await lab.Owner.SendAsync(HttpMethod.Get, $"projects/{project}/schemas/u-value/versions/1")).Body.GetProperty("type").GetString().ShouldBe(type);

        static StringContent Body(string json) => new($$"""{"records":[{"value":{{json}}}]}""", System.Text.Encoding.UTF8, "application/json");
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_with_its_place_and_nothing_is_written()
    {
        using var lab = await TopicLab.OpenAsync(server, "faulty");
        var records = new object[]
        {
            new { value = new { id = 1 } },
            new { value = new { id = "one" } },
            new { value = new { id = 2, surname = "x" } },
            new { value = new { id = 3 }, partition = 1 },
        };

        var refused = await lab.Owner.SendAsync(HttpMethod.Post, $"projects/faulty/{Route}", new { records });

        (refused.Status, refused.Slug).ShouldBe((400, "invalid-argument"), refused.Text);
        var faults = refused.Body.GetProperty("faults").EnumerateArray().Select(fault => (fault.GetProperty("record").GetInt32(), fault.GetProperty("pointer").GetString())).ToList();
        faults.Select(fault => fault.Item1).ShouldBe([1, 2, 3]);
        faults[0].Item2.ShouldBe("/value/id");
        faults[2].Item2.ShouldBe("/partition");
        lab.Log(0).HighWatermark.ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_schema_json_and_text_are_written_as_they_are()
    {
        using var lab = await TopicLab.OpenAsync(server, "typed_plain");
        (await lab.Owner.SendAsync(HttpMethod.Delete, "projects/typed_plain/schemas/t-value")).Status.ShouldBe(204);
        using var json = new StringContent("{\"form\":\"JSON\",\"records\":[{\"value\":{\"id\": 9223372036854775807}},{\"value\":null}]}", System.Text.Encoding.UTF8, "application/json");

        (await lab.Owner.SendAsync(HttpMethod.Post, $"projects/typed_plain/{Route}", json)).Status.ShouldBe(200);
        (await lab.Owner.SendAsync(HttpMethod.Post, $"projects/typed_plain/{Route}", new { form = "TEXT", records = new[] { new { value = "a \"b\"" }, new { value = (string)null! } } })).Status.ShouldBe(200);
        var noText = await lab.Owner.SendAsync(HttpMethod.Post, $"projects/typed_plain/{Route}", new { form = "TEXT", records = new[] { new { value = 1 } } });
        var noSchema = await lab.Owner.SendAsync(HttpMethod.Post, $"projects/typed_plain/{Route}", new { records = new[] { new { value = 1 } } });

        noText.Status.ShouldBe(400, noText.Text);
        noText.Body.GetProperty("faults")[0].GetProperty("pointer").GetString().ShouldBe("/value");
        noSchema.Status.ShouldBe(404, noSchema.Text);
        (await lab.ReadAsync(lab.Owner, "start=oldest")).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("value")).Select(value => (value.GetProperty("form").GetString(), value.GetProperty("text").GetString()))
            .ShouldBe([("TEXT", "{\"id\": 9223372036854775807}"), ("TEXT", "null"), ("TEXT", "a \"b\""), ("NULL", null)]);
    }

    [Fact]
    public async Task How_records_lie_in_partitions_is_seen_with_sizes_and_the_time_of_the_last()
    {
        using var lab = await TopicLab.OpenAsync(server, "skew", partitions: 2);
        await lab.AppendAsync(1, ("k", lab.Value("""{"id":1}""")), ("k", lab.Value("""{"id":2}""")));

        var partitions = (await lab.Scientist.SendAsync(HttpMethod.Get, "projects/skew/topics/t/partitions")).Body.GetProperty("items").EnumerateArray().ToList();

        partitions.Select(item => (item.GetProperty("endOffset").GetString(), item.GetProperty("records").GetString())).ShouldBe([("0", "0"), ("2", "2")]);
        partitions[1].GetProperty("sizeBytes").GetInt64().ShouldBe(lab.Log(1).SizeBytes);
        partitions[1].GetProperty("lastTime").GetString().ShouldBe("2023-11-14T22:13:20.000Z");
        partitions[0].GetProperty("lastTime").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }
}
