using System.Text.Json;
using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka.Tests.Support;
using Hops.Schemas.Tests.Interop;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>Keys by a schema of their own, written by confluent-kafka and its serializers of each type of schema: statements and streaming queries that look at them, and those that do not.</summary>
[Collection(SharedPlatformCollection.Name)]
public sealed class TypedKeyTests(SharedPlatform shared)
{
    /// <summary>Departures whose keys, of a serializer by name, say where and which, every tenth without one, and one whose key is a plain text.</summary>
    private const string Writer = """
        import sys
        broker, registry, user, secret, topic, count, kind, wheels = sys.argv[1:]
        sys.path.insert(0, wheels)
        from confluent_kafka import Producer
        from confluent_kafka.schema_registry import SchemaRegistryClient
        from confluent_kafka.schema_registry.json_schema import JSONSerializer
        from confluent_kafka.serialization import MessageField, SerializationContext
        client = SchemaRegistryClient({'url': registry, 'basic.auth.user.info': f'{user}:{secret}'})

        def of_json():
            return JSONSerializer('{"title": "Place", "type": "object", "properties": {"station": {"type": "string"}, "number": {"type": "integer"}}}', client)

        def of_avro():
            from confluent_kafka.schema_registry.avro import AvroSerializer
            return AvroSerializer(client, '{"type": "record", "name": "Place", "fields": [{"name": "station", "type": "string"}, {"name": "number", "type": "long"}]}')

        def of_protobuf():
            from confluent_kafka.schema_registry.protobuf import ProtobufSerializer
            from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
            pool = descriptor_pool.DescriptorPool()
            file = descriptor_pb2.FileDescriptorProto(name='place.proto', package='air', syntax='proto3')
            place = file.message_type.add(name='Place')
            place.field.add(name='station', number=1, type=9, label=1)
            place.field.add(name='number', number=2, type=3, label=1)
            pool.Add(file)
            Place = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName('air.Place'))
            serializer = ProtobufSerializer(Place, client)
            return lambda fields, context: serializer(Place(**fields), context)

        value = JSONSerializer('{"title": "Departure", "type": "object", "properties": {"n": {"type": "integer"}}}', client)
        key = {'json': of_json, 'avro': of_avro, 'protobuf': of_protobuf}[kind]()
        producer = Producer({'bootstrap.servers': broker, 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'SCRAM-SHA-256', 'sasl.username': user, 'sasl.password': secret})
        for n in range(int(count)):
            of_key = key({'station': 'ABC'[n % 3], 'number': n}, SerializationContext(topic, MessageField.KEY)) if n % 10 else None
            producer.produce(topic, value({'n': n}, SerializationContext(topic, MessageField.VALUE)), of_key)
        producer.produce(topic, value({'n': 1000}, SerializationContext(topic, MessageField.VALUE)), b'plain')
        assert producer.flush(60) == 0
        """;

    [TypedSpineFact("confluent_kafka.schema_registry.json_schema")]
    public async Task Keys_of_json_schema_are_read_where_they_are_named() => await ShouldReadAsync("json");

    [TypedSpineFact("confluent_kafka.schema_registry.json_schema", "confluent_kafka.schema_registry.avro")]
    public async Task Keys_of_avro_are_read_where_they_are_named() => await ShouldReadAsync("avro");

    [TypedSpineFact("confluent_kafka.schema_registry.json_schema", "confluent_kafka.schema_registry.protobuf", "google.protobuf")]
    public async Task Keys_of_protobuf_are_read_where_they_are_named() => await ShouldReadAsync("protobuf");

