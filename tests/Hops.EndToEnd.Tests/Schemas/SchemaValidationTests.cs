using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka.Tests.Support;

namespace Hops.EndToEnd.Tests.Schemas;

/// <summary>A topic that takes only values by a registered schema, as foreign producers meet it.</summary>
[Collection(SharedPlatformCollection.Name)]
public sealed class SchemaValidationTests(SharedPlatform shared)
{
    private const string Setting = "confluent.value.schema.validation";

    /// <summary>Registers a schema as the Avro serializers do, and produces by it: plainly, in a transaction, by the id of another subject, and without one.</summary>
    private const string Confluent = """
        import struct, sys
        from confluent_kafka import KafkaException, Producer
        from confluent_kafka.schema_registry import Schema, SchemaRegistryClient
        kafka, registry, name, secret = sys.argv[1:5]
        client = SchemaRegistryClient({'url': registry, 'basic.auth.user.info': name + ':' + secret})
        text = '{"type":"record","name":"Departure","fields":[{"name":"carrier","type":"string"}]}'
        own = client.register_schema('departures-value', Schema(text, 'AVRO'))
        foreign = client.register_schema('arrivals-value', Schema(text.replace('Departure', 'Arrival'), 'AVRO'))
        settings = {'bootstrap.servers': kafka, 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'SCRAM-SHA-256', 'sasl.username': name, 'sasl.password': secret,
                    'compression.type': 'lz4', 'linger.ms': 50, 'enable.idempotence': True}
        said = []
        def note(error, message):
            said.append('ok' if error is None else error.name())
        def written(values):
            said.clear()
            producer = Producer(settings)
            for value in values:
                producer.produce('departures', value, on_delivery=note)
            producer.flush(30)
            return sorted(set(said))
        def value(id):
            return struct.pack('>bI', 0, id) + b'\x04UA'
        print(written([value(own), value(own), None]))
        print(written([value(foreign)]))
        print(written([b'{"carrier":"UA"}']))
        print(written([value(own), b'plain', value(own)]))
        transactional = Producer({**settings, 'transactional.id': 'checked'})
        transactional.init_transactions(30)
        for values in ([value(own)], [value(foreign)]):
            said.clear()
            transactional.begin_transaction()
            for one in values:
                transactional.produce('departures', one, on_delivery=note)
            transactional.flush(30)
            try:
                transactional.commit_transaction(30)
                print(said, 'committed')
            except KafkaException as refused:
                print(said, 'aborted')
                transactional.abort_transaction(30)
        """;

    [ToolFact(ForeignTool.Python)]
    public async Task Takes_what_a_registered_schema_says_and_nothing_else()
    {
        await using var project = await shared.Platform.ProjectAsync("validated");
        await project.Rest.CallAsync(
            HttpMethod.Post, "projects/validated/topics", new { name = "departures", partitions = 1, config = new Dictionary<string, string> { [Setting] = "true" } });
        var server = shared.Platform.Server;

        var said = (await Tool.RunAsync(ToolFactAttribute.Python, ["-c", Confluent, server.Kafka, new Uri(server.Http, "/registry").ToString(), "validated__ada", project.Secret]))
            .Succeeded();

        said.ShouldBe(
            """
            ['ok']
            ['INVALID_RECORD']
            ['INVALID_RECORD']
            ['INVALID_RECORD']
            ['ok'] committed
            ['INVALID_RECORD'] aborted

            """);
    }

    [SpineFact]
    public async Task Another_projects_id_is_refused_and_a_deleted_subject_and_a_setting_count_at_once()
    {
        await using var project = await shared.Platform.ProjectAsync("checking");
        await using var other = await shared.Platform.ProjectAsync("checked_other");
        await project.TopicAsync("t");
        const string Schema = """{"type":"record","name":"R","fields":[{"name":"n","type":"int"}]}""";
        var own = await project.Registry.RegisterAsync("t-value", Schema, CancellationToken.None);
        var foreign = await other.Registry.RegisterAsync("t-value", Schema, CancellationToken.None);
        var changed = await project.Rest.CallAsync(HttpMethod.Patch, "projects/checking/topics/t", new { config = new Dictionary<string, string> { [Setting] = "true" }, unset = new[] { "retention.ms" } });
        changed.Body.GetProperty("config").ToString().ShouldBe($$"""{"{{Setting}}":"true"}""");

        await ProduceAsync(own, isTaken: true);
        await ProduceAsync(foreign, isTaken: false);
        (await Should.ThrowAsync<PlatformException>(() => project.Rest.CallAsync(
            HttpMethod.Post, "projects/checking/topics/t/messages", new { form = "TEXT", records = new[] { new { value = "plain" } } }))).Message.ShouldContain(Setting);
        await project.Rest.CallAsync(HttpMethod.Post, "projects/checking/topics/t/messages", new { records = new[] { new { value = new { n = 1 } } } });
        await project.Rest.CallAsync(HttpMethod.Delete, "projects/checking/schemas/t-value");
        await ProduceAsync(own, isTaken: false);
        await project.Rest.CallAsync(HttpMethod.Patch, "projects/checking/topics/t", new { unset = new[] { Setting } });
        await ProduceAsync(foreign, isTaken: true);

        async Task ProduceAsync(int id, bool isTaken)
        {
            await using var writer = await project.WriterAsync("t");
            var writing = async () =>
            {
                await writer.AddAsync(0, NumberedEvents.FirstMs, default, new EventBytes(id).Long(1).ToArray(), null, CancellationToken.None);
                await writer.FlushAsync(CancellationToken.None);
            };
            if (isTaken)
                await writing();
            else
                (await Should.ThrowAsync<PlatformException>(writing)).Message.ShouldContain(Setting);
        }
    }
}
