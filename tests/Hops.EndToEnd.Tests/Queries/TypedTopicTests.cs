using System.Text.Json;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka.Tests.Support;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>Topics whose values are by other schemas than Avro's, written by confluent-kafka and its serializers: statements and streaming queries over them.</summary>
[Collection(SharedPlatformCollection.Name)]
public sealed class TypedTopicTests(SharedPlatform shared)
{
    /// <summary>Writes so many departures into a topic, one a second, and some that are no records of its schema.</summary>
    private const string JsonWriter = """
        import sys
        from confluent_kafka import Producer
        from confluent_kafka.schema_registry import SchemaRegistryClient
        from confluent_kafka.schema_registry.json_schema import JSONSerializer
        from confluent_kafka.serialization import MessageField, SerializationContext
        broker, registry, user, secret, topic, count = sys.argv[1:]
        TEXT = '''{"$schema": "http://json-schema.org/draft-07/schema#", "title": "Departure", "type": "object", "required": ["n", "happened"], "properties": {
          "n": {"type": "integer"}, "happened": {"type": "string", "format": "date-time"}, "carrier": {"type": "object", "properties": {"code": {"type": "string"}}},
          "delay": {"type": ["null", "number"]}, "stops": {"type": "array", "items": {"type": "string"}}, "more": {"type": "object"}}}'''
        client = SchemaRegistryClient({'url': registry, 'basic.auth.user.info': f'{user}:{secret}'})
        serializer = JSONSerializer(TEXT, client)
        context = SerializationContext(topic, MessageField.VALUE)
        producer = Producer({'bootstrap.servers': broker, 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'SCRAM-SHA-256', 'sasl.username': user, 'sasl.password': secret})
        for n in range(int(count)):
            value = {'n': n, 'happened': f'2024-01-01T00:{n // 60:02}:{n % 60:02}Z', 'carrier': {'code': 'ÜA "é" of some length' if n % 2 else 'UA'}, 'stops': ['JFK', 'EWR'][:n % 3], 'more': {'n': n}}
            if n % 4:
                value['delay'] = n / 4
            producer.produce(topic, serializer(value, context))
        producer.produce(topic, b'no record')
        producer.produce(topic, serializer({'n': 0, 'happened': ''}, context)[:5] + b'{"n": "text"}')
        assert producer.flush(60) == 0
        """;

    /// <summary>The same departures as Protobuf.</summary>
    private const string ProtobufWriter = """
        import sys
        from confluent_kafka import Producer
        from confluent_kafka.schema_registry import SchemaRegistryClient
        from confluent_kafka.schema_registry.protobuf import ProtobufSerializer
        from confluent_kafka.serialization import MessageField, SerializationContext
        from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, timestamp_pb2
        broker, registry, user, secret, topic, count = sys.argv[1:]
        pool = descriptor_pool.DescriptorPool()
        pool.AddSerializedFile(timestamp_pb2.DESCRIPTOR.serialized_pb)
        part = descriptor_pb2.FileDescriptorProto(name='part.proto', package='air', syntax='proto3')
        part.message_type.add(name='Carrier').field.add(name='code', number=1, type=9, label=1)
        pool.Add(part)
        whole = descriptor_pb2.FileDescriptorProto(name='whole.proto', package='air', syntax='proto3', dependency=['part.proto', 'google/protobuf/timestamp.proto'])
        departure = whole.message_type.add(name='Departure')
        departure.field.add(name='n', number=1, type=3, label=1)
        departure.field.add(name='happened', number=2, type=11, label=1, type_name='.google.protobuf.Timestamp')
        departure.field.add(name='carrier', number=3, type=11, label=1, type_name='.air.Carrier')
        departure.field.add(name='delay', number=4, type=1, label=1, oneof_index=0, proto3_optional=True)
        departure.field.add(name='stops', number=5, type=9, label=3)
        departure.field.add(name='more', number=6, type=11, label=3, type_name='.air.Departure.MoreEntry')
        departure.oneof_decl.add(name='_delay')
        entry = departure.nested_type.add(name='MoreEntry', options={'map_entry': True})
        entry.field.add(name='key', number=1, type=9, label=1)
        entry.field.add(name='value', number=2, type=5, label=1)
        pool.Add(whole)
        client = SchemaRegistryClient({'url': registry, 'basic.auth.user.info': f'{user}:{secret}'})
        Departure = message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName('air.Departure'))
        serializer = ProtobufSerializer(Departure, client)
        context = SerializationContext(topic, MessageField.VALUE)
        producer = Producer({'bootstrap.servers': broker, 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'SCRAM-SHA-256', 'sasl.username': user, 'sasl.password': secret})
        for n in range(int(count)):
            value = Departure(n=n, stops=['JFK', 'EWR'][:n % 3], more={'n': n})
            value.happened.FromSeconds(1704067200 + n)
            value.carrier.code = 'ÜA "é" of some length' if n % 2 else 'UA'
            if n % 4:
                value.delay = n / 4
            producer.produce(topic, serializer(value, context))
        producer.produce(topic, b'no record')
        producer.produce(topic, serializer(Departure(), context) + b'\x09')
        assert producer.flush(60) == 0
        """;