    [TypedSpineFact("confluent_kafka.schema_registry.json_schema")]
    public async Task Who_does_not_name_a_key_does_not_read_it_and_who_names_one_without_a_schema_is_told_what_to_register()
    {
        await using var project = await shared.Platform.ProjectAsync("typed_keys");
        await WriteAsync(project, "departures", "json");
        await WriteAsync(project, "arrivals", "json");
        var (rows, undecoded) = await AnswerAsync(project, "SELECT count(*), sum(n)::INTEGER, count(_key), max('_typed_key') /* \"_typed_key\" */ FROM topics.departures");
        (rows.Single(), undecoded.Single()).ShouldBe(("[121,8140,109,\"_typed_key\"]", 0));

        // The plain keys of the arrivals are nobody's business here.
        (rows, undecoded) = await AnswerAsync(project, "SELECT d._typed_key.station, count(*), count(a._key) FROM topics.departures d JOIN topics.arrivals a USING (n) GROUP BY 1 ORDER BY 1");
        rows.ShouldBe(["""["A",36,36]""", """["B",36,36]""", """["C",36,36]""", "[null,12,0]"]);
        undecoded.ShouldBe([1, 0]);

        var every = await project.QueryAsync(new QueryDefinition("every", "departures", "SELECT * FROM departures"));
        await every.StartAsync();
        (await every.CommitsAsync(121)).Totals.RecordsBad.ShouldBe(0);
        await every.StopAsync();
        (await Should.ThrowAsync<PlatformException>(project.SqlAsync("SELECT _typed_key FROM every"))).Code.ShouldBe(ErrorCode.InvalidQuery);

        await NumberedEvents.CreateAsync(project, "numbers");
        (await AnswerAsync(project, "SELECT count(_typed_key) FROM topics.departures LEFT JOIN topics.numbers USING (n)")).Rows.ShouldBe(["[108]"]);
        const string Refused = "The keys of the topic numbers have no schema, so there is no _typed_key: register it as the subject numbers-key, or read the bytes of keys, _key.";
        foreach (var refused in new Func<Task>[]
        {
            () => project.QueryAsync(new QueryDefinition("none", "numbers", "SELECT n,\n _typed_key AS k FROM numbers")),
            () => project.SqlAsync("SELECT n,\n _typed_key AS k FROM topics.numbers"),
            () => project.SqlAsync("SELECT d._typed_key.station,\n m._typed_key FROM topics.departures d JOIN topics.numbers m USING (n)"),
        })
        {
            var refusal = await Should.ThrowAsync<PlatformException>(refused);
            (refusal.Code, refusal.Message, $"{refusal.Facts["line"]}:{refusal.Facts["column"]}").ShouldBe((ErrorCode.InvalidQuery, Refused, "2:2"));
        }
    }

    /// <summary>The same departures, by whichever serializer their keys were written: a statement, and a streaming query.</summary>
    private async Task ShouldReadAsync(string kind)
    {
        await using var project = await shared.Platform.ProjectAsync("typed_keys_" + kind);
        await WriteAsync(project, "departures", kind);
        var (rows, undecoded) = await AnswerAsync(project, "SELECT _typed_key.station, count(*), sum(n)::INTEGER, sum(_typed_key.number)::INTEGER FROM topics.departures GROUP BY 1 ORDER BY 1");
        rows.ShouldBe(["""["A",36,2160,2160]""", """["B",36,2160,2160]""", """["C",36,2160,2160]""", "[null,12,660,null]"]);
        undecoded.ShouldBe([1]);

        var keyed = await project.QueryAsync(new QueryDefinition("keyed", "departures", "SELECT n, _typed_key AS place FROM departures WHERE _typed_key.station <> 'A'") { BadRecords = "drop" });
        await keyed.StartAsync();
        var commit = await keyed.CommitsAsync(121);
        (commit.Totals.RowsIn, commit.Totals.RecordsBad).ShouldBe((120, 1));
        await keyed.StopAsync();
        (await project.SqlAsync("SELECT count(*), sum(place.number), min(place.station) FROM keyed"))[0].Select(cell => cell.ToString()).ShouldBe(["72", "4320", "B"]);
    }

    private static async Task<(IReadOnlyList<string> Rows, IReadOnlyList<long> Undecoded)> AnswerAsync(TestProject project, string statement)
    {
        var answer = (await project.Rest.CallAsync(HttpMethod.Post, $"projects/{project.Name}/sql", new { statement })).Body;
        return (
            [.. answer.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText())],
            [.. answer.GetProperty("topics").EnumerateArray().OrderByDescending(topic => topic.GetProperty("name").GetString(), StringComparer.Ordinal).Select(topic => topic.GetProperty("undecoded").GetInt64())]);
    }

    private async Task WriteAsync(TestProject project, string topic, string kind)
    {
        await project.TopicAsync(topic);
        var server = shared.Platform.Server;
        string[] arguments = ["-c", Writer, server.Kafka, new Uri(server.Http, "/registry").ToString(), $"{project.Name}__ada", project.Secret, topic, "120", kind, Python.Wheels];
        (await Tool.RunAsync(ToolFactAttribute.Python, arguments)).Succeeded();
    }
}
