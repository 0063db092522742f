using System.Text.Json;
using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka.Tests.Support;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>Keys by a schema of their own, written by confluent-kafka and its serializers: statements and streaming queries that look at them, and those that do not.</summary>
[Collection(SharedPlatformCollection.Name)]
public sealed class TypedKeyTests(SharedPlatform shared)
{
    /// <summary>Departures whose keys say where and which, every tenth without one, and one whose key is a plain text.</summary>
    private const string Writer = """
        import sys
        from confluent_kafka import Producer
        from confluent_kafka.schema_registry import SchemaRegistryClient
        from confluent_kafka.schema_registry.json_schema import JSONSerializer
        from confluent_kafka.serialization import MessageField, SerializationContext
        broker, registry, user, secret, topic, count = sys.argv[1:]
        client = SchemaRegistryClient({'url': registry, 'basic.auth.user.info': f'{user}:{secret}'})
        value = JSONSerializer('{"title": "Departure", "type": "object", "properties": {"n": {"type": "integer"}}}', client)
        key = JSONSerializer('{"title": "Place", "type": "object", "properties": {"station": {"type": "string"}, "number": {"type": "integer"}}}', client)
        producer = Producer({'bootstrap.servers': broker, 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'SCRAM-SHA-256', 'sasl.username': user, 'sasl.password': secret})
        for n in range(int(count)):
            of_key = key({'station': 'ABC'[n % 3], 'number': n}, SerializationContext(topic, MessageField.KEY)) if n % 10 else None
            producer.produce(topic, value({'n': n}, SerializationContext(topic, MessageField.VALUE)), of_key)
        producer.produce(topic, value({'n': 1000}, SerializationContext(topic, MessageField.VALUE)), b'plain')
        assert producer.flush(60) == 0
        """;

    [TypedSpineFact("confluent_kafka.schema_registry.json_schema")]
    public async Task Keys_are_read_by_their_schema_where_they_are_named_and_by_nobody_else()
    {
        await using var project = await shared.Platform.ProjectAsync("typed_keys");
        await project.TopicAsync("departures");
        await WriteAsync(project, 120);

        var answer = await AnswerAsync(project, "SELECT _typed_key.station, count(*), sum(n)::INTEGER, sum(_typed_key.number)::INTEGER FROM topics.departures GROUP BY 1 ORDER BY 1");
        answer.Rows.ShouldBe(["""["A",36,2160,2160]""", """["B",36,2160,2160]""", """["C",36,2160,2160]""", "[null,12,660,null]"]);
        answer.Undecoded.ShouldBe(1);
        answer = await AnswerAsync(project, "SELECT count(*), sum(n)::INTEGER, count(_key), max('_typed_key') FROM topics.departures");
        (answer.Rows.Single(), answer.Undecoded).ShouldBe(("[121,8140,109,\"_typed_key\"]", 0));

        var keyed = await project.QueryAsync(new QueryDefinition("keyed", "departures", "SELECT n, _typed_key AS place FROM departures WHERE _typed_key.station <> 'A'") { BadRecords = "drop" });
        await keyed.StartAsync();
        var commit = await keyed.CommitsAsync(121);
        (commit.Totals.RowsIn, commit.Totals.RecordsBad).ShouldBe((120, 1));
        await keyed.StopAsync();
        (await project.SqlAsync("SELECT count(*), sum(place.number), min(place.station) FROM keyed"))[0].Select(cell => cell.ToString()).ShouldBe(["72", "4320", "B"]);

        var every = await project.QueryAsync(new QueryDefinition("every", "departures", "SELECT * FROM departures"));
        await every.StartAsync();
        (await every.CommitsAsync(121)).Totals.RecordsBad.ShouldBe(0);
        await every.StopAsync();
        (await Should.ThrowAsync<PlatformException>(project.SqlAsync("SELECT _typed_key FROM every"))).Code.ShouldBe(ErrorCode.InvalidQuery);

        await NumberedEvents.CreateAsync(project, "numbers");
        var refused = await Should.ThrowAsync<PlatformException>(project.QueryAsync(new QueryDefinition("none", "numbers", "SELECT _typed_key AS k FROM numbers")));
        (refused.Code, refused.Message).ShouldBe(
            (ErrorCode.InvalidQuery, "The keys of the topic have no schema, so there is no _typed_key: register it as the subject numbers-key, or read the bytes of keys, _key."));
    }

    private static async Task<(IReadOnlyList<string> Rows, long Undecoded)> AnswerAsync(TestProject project, string statement)
    {
        var answer = (await project.Rest.CallAsync(HttpMethod.Post, $"projects/{project.Name}/sql", new { statement })).Body;
        return ([.. answer.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText())], answer.GetProperty("topics")[0].GetProperty("undecoded").GetInt64());
    }

    private async Task WriteAsync(TestProject project, int count)
    {
        var server = shared.Platform.Server;
        string[] arguments = ["-c", Writer, server.Kafka, new Uri(server.Http, "/registry").ToString(), $"{project.Name}__ada", project.Secret, "departures", $"{count}"];
        (await Tool.RunAsync(ToolFactAttribute.Python, arguments)).Succeeded();
    }
}