    [TypedSpineFact("confluent_kafka.schema_registry.json_schema")]
    public async Task A_topic_of_json_schema_is_read_by_statements_and_queries()
    {
        await using var project = await shared.Platform.ProjectAsync("typed_json");
        await project.TopicAsync("departures");
        await WriteAsync(project, JsonWriter, "departures", 240);
        await ShouldReadAsync(project, "'{\"n\": 5}'");
    }

    [TypedSpineFact("confluent_kafka.schema_registry.protobuf", "google.protobuf")]
    public async Task A_topic_of_protobuf_is_read_by_statements_and_queries()
    {
        await using var project = await shared.Platform.ProjectAsync("typed_proto");
        await project.TopicAsync("departures");
        await WriteAsync(project, ProtobufWriter, "departures", 240);
        await ShouldReadAsync(project, "MAP {'n': 5}");
    }

    /// <summary>The same 240 departures, however they were written: a statement, a query that keeps every row, one of windows, and their restart.</summary>
    private static async Task ShouldReadAsync(TestProject project, string more)
    {
        var answer = (await project.Rest.CallAsync(HttpMethod.Post, $"projects/{project.Name}/sql", new
        {
            statement = $"SELECT count(*), sum(n), max(happened)::VARCHAR, count(delay), sum(delay), max(carrier.code), sum(len(stops)), count(*) FILTER (WHERE n = 5 AND more = {more}) FROM topics.departures",
        })).Body;
        answer.GetProperty("rows")[0].EnumerateArray().Select(cell => cell.ToString()).ShouldBe(
            ["240", "28680", "2024-01-01 00:03:59+00", "180", "5400", "ÜA \"é\" of some length", "240", "1"]);
        answer.GetProperty("topics")[0].GetProperty("undecoded").GetInt64().ShouldBe(2);

        var every = await project.QueryAsync(new QueryDefinition("every", "departures", "SELECT * FROM departures") { BadRecords = "drop" });
        await every.StartAsync();
        var commit = await every.CommitsAsync(242);
        (commit.Totals.RowsIn, commit.Totals.RecordsBad).ShouldBe((240, 2));
        await every.StopAsync();
        (await project.SqlAsync("SELECT count(*), sum(n), sum(len(stops)), max(carrier.code), max(_offset) FROM every"))[0].Select(cell => cell.ToString())
            .ShouldBe(["240", "28680", "240", "ÜA \"é\" of some length", "239"]);

        var windows = await project.QueryAsync(
            new QueryDefinition("minutes", "departures", "SELECT window_start, carrier.code AS code, count(*) AS n, sum(delay) AS delay FROM departures GROUP BY tumble(happened, INTERVAL '1 minute'), carrier.code")
            {
                WatermarkColumn = "happened", RecordsPerBatchMax = 50, BadRecords = "drop",
            });
        await windows.StartAsync();
        await windows.CommitsAsync(100);
        await windows.StopAsync();
        await windows.StartAsync();
        await windows.FinishAsync();
        (await project.SqlAsync("SELECT count(*), sum(n), sum(delay), min(n) FROM minutes"))[0].Select(cell => cell.ToString()).ShouldBe(["8", "240", "5400", "30"]);
    }

    private async Task WriteAsync(TestProject project, string script, string topic, int count)
    {
        var server = shared.Platform.Server;
        string[] arguments = ["-c", script, server.Kafka, new Uri(server.Http, "/registry").ToString(), $"{project.Name}__ada", project.Secret, topic, $"{count}"];
        (await Tool.RunAsync(ToolFactAttribute.Python, arguments)).Succeeded();
    }
}
