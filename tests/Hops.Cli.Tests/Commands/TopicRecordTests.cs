using System.Text.Json;
using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>Records go in and out by the executable, and every refused export is in the trail.</summary>
[Collection(LiveServerGroup.Name)]
public sealed class TopicRecordTests(LiveServer server)
{
    private const string Schema =
        """
        {"type":"record","name":"Departure","fields":[
          {"name":"carrier","type":"string"},{"name":"delay","type":["null","long"]},
          {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"},"default":0}]}
        """;

    [Fact]
    public async Task What_is_written_as_json_or_csv_is_read_back_by_its_schema()
    {
        var owner = await TopicAsync("rec_both", partitions: 1);

        var made = await owner.TypeAsync("{\"carrier\":\"UA\",\"delay\":3}\n\n{\"carrier\":\"AA\",\"at\":\"2013-01-01T10:00:00Z\"}", "topic", "produce", "departures", "-o", "json");
        made.ExitCode.ShouldBe(ExitCode.Ok, made.Said);
        JsonElement.Parse(made.Output).GetProperty("acknowledged").GetInt64().ShouldBe(2);
        await owner.DoAsync("topic", "produce", "departures", owner.Write("a.csv", "at,carrier,delay\r\n2013-01-01,\"D,L\",NA\n5,B6,-7\n,\"\",\n"), "--csv", "--missing", "NA");

        (await owner.DoAsync("topic", "read", "departures")).ShouldBe(
            """
            {"carrier":"UA","delay":3,"at":"1970-01-01T00:00:00Z"}
            {"carrier":"AA","delay":null,"at":"2013-01-01T10:00:00Z"}
            {"carrier":"D,L","delay":null,"at":"2013-01-01T00:00:00Z"}
            {"carrier":"B6","delay":-7,"at":"1970-01-01T00:00:00.005Z"}
            {"carrier":"","delay":null,"at":"1970-01-01T00:00:00Z"}

            """);
        (await owner.DoAsync("topic", "read", "departures", "--max", "1")).ShouldBe("{\"carrier\":\"UA\",\"delay\":3,\"at\":\"1970-01-01T00:00:00Z\"}\n");
        (await owner.DoAsync("topic", "read", "departures", "--from", "latest", "--timeout", "100ms")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_topic_is_made_with_a_schema_of_the_type_that_its_file_is_named_for_or_that_is_given()
    {
        var owner = await server.OwnerAsync("rec_kinds");
        const string Object = """{"type":"object","properties":{"carrier":{"type":"string","maxLength":2}}}""";
        const string File = "syntax = \"proto3\"; import \"air/carrier.proto\"; message Flight { message Leg { air.Carrier carrier = 1; } repeated Leg legs = 1; }";
        await owner.DoAsync("schema", "register", "carrier", owner.Write("carrier.proto", "syntax = \"proto3\"; package air; message Carrier { string code = 1; }"));

        await owner.DoAsync("topic", "create", "named", "--partitions", "1", "--value-schema", owner.Write("named.json", Object));
        await owner.DoAsync("topic", "create", "given", "--partitions", "1", "--value-schema", owner.Write("given.txt", Object), "--value-schema-type", "json");
        await owner.DoAsync(
            "topic", "create", "legs", "--partitions", "1", "--value-schema", owner.Write("legs.proto", File), "--reference", "air/carrier.proto=carrier@1");

        foreach (var topic in new[] { "named", "given" })
            (await owner.JsonAsync("schema", "get", topic + "-value")).GetProperty("type").GetString().ShouldBe("JSON");
        var legs = await owner.JsonAsync("schema", "get", "legs-value");
        legs.GetProperty("type").GetString().ShouldBe("PROTOBUF");
        legs.GetProperty("references")[0].GetProperty("version").GetInt32().ShouldBe(1);
        await owner.TypeAsync("{\"legs\":[{\"carrier\":{\"code\":\"UA\"}},{\"carrier\":{\"code\":\"AA\"}}]}\n", "topic", "produce", "legs");
        (await owner.DoAsync("topic", "read", "legs")).ShouldBe("{\"legs\":[{\"carrier\":{\"code\":\"UA\"}},{\"carrier\":{\"code\":\"AA\"}}]}\n");
    }

    [Fact]
    public async Task A_topic_takes_only_values_by_its_schema_where_that_is_said()
    {
        var owner = await server.OwnerAsync("rec_checked");
        await owner.DoAsync("topic", "create", "t", "--partitions", "1", "--validate-schema", "--value-schema", owner.Write("t.avsc", Schema));

        await owner.TypeAsync("{\"carrier\":\"UA\",\"delay\":3}\n", "topic", "produce", "t");
        (await owner.TypeAsync("plain\n", "topic", "produce", "t", "--value", "text")).Errors.ShouldContain("confluent.value.schema.validation");
        await owner.DoAsync("topic", "alter", "t", "--validate-schema", "false", "--config", "retention.bytes=100000");
        (await owner.TypeAsync("plain\n", "topic", "produce", "t", "--value", "text")).ExitCode.ShouldBe(ExitCode.Ok);
        await owner.DoAsync("topic", "alter", "t", "--validate-schema", "--unset", "retention.bytes");

        (await owner.JsonAsync("topic", "get", "t")).GetProperty("config").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("confluent.value.schema.validation");
        await owner.RefusedAsync(ExitCode.Usage, "topic", "alter", "t");
        await owner.RefusedAsync(ExitCode.Usage, "topic", "alter", "t", "--retention", "1d", "--unset", "retention.ms");
    }

    [Fact]
    public async Task A_type_or_a_reference_without_a_schema_is_refused()
    {
        var owner = await server.OwnerAsync("rec_lone");

        await owner.RefusedAsync(ExitCode.Usage, "topic", "create", "t", "--value-schema-type", "json");
        await owner.RefusedAsync(ExitCode.Usage, "topic", "create", "t", "--reference", "a.proto=a");
        await owner.RefusedAsync(ExitCode.Usage, "topic", "create", "t", "--value-schema", owner.Write("t.proto", "x"), "--reference", "a.proto");
    }

    [Fact]
    public async Task Records_by_json_schema_and_protobuf_are_written_checked_and_read_back()
    {
        var owner = await server.OwnerAsync("rec_types");
        foreach (var topic in new[] { "checked", "packed" })
            await owner.DoAsync("topic", "create", topic, "--partitions", "1");
        await owner.DoAsync("schema", "register", "carrier", owner.Write("carrier.proto", "syntax = \"proto3\"; package air; message Carrier { string code = 1; }"), "--type", "protobuf");
        await owner.DoAsync("schema", "register", "checked-value", owner.Write("c.json", """{"type":"object","properties":{"carrier":{"type":"string","maxLength":2}},"required":["carrier"]}"""), "--type", "json");
        await owner.DoAsync(
            "schema", "register", "packed-value", owner.Write("p.proto", "syntax = \"proto3\"; import \"air/carrier.proto\"; message Flight { air.Carrier carrier = 1; int64 delay = 2; }"),
            "--type", "protobuf", "--reference", "air/carrier.proto=carrier@1");

        var version = await owner.JsonAsync("schema", "get", "packed-value");
        version.GetProperty("type").GetString().ShouldBe("PROTOBUF");
        version.GetProperty("references")[0].GetProperty("subject").GetString().ShouldBe("carrier");
        await owner.TypeAsync("{\"carrier\":\"UA\",\"n\":1.50}\n", "topic", "produce", "checked");
        (await owner.DoAsync("topic", "read", "checked")).ShouldBe("{\"carrier\":\"UA\",\"n\":1.50}\n");
        await owner.TypeAsync("{\"carrier\":{\"code\":\"UA\"},\"delay\":3}\n", "topic", "produce", "packed", "--key-field", "delay");
        (await owner.DoAsync("topic", "read", "packed")).ShouldBe("{\"carrier\":{\"code\":\"UA\"},\"delay\":\"3\"}\n");

        var misfit = await owner.RunAsync("topic", "produce", "checked", owner.Write("long.json", "{\"carrier\":\"UAL\"}"));
        misfit.ExitCode.ShouldBe(ExitCode.Usage, misfit.Said);
        misfit.Errors.ShouldContain("Line 1: The value does not fit its schema at /carrier: the text has 3 characters");
        (await owner.RunAsync("topic", "produce", "packed", owner.Write("a.csv", "delay\n1\n"))).Errors.ShouldContain("give JSON, one record a line");
        await owner.RefusedAsync(ExitCode.Usage, "schema", "register", "odd", owner.Write("odd", "{}"), "--type", "json", "--reference", "carrier");
        await owner.RefusedAsync(ExitCode.Usage, "schema", "register", "odd", owner.Write("xml", "{}"), "--type", "xml");
    }

    [Fact]
    public async Task A_reading_begins_at_an_offset_or_a_time_of_a_partition_and_prints_what_is_looked_for()
    {
        var owner = await TopicAsync("rec_from", partitions: 1);
        await owner.TypeAsync(string.Concat(Enumerable.Range(0, 5).Select(delay => $"{{\"carrier\":\"U{delay}\",\"delay\":{delay}}}\n")), "topic", "produce", "departures");

        (await DelaysAsync("--from", "offset:3", "--partition", "0")).ShouldBe([3, 4]);
        (await DelaysAsync("--from", "time:2013-01-01T00:00:00Z")).ShouldBe([0, 1, 2, 3, 4]);
        (await DelaysAsync("--from", "time:2213-01-01T00:00:00Z")).ShouldBeEmpty();
        (await DelaysAsync("--filter", "u2")).ShouldBe([2]);
        await owner.RefusedAsync(ExitCode.Usage, "topic", "read", "departures", "--from", "offset:3");
        await owner.RefusedAsync(ExitCode.Usage, "topic", "read", "departures", "--from", "somewhere");
        await owner.RefusedAsync(ExitCode.NotFound, "topic", "read", "departures", "--partition", "1");

        async Task<IEnumerable<int>> DelaysAsync(params string[] options) =>
            (await owner.DoAsync(["topic", "read", "departures", .. options])).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonElement.Parse(line).GetProperty("delay").GetInt32());
    }

    [Fact]
    public async Task A_price_is_the_same_number_in_csv_in_json_and_when_it_is_read()
    {
        var owner = await server.OwnerAsync("rec_price");
        const string Price =
            """{"type":"record","name":"P","fields":[{"name":"id","type":"int"},{"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}]}""";
        await owner.DoAsync("topic", "create", "prices", "--partitions", "1", "--value-schema", owner.Write("price.avsc", Price));

        await owner.TypeAsync("id,price\n1,1.5\n2,7\n", "topic", "produce", "prices", "--csv");
        await owner.TypeAsync("{\"id\":3,\"price\":1.5}\n{\"id\":4,\"price\":\"-0.01\"}\n", "topic", "produce", "prices");
        var refused = await owner.TypeAsync("id,price\n5,1.505\n", "topic", "produce", "prices", "--csv");

        refused.ExitCode.ShouldBe(ExitCode.Usage, refused.Said);
        refused.Errors.ShouldContain("Line 2: The value at /price does not fit: '1.505' has 3 digits after the point, and the type is decimal(9,2)");
        (await owner.DoAsync("topic", "read", "prices")).ShouldBe(
            """
            {"id":1,"price":"1.50"}
            {"id":2,"price":"7.00"}
            {"id":3,"price":"1.50"}
            {"id":4,"price":"-0.01"}

            """);
    }

    [Fact]
    public async Task A_key_keeps_its_records_in_one_partition_in_order()
    {
        var owner = await TopicAsync("rec_key", partitions: 3);
        var lines = Enumerable.Range(0, 3000).Select(number => $$"""{"carrier":"C{{number % 5}}","delay":{{number}}}""");

        await owner.DoAsync("topic", "produce", "departures", owner.Write("many.json", string.Join('\n', lines)), "--key-field", "carrier");

        var read = (await owner.DoAsync("topic", "read", "departures")).TrimEnd('\n').Split('\n').Select(line => JsonElement.Parse(line)).ToList();
        read.Count.ShouldBe(3000);
        foreach (var carrier in read.GroupBy(record => record.GetProperty("carrier").GetString()))
            carrier.Select(record => record.GetProperty("delay").GetInt64()).ShouldBeInOrder();
    }

    [Fact]
    public async Task A_line_that_does_not_fit_is_named_and_those_before_it_are_written()
    {
        var owner = await TopicAsync("rec_wrong", partitions: 1);
        (string Input, int Line, string Reason, int Acknowledged)[] cases =
        [
            ("{\"carrier\":\"UA\",\"delay\":null}\n{\"carrier\":\"UA\",\"delay\":\"late\"}\n", 2, "/delay", 1),
            ("{\"carrier\":\"UA\",\"delay\":null}\nnonsense\n", 2, "JSON", 1),
            ("{\"delay\":1}\n", 1, "/carrier", 0),
            ("carrier,delay\nUA,1\nAA,x\n", 3, "/delay", 1),
            ("carrier,delay\nUA,1,2\n", 2, "3 cells", 0),
            ("carrier,dealy\nUA,1\n", 1, "dealy", 0),
        ];
        foreach (var (input, line, reason, acknowledged) in cases)
        {
            string[] options = input.StartsWith("carrier", StringComparison.Ordinal) ? ["--csv"] : [];
            var refused = await owner.TypeAsync(input, ["topic", "produce", "departures", .. options]);
            refused.ExitCode.ShouldBe(ExitCode.Usage, refused.Said);
            refused.Errors.ShouldContain($"Line {line}: ");
            refused.Errors.ShouldContain(reason);
            refused.Errors.ShouldContain($"acknowledged: {acknowledged}");
        }

        (await owner.DoAsync("topic", "read", "departures")).Count(character => character == '\n').ShouldBe(cases.Sum(each => each.Acknowledged));
    }

    [Fact]
    public async Task A_topic_without_schema_and_a_field_that_is_no_key_are_refused()
    {
        var owner = await TopicAsync("rec_none", partitions: 1);
        await owner.DoAsync("topic", "create", "plain");

        await owner.RefusedAsync(ExitCode.NotFound, "topic", "produce", "plain", owner.Write("a", "{}"));
        (await owner.DoAsync("topic", "read", "plain")).ShouldBeEmpty();
        await owner.RefusedAsync(ExitCode.Usage, "topic", "produce", "departures", owner.Write("b", "{\"carrier\":{}}"), "--key-field", "carrier");
    }

    [Fact]
    public async Task Text_and_json_are_written_as_they_are_with_the_key_the_headers_and_the_partition_that_are_given()
    {
        var owner = await server.OwnerAsync("rec_plain");
        await owner.DoAsync("topic", "create", "plain", "--partitions", "3");

        await owner.TypeAsync("one\r\n\nlast", "topic", "produce", "plain", "--value", "text", "--key", "k=1", "--header", "a=b=c", "--header", "empty=", "--partition", "2");
        await owner.TypeAsync("{\"id\": 9223372036854775807}\n\"text\"\n", "topic", "produce", "plain", "--value", "json", "--partition", "1");

        var lines = (await owner.DoAsync("topic", "export", "plain", "-")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).ToList();
        var texts = lines.Where(line => line.GetProperty("partition").GetInt32() == 2).ToList();
        texts.Select(line => line.GetProperty("value").GetString()).ShouldBe(["one", "", "last"]);
        texts.ShouldAllBe(line => line.GetProperty("key").GetString() == "k=1");
        texts[0].GetProperty("headers").EnumerateArray().Select(header => $"{header.GetProperty("name").GetString()}:{header.GetProperty("value").GetString()}").ShouldBe(["a:b=c", "empty:"]);
        lines.Where(line => line.GetProperty("partition").GetInt32() == 1).Select(line => line.GetProperty("value").GetString()).ShouldBe(["{\"id\": 9223372036854775807}", "\"text\""]);
        await owner.RefusedAsync(ExitCode.Usage, "topic", "produce", "plain", owner.Write("a", "x"), "--value", "text", "--key-field", "id");
        await owner.RefusedAsync(ExitCode.Usage, "topic", "produce", "plain", owner.Write("b.csv", "x"), "--value", "json");
        await owner.RefusedAsync(ExitCode.Usage, "topic", "produce", "plain", owner.Write("c", "{}"), "--value", "json", "--header", "none");
        await owner.RefusedAsync(ExitCode.NotFound, "topic", "produce", "plain", owner.Write("d", "{}"), "--value", "json", "--partition", "3");
    }

    [Fact]
    public async Task Messages_go_to_a_file_and_are_written_again_with_all_their_digits()
    {
        var owner = await TopicAsync("rec_again", partitions: 1);
        await owner.DoAsync("topic", "create", "other");
        await owner.TypeAsync("{\"carrier\":\"a\",\"delay\":9007199254740993}\n{\"carrier\":\"b\",\"delay\":9223372036854775807}\n", "topic", "produce", "departures");
        var file = owner.Write("taken.csv", "");

        await owner.RefusedAsync(ExitCode.Conflict, "topic", "export", "departures", file, "--format", "csv");
        await owner.DoAsync("topic", "export", "departures", file, "--format", "csv", "--force");
        var preview = await owner.JsonAsync("topic", "replay", "departures", "--to", "other", "--max", "1", "--dry-run");
        await owner.RefusedAsync(ExitCode.Usage, "topic", "replay", "departures", "--to", "other");
        await owner.DoAsync("topic", "replay", "departures", "--to", "other", "--filter", "922337", "--yes");
        await owner.DoAsync("topic", "replay", "departures", "--message", "0:0", "--yes");

        var rows = (await File.ReadAllTextAsync(file)).Split("\r\n");
        rows[1].ShouldContain("9007199254740993");
        rows[2].ShouldContain("9223372036854775807");
        (preview.GetProperty("count").GetInt32(), preview.GetProperty("isMore").GetBoolean()).ShouldBe((1, true));
        (await owner.DoAsync("topic", "read", "other")).ShouldBe("{\"carrier\":\"b\",\"delay\":9223372036854775807,\"at\":\"1970-01-01T00:00:00Z\"}\n");
        (await owner.DoAsync("topic", "read", "departures", "--from", "offset:2", "--partition", "0")).ShouldContain("9007199254740993");
    }

    [Fact]
    public async Task A_scientist_writes_and_takes_nothing_out_and_the_trail_names_each_try()
    {
        var owner = await TopicAsync("rec_lab", partitions: 1);
        var scientist = await server.UserAsync("rec_sci");
        await owner.DoAsync("member", "add", "rec_sci");
        await owner.DoAsync("dataset", "create", "d");
        await owner.DoAsync("fs", "put", owner.Write("secret.txt", "numbers"), "d/");
        await scientist.DoAsync("project", "use", "rec_lab");

        await scientist.DoAsync("topic", "produce", "departures", scientist.Write("a", "{\"carrier\":\"UA\",\"delay\":1}"));
        await scientist.RefusedAsync(ExitCode.Refused, "topic", "read", "departures");
        await scientist.RefusedAsync(ExitCode.Refused, "topic", "read", "departures", "--from", "latest", "--timeout", "1s");
        await scientist.RefusedAsync(ExitCode.Refused, "fs", "cat", "d/secret.txt");
        await OpenOverWebHdfsAsync(scientist, "/Projects/rec_lab/d/secret.txt");

        var refused = (await owner.JsonAsync("audit", "list")).EnumerateArray()
            .Where(entry => entry.GetProperty("outcome").GetString() == "export-denied").ToList();
        refused.ShouldAllBe(entry => entry.GetProperty("actor").GetString() == "rec_lab__rec_sci");
        refused.Select(entry => $"{entry.GetProperty("action").GetString()} {entry.GetProperty("target").GetString()}").ShouldBe(
            ["topic.export departures", "file.export /Projects/rec_lab/d/secret.txt"], ignoreOrder: true, "one file, by whatever door");
    }

    private async Task OpenOverWebHdfsAsync(Person person, string path)
    {
        var token = (await person.DoAsync("token", "create", "webhdfs", "--project", "rec_lab")).Trim();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var reply = await http.GetAsync(new Uri(server.Address, $"/webhdfs/v1{path}?op=OPEN"));
        ((int)reply.StatusCode).ShouldBe(403);
    }

    private async Task<Person> TopicAsync(string project, int partitions)
    {
        var owner = await server.OwnerAsync(project);
        var count = partitions.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await owner.DoAsync("topic", "create", "departures", "--partitions", count, "--value-schema", owner.Write("schema.avsc", Schema));
        return owner;
    }
}
