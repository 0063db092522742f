using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Security;

/// <summary>Foreign clients sign in, and see the topics of their own project only.</summary>
public sealed class SaslClientTests
{
    private const string KafkaPython = """
        import sys
        from kafka import KafkaProducer, KafkaConsumer
        address, mechanism, name, secret = sys.argv[1:5]
        signed = dict(bootstrap_servers=address, security_protocol='SASL_PLAINTEXT', sasl_mechanism=mechanism, sasl_plain_username=name, sasl_plain_password=secret)
        producer = KafkaProducer(acks='all', **signed)
        producer.send('departures', name.encode()).get(20)
        consumer = KafkaConsumer('departures', group_id='readers', auto_offset_reset='earliest', consumer_timeout_ms=4000, **signed)
        print(sorted(consumer.topics()), [m.value.decode() for m in consumer])
        """;

    private const string Confluent = """
        import sys
        from confluent_kafka.admin import AdminClient
        address, mechanism, name, secret = sys.argv[1:5]
        admin = AdminClient({'bootstrap.servers': address, 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': mechanism, 'sasl.username': name, 'sasl.password': secret})
        print(sorted(admin.list_topics(timeout=10).topics))
        """;

    private const string KafkaJs = """
        const { Kafka, logLevel } = require('kafkajs');
        const [address, name] = process.argv.slice(1);
        const sasl = { mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: 'token-' + name }) };
        const admin = new Kafka({ brokers: [address], sasl, logLevel: logLevel.NOTHING, retry: { retries: 0 } }).admin();
        admin.connect().then(() => admin.listTopics()).then(topics => { console.log(topics.sort().join()); return admin.disconnect(); })
          .catch(failure => { console.log(failure.name); process.exit(1); });
        """;

    [ToolFact(ForeignTool.Python)]
    public async Task Two_projects_have_topics_and_groups_of_the_same_name()
    {
        await using var broker = await StartAsync();

        (await PythonAsync(broker, KafkaPython, "PLAIN", "red__ann", "pencil")).Succeeded().ShouldBe("['departures', 'red-only'] ['red__ann']\n");
        (await PythonAsync(broker, KafkaPython, "PLAIN", "blue__bob", "pencil")).Succeeded().ShouldBe("['departures'] ['blue__bob']\n");
    }

    [ToolFact(ForeignTool.Python)]
    public async Task Raw_scram_tokens_after_an_old_handshake_are_understood()
    {
        await using var broker = await StartAsync();

        (await PythonAsync(broker, KafkaPython, "SCRAM-SHA-256", "blue__bob", "pencil")).Succeeded().ShouldBe("['departures'] ['blue__bob']\n");
    }

    [ToolFact(ForeignTool.Python)]
    public async Task Librdkafka_signs_in_by_every_mechanism_with_a_secret()
    {
        await using var broker = await StartAsync();

        foreach (var mechanism in new[] { "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512" })
            (await PythonAsync(broker, Confluent, mechanism, "red__ann", "pencil")).Succeeded().ShouldBe("['departures', 'red-only']\n");
    }

    [ToolFact(ForeignTool.Python)]
    public async Task A_wrong_secret_and_an_unknown_name_are_refused_alike()
    {
        await using var broker = await StartAsync();

        foreach (var (name, secret) in new[] { ("red__ann", "pen"), ("red__eve", "pencil") })
        {
            var result = await PythonAsync(broker, Confluent, "SCRAM-SHA-512", name, secret);
            result.ExitCode.ShouldNotBe(0);
            result.Errors.ShouldContain("Authentication failed: the name, the secret or the token is not valid.");
        }
    }

    [ToolFact(ForeignTool.Node)]
    public async Task Kafkajs_signs_in_with_a_token()
    {
        await using var broker = await StartAsync();

        (await NodeAsync(broker, "blue__bob")).Succeeded().ShouldBe("departures\n");
        (await NodeAsync(broker, "blue__eve")).ExitCode.ShouldBe(1);
    }

    private static async Task<TestBroker> StartAsync()
    {
        var broker = await TestBroker.StartAsync(new TestGate());
        await broker.CreateTopicAsync("departures", tenantId: 1);
        await broker.CreateTopicAsync("departures", tenantId: 2);
        await broker.CreateTopicAsync("red-only", tenantId: 1);
        await broker.CreateTopicAsync("sealed-away", tenantId: 1);
        return broker;
    }

    private static Task<ToolResult> PythonAsync(TestBroker broker, string script, params string[] arguments) =>
        Tool.RunAsync(ToolFactAttribute.Python, ["-c", script, broker.Address, .. arguments]);

    private static Task<ToolResult> NodeAsync(TestBroker broker, string name) => Tool.RunAsync(
        "/usr/bin/env", ["NODE_PATH=" + ToolFactAttribute.NodeModules, "KAFKAJS_NO_PARTITIONER_WARNING=1", "node", "-e", KafkaJs, broker.Address, name]);
}
