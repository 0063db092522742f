using System.Text;
using System.Text.Json;
using Hops.Kafka;
using Hops.Kafka.Records;

namespace Hops.Api.Tests.Messages;

public sealed class MessageExportTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Route = "messages/export";

    [Fact]
    public async Task A_file_has_every_digit_every_byte_and_says_what_each_part_is()
    {
        using var lab = await TopicLab.OpenAsync(server, "exp_form");
        await lab.AppendAsync(
            0, ("k1", lab.Value("{\"id\":9007199254740993,\"name\":\"a,\\\"b\\\"\"}")), (null, lab.Value("{\"id\":9223372036854775807}")), ("", [0xff, 0xfe]), ("k4", null));

        var lines = (await TextAsync(lab, "")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rows = (await TextAsync(lab, "?format=CSV")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        lines[0].ShouldBe(
            $$"""{"partition":0,"offset":"0","time":"2023-11-14T22:13:20.000Z","keyForm":"TEXT","key":"k1","valueForm":"JSON","value":{"id":9007199254740993,"name":"a,\"b\""},"schemaId":{{lab.SchemaId}},"headers":[{"name":"h","valueForm":"TEXT","value":"v"}]}""");
        lines[1].ShouldContain("\"key\":null,\"valueForm\":\"JSON\",\"value\":{\"id\":9223372036854775807,\"name\":null}");
        lines[2].ShouldContain("\"key\":\"\",\"valueForm\":\"BASE64\",\"value\":\"//4=\"");
        lines[3].ShouldContain("\"valueForm\":\"NULL\",\"value\":null");
        lines.Length.ShouldBe(4);
        rows.ShouldBe(
        [
            "partition,offset,time,keyForm,key,valueForm,value,schemaId,headers",
            $"0,0,2023-11-14T22:13:20.000Z,TEXT,k1,JSON,\"{{\"\"id\"\":9007199254740993,\"\"name\"\":\"\"a,\\\"\"b\\\"\"\"\"}}\",{lab.SchemaId},\"[{{\"\"name\"\":\"\"h\"\",\"\"valueForm\"\":\"\"TEXT\"\",\"\"value\"\":\"\"v\"\"}}]\"",
            $"0,1,2023-11-14T22:13:20.000Z,NULL,,JSON,\"{{\"\"id\"\":9223372036854775807,\"\"name\"\":null}}\",{lab.SchemaId},\"[{{\"\"name\"\":\"\"h\"\",\"\"valueForm\"\":\"\"TEXT\"\",\"\"value\"\":\"\"v\"\"}}]\"",
            "0,2,2023-11-14T22:13:20.000Z,TEXT,\"\",BASE64,//4=,,\"[{\"\"name\"\":\"\"h\"\",\"\"valueForm\"\":\"\"TEXT\"\",\"\"value\"\":\"\"v\"\"}]\"",
            "0,3,2023-11-14T22:13:20.000Z,TEXT,k4,NULL,,,\"[{\"\"name\"\":\"\"h\"\",\"\"valueForm\"\":\"\"TEXT\"\",\"\"value\"\":\"\"v\"\"}]\"",
        ]);
        (await lab.TrailAsync()).ShouldContain(entry => entry.GetProperty("action").GetString() == "topic.export" && entry.GetProperty("target").GetString() == "t");
    }

    [Fact]
    public async Task A_file_has_what_is_chosen_and_no_more_than_is_asked_for()
    {
        using var lab = await TopicLab.OpenAsync(server, "exp_some", partitions: 2);
        foreach (var partition in new[] { 0, 1 })
            await lab.AppendAsync(partition, [.. Enumerable.Range(0, 1500).Select(index => ((string?)$"k{index}", (byte[]?)lab.Value($$"""{"id":{{index}},"name":"n{{index % 10}}"}""")))]);

        (await CountAsync(lab, "")).ShouldBe(3000);
        (await CountAsync(lab, "?limit=1001")).ShouldBe(1001);
        (await CountAsync(lab, "?partition=1&start=offset:1490")).ShouldBe(10);
        (await CountAsync(lab, "?filter=N7")).ShouldBe(300);
        (await TextAsync(lab, "?partition=0&start=newest&limit=1")).ShouldContain("\"offset\":\"1499\"");
        foreach (var wrong in new[] { "limit=0", "limit=1000001", "format=XML", "start=never", $"filter={new string('x', 257)}" })
            (await lab.Owner.SendAsync(HttpMethod.Get, $"projects/exp_some/topics/t/{Route}?{wrong}")).Status.ShouldBe(400, wrong);
    }

    [Fact]
    public async Task A_topic_with_more_than_a_file_holds_is_refused_before_a_byte_is_sent()
    {
        using var lab = await TopicLab.OpenAsync(server, "exp_many");
        using var writer = new RecordBatchWriter(CompressionCodec.None);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        for (var round = 0; round < 101; round++)
        {
            writer.Clear();
            for (var index = 0; index < 10_000; index++)
                writer.Add(now, default, default);
            (await lab.Log(0).AppendAsync(writer.Build())).Error.ShouldBe(KafkaError.None);
        }

        var refused = await lab.Owner.SendAsync(HttpMethod.Get, $"projects/exp_many/topics/t/{Route}");

        (refused.Status, refused.Slug).ShouldBe((403, "limit-exceeded"), refused.Text);
        refused.Body.GetProperty("used").GetInt64().ShouldBe(1_010_000);
        (await CountAsync(lab, "?limit=5")).ShouldBe(5);
        (await CountAsync(lab, "?partition=0&start=offset:1009990")).ShouldBe(10);
    }

    [Fact]
    public async Task A_scientist_takes_no_file_out_and_the_trail_tells_that_it_was_refused()
    {
        using var lab = await TopicLab.OpenAsync(server, "exp_sci");
        await lab.AppendAsync(0, ("k", lab.Value("{\"id\":1}")));

        (await lab.Scientist.SendAsync(HttpMethod.Get, $"projects/exp_sci/topics/t/{Route}")).Slug.ShouldBe("export-denied");

        (await lab.TrailAsync()).ShouldContain(entry =>
            entry.GetProperty("action").GetString() == "topic.export" && entry.GetProperty("outcome").GetString() == "export-denied");
    }

    private static async Task<int> CountAsync(TopicLab lab, string query) =>
        (await TextAsync(lab, query)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => JsonDocument.Parse(line).RootElement.GetProperty("offset").GetString() is not null);

    private static async Task<string> TextAsync(TopicLab lab, string query)
    {
        var answer = await lab.Owner.SendAsync(HttpMethod.Get, $"projects/{lab.Project}/topics/t/{Route}{query}");
        answer.Status.ShouldBe(200, answer.Text);
        return answer.Text;
    }
}
