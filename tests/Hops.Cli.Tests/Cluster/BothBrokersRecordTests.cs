using System.Text;
using System.Text.Json;
using Hops.Cli.Tests.Support;
using Hops.Kafka.Tests.Support;
using Hops.Schemas.Tests.Interop;
using static Hops.Cli.Tests.Cluster.BothBrokersTests;

namespace Hops.Cli.Tests.Cluster;

/// <summary>What commands, pages, statements and queries read and write of records, wherever the topics are.</summary>
public sealed class BothBrokersRecordTests(ApacheBroker apache) : IClassFixture<ApacheBroker>
{
    private const string StringDeserializer = "org.apache.kafka.common.serialization.StringDeserializer";

    [BothBrokersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Statements_and_streaming_queries_of_its_project_and_of_a_borrower_read_it(bool isApache)
    {
        await using var side = await KafkaSide.StartAsync(isApache ? apache : null);
        var (owner, borrower) = (await side.OwnerAsync("ann6"), await side.OwnerAsync("bob6"));
        var schema = owner.Write("city.avsc", """{"type":"record","name":"City","fields":[{"name":"city","type":"string"}]}""");
        await owner.DoAsync("topic", "create", "cities", "--partitions", "2", "--value-schema", schema);
        var id = (await owner.JsonAsync("schema", "get", "cities-value")).GetProperty("id").GetInt32();
        var settings = await KafkaSide.SecretAsync(owner);
        await WriteAsync("Oslo");
        await WriteAsync("Rome");

        (await owner.DoAsync("sql", "SELECT string_agg(city, '+' ORDER BY city) AS cities FROM topics.cities")).ShouldContain("Oslo+Rome");
        await owner.DoAsync("dataset", "create", "copy");
        await owner.DoAsync("query", "create", "copy", "--topic", "cities", "--sink", "copy", "--from", "earliest", "--start", "--sql", "SELECT city FROM cities");
        await EventuallyAsync(async () => (await owner.RunAsync("sql", "SELECT string_agg(city, '+' ORDER BY city) AS cities FROM copy")).Output.Contains("Oslo+Rome", StringComparison.Ordinal));
        await WriteAsync("Wien");
        await EventuallyAsync(async () => (await owner.RunAsync("sql", "SELECT string_agg(city, '+' ORDER BY city) AS cities FROM copy")).Output.Contains("Oslo+Rome+Wien", StringComparison.Ordinal));

        // What does not decode goes to a topic of its own, as it is.
        await owner.DoAsync("topic", "create", "letters");
        await owner.DoAsync("dataset", "create", "good");
        await owner.DoAsync(
            "query", "create", "good", "--topic", "cities", "--sink", "good", "--from", "earliest", "--bad-records", "dead-letter", "--dead-letter-topic", "letters", "--start", "--sql", "SELECT city FROM cities");
        (await KafkaSide.ProduceAsync(settings, side.TopicOf("ann6", "cities"), "no Avro")).Succeeded();
        await EventuallyAsync(async () => (await owner.RunAsync("topic", "read", "letters", "--kafka-properties", settings)).Errors.Contains("1 records of 'letters' could not be decoded", StringComparison.Ordinal));
        (await owner.DoAsync("sql", "SELECT string_agg(city, '+' ORDER BY city) AS cities FROM good")).ShouldContain("Oslo+Rome+Wien");

        await owner.DoAsync("share", "offer", "topic", "cities", "--to", "bob6");
        await borrower.DoAsync("share", "accept", "ann6.cities");
        (await borrower.DoAsync("sql", "SELECT count(*) AS n, max(city) AS last FROM topics.\"ann6.cities\"")).ShouldContain("Wien");
        await owner.DoAsync("share", "revoke", "cities", "--yes");
        (await borrower.RunAsync("sql", "SELECT * FROM topics.\"ann6.cities\"")).ExitCode.ShouldNotBe(0);

        // Avro: the length of the text as a zigzag number, and the text.
        async Task WriteAsync(string city) => (await KafkaSide.ProduceAsync(
            settings, side.TopicOf("ann6", "cities"), $"hex:00{id:x8}{city.Length * 2:x2}{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(city))}")).Succeeded();
    }

    [KeyedBrokersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_by_a_schema_of_their_own_are_read_where_they_are_named(bool isApache)
    {
        await using var side = await KafkaSide.StartAsync(isApache ? apache : null);
        var owner = await side.OwnerAsync("ann12");
        await owner.DoAsync("topic", "create", "departures", "--partitions", "2");
        await owner.DoAsync("topic", "create", "plain", "--value-schema", owner.Write("plain.avsc", """{"type":"record","name":"Plain","fields":[{"name":"n","type":"long"}]}"""));
        string[] arguments = [await KafkaSide.SecretAsync(owner), new Uri(side.Server.Http, "registry").ToString(), Python.Wheels, side.TopicOf("ann12", "departures"), "departures", "40"];
        (await Tool.RunAsync(ToolFactAttribute.Python, [Path.Combine(ToolFactAttribute.Repository, "tests", "Hops.Cli.Tests", "Cluster", "keyed.py"), .. arguments])).Succeeded();

        (await owner.DoAsync("sql", "SELECT string_agg(concat(_typed_key.station, n), '+' ORDER BY n) FILTER (WHERE n < 13 AND n > 8) AS places FROM topics.departures")).ShouldContain("B9+10+B11+A12");
        await owner.DoAsync("dataset", "create", "keyed");
        await owner.DoAsync(
            "query", "create", "keyed", "--topic", "departures", "--sink", "keyed", "--from", "earliest", "--start", "--sql", "SELECT n, _typed_key AS place FROM departures WHERE _typed_key.station = 'B'");
        await EventuallyAsync(async () => (await owner.RunAsync("sql", "SELECT concat('sum ', sum(place.number), ' of ', count(*)) AS said FROM keyed")).Output.Contains("sum 400 of 20", StringComparison.Ordinal));

        var refused = await owner.RunAsync("sql", "SELECT _typed_key FROM topics.plain");
        refused.ExitCode.ShouldNotBe(ExitCode.Ok);
        refused.Errors.ShouldContain("The keys of the topic plain have no schema, so there is no _typed_key: register it as the subject plain-key, or read the bytes of keys, _key.");
    }

    [BothBrokersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Commands_write_and_read_records_with_the_secret_of_a_project_user_and_as_it_may(bool isApache)
    {
        await using var side = await KafkaSide.StartAsync(isApache ? apache : null);
        var (owner, borrower, scientist) = (await side.OwnerAsync("ann7"), await side.OwnerAsync("bob7"), await side.UserAsync("sam7"));
        await owner.DoAsync("member", "add", "sam7", "--role", "data-scientist");
        await scientist.DoAsync("project", "use", "ann7");
        var schema = owner.Write("city.avsc", """{"type":"record","name":"City","fields":[{"name":"city","type":"string"}]}""");
        await owner.DoAsync("topic", "create", "cities", "--partitions", "2", "--value-schema", schema);
        var (ofOwner, ofScientist, ofBorrower) = (await KafkaSide.SecretAsync(owner, "java"), await KafkaSide.SecretAsync(scientist), await KafkaSide.SecretAsync(borrower));
        var cities = owner.Write("cities.jsonl", """
            {"city":"Oslo"}
            {"city":"Rome"}

            """);

        (await owner.JsonAsync("topic", "produce", "cities", cities, "--kafka-properties", ofOwner)).GetProperty("acknowledged").GetInt64().ShouldBe(2);
        (await scientist.TypeAsync("""{"city":"Wien"}""", "topic", "produce", "cities", "--partition", "1", "--kafka-properties", ofScientist)).ExitCode.ShouldBe(ExitCode.Ok);
        var read = await owner.DoAsync("topic", "read", "cities", "--kafka-properties", ofOwner);
        read.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().ShouldBe(["""{"city":"Oslo"}""", """{"city":"Rome"}""", """{"city":"Wien"}"""]);
        (await owner.DoAsync("topic", "read", "cities", "--partition", "1", "--from", "time:2020-01-01T00:00:00Z", "--filter", "wien", "--kafka-properties", ofOwner)).ShouldBe("""{"city":"Wien"}""" + "\n");
        (await scientist.RunAsync("topic", "read", "cities", "--kafka-properties", ofScientist)).Errors.ShouldContain("only a Data Owner may take it out");

        await owner.DoAsync("share", "offer", "topic", "cities", "--to", "bob7", "--write");
        await borrower.DoAsync("share", "accept", "ann7.cities");
        await EventuallyAsync(async () => (await borrower.TypeAsync(
            """{"city":"Bern"}""", "topic", "produce", "ann7.cities", "--value", "json", "--kafka-properties", ofBorrower)).ExitCode == ExitCode.Ok);
        (await borrower.RunAsync("topic", "read", "ann7.cities", "--kafka-properties", ofBorrower)).ExitCode.ShouldNotBe(ExitCode.Ok);

        // Once another secret is made, what to do is said.
        await KafkaSide.SecretAsync(owner);
        (await owner.RunAsync("topic", "read", "cities", "--kafka-properties", ofOwner)).Errors.ShouldContain("make the file again");
    }

    [BothBrokersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_show_its_messages_and_partitions_and_a_listener_is_told_of_what_comes(bool isApache)
    {
        await using var side = await KafkaSide.StartAsync(isApache ? apache : null);
        var (owner, scientist, borrower) = (await side.OwnerAsync("ann8"), await side.UserAsync("sam8"), await side.OwnerAsync("bob8"));
        await owner.DoAsync("member", "add", "sam8", "--role", "data-scientist");
        await owner.DoAsync("topic", "create", "orders", "--partitions", "2");
        var (settings, topic) = (await KafkaSide.SecretAsync(owner), side.TopicOf("ann8", "orders"));
        foreach (var (record, partition) in new[] { ("one", 0), ("two", 1), ("three", 0) })
            (await KafkaSide.ProduceAsync(settings, topic, record, partition)).Succeeded();

        var newest = await side.GetAsync(owner, "projects/ann8/topics/orders/messages?limit=2");
        Values(newest).ShouldBe(["three", "two"]);
        var rest = await side.GetAsync(owner, $"projects/ann8/topics/orders/messages?cursor={newest.GetProperty("nextCursor").GetString()}");
        (string.Join(' ', Values(rest)), rest.GetProperty("stoppedBy").GetString()).ShouldBe(("one", "END"));
        Values(await side.GetAsync(owner, "projects/ann8/topics/orders/messages?start=oldest&filter=TWO")).ShouldBe(["two"]);
        Values(await side.GetAsync(owner, "projects/ann8/topics/orders/messages?start=offset:1&partition=0")).ShouldBe(["three"]);
        Values(await side.GetAsync(owner, "projects/ann8/topics/orders/messages?start=time:2020-01-01T00:00:00Z")).ShouldBe(["one", "two", "three"]);
        Values(await side.GetAsync(owner, "projects/ann8/topics/orders/messages?start=time:2100-01-01T00:00:00Z")).ShouldBeEmpty();
        var preview = await side.GetAsync(scientist, "projects/ann8/topics/orders/messages");
        (Values(preview).Count, preview.GetProperty("isPreview").GetBoolean()).ShouldBe((3, true));

        var partitions = (await side.GetAsync(scientist, "projects/ann8/topics/orders/partitions")).GetProperty("items").EnumerateArray().ToList();
        partitions.Select(partition => $"{partition.GetProperty("beginOffset")}-{partition.GetProperty("endOffset")}").ShouldBe(["0-2", "0-1"]);
        partitions.ShouldAllBe(partition => partition.GetProperty("sizeBytes").GetInt64() > 60 && partition.GetProperty("lastTime").GetDateTime().Year > 2020);
        var file = Path.Combine(owner.Home, "orders.jsonl");
        await owner.DoAsync("topic", "export", "orders", file, "--partition", "0", "--from", "offset:1");
        (await File.ReadAllTextAsync(file)).ShouldContain("\"three\"");

        await owner.DoAsync("share", "offer", "topic", "orders", "--to", "bob8");
        await borrower.DoAsync("share", "accept", "ann8.orders");
        Values(await side.GetAsync(borrower, "projects/bob8/topics/ann8.orders/messages?limit=1")).ShouldBe(["three"]);

        var heard = side.ListenAsync(owner, "project:ann8/topics/orders/messages").GetAsyncEnumerator();
        await using var listening = heard;
        (await heard.MoveNextAsync()).ShouldBeTrue();
        (await KafkaSide.ProduceAsync(settings, topic, "four", 1)).Succeeded();
        while (!heard.Current.Contains("\"four\"", StringComparison.Ordinal))
            (await heard.MoveNextAsync()).ShouldBeTrue();

        static List<string?> Values(JsonElement page) =>
            [.. page.GetProperty("items").EnumerateArray().Select(message => message.GetProperty("value").GetProperty("text").GetString())];
    }

    [BothBrokersTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_written_and_replayed_by_rest_is_read_by_the_clients_of_the_topic_and_only_who_may_writes(bool isApache)
    {
        await using var side = await KafkaSide.StartAsync(isApache ? apache : null);
        var (owner, scientist, borrower) = (await side.OwnerAsync("ann10"), await side.UserAsync("sam10"), await side.OwnerAsync("bob10"));
        await owner.DoAsync("member", "add", "sam10", "--role", "data-scientist");
        await owner.DoAsync("topic", "create", "cities", "--partitions", "2", "--config", "max.message.bytes=2000", "--value-schema", owner.Write("c.avsc", """{"type":"record","name":"C","fields":[{"name":"city","type":"string"}]}"""));
        await owner.DoAsync("topic", "create", "copy", "--partitions", "1");
        var id = (await owner.JsonAsync("schema", "get", "cities-value")).GetProperty("id").GetInt32();

        var (status, written) = await side.PostMessagesAsync(owner, "ann10/topics/cities", """
            {"records":[{"value":{"city":"Oslo"},"key":"no","partition":1},{"value":{"city":"Rome"},"partition":0,"headers":[{"name":"by","value":"ann"}]},{"value":{"city":"Wien"},"partition":1}]}
            """);
        (status, string.Join(' ', PlacesOf(written))).ShouldBe((200, "1:0 0:0 1:1"), written.GetRawText());
        (status, written) = await side.PostMessagesAsync(scientist, "ann10/topics/cities", """{"records":[{"value":{"city":"Bern"},"partition":0}]}""");
        (status, string.Join(' ', PlacesOf(written))).ShouldBe((200, "0:1"), written.GetRawText());

        // Apache's own consumer, told that the bytes are Latin-1, prints them one by one: of Confluent's format 0, the id, and here the length before the text.
        var settings = await KafkaSide.SecretAsync(owner, "java");
        string[] printed = ["print.key=true", "print.headers=true", "print.partition=true", $"value.deserializer={StringDeserializer}", "value.deserializer.deserializer.encoding=ISO-8859-1"];
        var read = (await Tool.RunAsync(
            ToolFactAttribute.JavaTool,
            [
                "console-consumer", "--bootstrap-server", side.Server.Kafka!, "--command-config", settings, "--topic", side.TopicOf("ann10", "cities"), "--group", side.GroupOf("ann10", "g"),
                "--from-beginning", "--max-messages", "4", "--timeout-ms", "20000", .. printed.SelectMany(property => new[] { "--formatter-property", property }),
            ])).Succeeded();
        var head = Encoding.Latin1.GetString([0, (byte)(id >> 24), (byte)(id >> 16), (byte)(id >> 8), (byte)id, 8]);
        foreach (var line in new[] { "0\tNO_HEADERS\tnull\t{}Bern", "0\tby:ann\tnull\t{}Rome", "1\tNO_HEADERS\tno\t{}Oslo", "1\tNO_HEADERS\tnull\t{}Wien" })
            read.ShouldContain($"Partition:{line.Replace("{}", head)}\n", Case.Sensitive);

        var replayed = await owner.JsonAsync("topic", "replay", "cities", "--to", "copy", "--filter", "o", "--yes");
        (replayed.GetProperty("count").GetInt32(), replayed.GetProperty("partitions")[0].GetProperty("lastOffset").GetString()).ShouldBe((2, "1"));
        (await owner.JsonAsync("topic", "replay", "cities", "--message", "1:1", "--yes")).GetProperty("partitions")[0].GetProperty("firstOffset").GetString().ShouldBe("2");
        var shown = (await side.GetAsync(owner, "projects/ann10/topics/copy/messages?start=oldest")).GetProperty("items").EnumerateArray().ToList();
        shown.Select(message => message.GetProperty("value").GetProperty("text").GetString()).Order(StringComparer.Ordinal).ShouldBe(["""{"city":"Oslo"}""", """{"city":"Rome"}"""]);
        shown.ShouldAllBe(message => message.GetProperty("value").GetProperty("schemaId").GetInt32() == id);

        // What is too large for one partition is told of it alone; of all of them it is a refusal.
        var large = $$"""{"value":{"city":"{{new string('x', 3000)}}"},"partition":0}""";
        (status, written) = await side.PostMessagesAsync(owner, "ann10/topics/cities", $$"""{"records":[{{large}},{"value":{"city":"Kyiv"},"partition":1}]}""");
        (status, string.Join(' ', PlacesOf(written))).ShouldBe((200, "0: 1:3"), written.GetRawText());
        written.GetProperty("items")[0].GetProperty("error").GetString()!.ShouldContain("max.message.bytes");
        (status, written) = await side.PostMessagesAsync(owner, "ann10/topics/cities", $$"""{"records":[{{large}}]}""");
        (status, written.GetProperty("type").GetString()!.Split('/')[^1]).ShouldBe((413, "too-large"), written.GetRawText());

        await owner.DoAsync("share", "offer", "topic", "cities", "--to", "bob10");
        await borrower.DoAsync("share", "accept", "ann10.cities");
        (await side.PostMessagesAsync(borrower, "bob10/topics/ann10.cities", """{"form":"TEXT","records":[{"value":"no"}]}""")).Status.ShouldBe(403);

        static List<string> PlacesOf(JsonElement written) =>
            [.. written.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("partition")}:{item.GetProperty("offset")}")];
    }
}

/// <summary>A test of both brokers with confluent-kafka's serializer of Avro.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KeyedBrokersTheoryAttribute : TheoryAttribute
{
    public KeyedBrokersTheoryAttribute() => Skip = new BothBrokersTheoryAttribute().Skip ?? Python.MissingOf([]);
}
