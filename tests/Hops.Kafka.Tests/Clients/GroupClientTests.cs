using Hops.Kafka.Groups;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Clients;

/// <summary>Foreign clients share out a topic in groups, rebalance, commit, and go on where they were.</summary>
public sealed class GroupClientTests
{
    private const string KafkaPythonPair = """
        import sys, threading
        from kafka import KafkaProducer, KafkaConsumer
        address = sys.argv[1]
        producer = KafkaProducer(bootstrap_servers=address, acks='all', compression_type='gzip')
        for i in range(400):
            producer.send('departures', key=b'%d' % (i % 13), value=b'%d' % i)
        producer.flush()
        got, lock = [], threading.Lock()
        def run():
            consumer = KafkaConsumer('departures', bootstrap_servers=address, group_id='pair', auto_offset_reset='earliest',
                                     consumer_timeout_ms=4000, heartbeat_interval_ms=300)
            for message in consumer:
                with lock:
                    got.append(message.value)
            consumer.close()
        threads = [threading.Thread(target=run) for _ in range(2)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        print(len(set(got)))
        """;

    private const string ConfluentResume = """
        import sys
        from confluent_kafka import Producer, Consumer
        address = sys.argv[1]
        producer = Producer({'bootstrap.servers': address, 'enable.idempotence': True, 'compression.type': 'lz4'})
        for i in range(100):
            producer.produce('departures', str(i))
        assert producer.flush(20) == 0
        def read(count):
            consumer = Consumer({'bootstrap.servers': address, 'group.id': 'resume', 'auto.offset.reset': 'earliest', 'enable.auto.commit': False})
            consumer.subscribe(['departures'])
            values = []
            while len(values) < count:
                message = consumer.poll(20)
                assert message is not None and message.error() is None
                values.append(int(message.value()))
            consumer.commit(asynchronous=False)
            consumer.close()
            return values
        first, second = read(60), read(40)
        print(sorted(first + second) == list(range(100)))
        """;

    private const string KafkaJs = """
        const { Kafka, logLevel } = require('kafkajs');
        const kafka = new Kafka({ brokers: [process.argv[1]], logLevel: logLevel.ERROR });
        (async () => {
          const producer = kafka.producer({ idempotent: true });
          await producer.connect();
          await producer.send({ topic: 'departures', compression: 1, messages: [...Array(50).keys()].map(i => ({ key: 'k' + i, value: 'v' + i })) });
          await producer.disconnect();
          const consumer = kafka.consumer({ groupId: 'js', rebalanceTimeout: 10000 });
          await consumer.connect();
          await consumer.subscribe({ topic: 'departures', fromBeginning: true });
          const values = new Set();
          await new Promise(done => consumer.run({ eachMessage: async ({ message }) => { values.add(message.value.toString()); if (values.size === 50) done(); } }));
          await consumer.disconnect();
          const admin = kafka.admin();
          await admin.connect();
          const offsets = await admin.fetchOffsets({ groupId: 'js', topics: ['departures'] });
          console.log(values.size, offsets[0].partitions.reduce((sum, p) => sum + Math.max(0, Number(p.offset)), 0));
          await admin.disconnect();
        })().catch(failure => { console.error(failure); process.exit(1); });
        """;

    [ToolFact(ForeignTool.Python)]
    public async Task Two_consumers_of_kafka_python_share_a_topic()
    {
        await using var broker = await StartAsync();

        (await Tool.RunAsync(ToolFactAttribute.Python, ["-c", KafkaPythonPair, broker.Address])).Succeeded().ShouldBe("400\n");

        broker.Broker.Groups.Find(0, "pair")!.Look(state => state.Phase).ShouldBe(GroupPhase.Empty);
    }

    [ToolFact(ForeignTool.Python)]
    public async Task A_consumer_of_librdkafka_goes_on_where_its_group_has_committed()
    {
        await using var broker = await StartAsync();

        (await Tool.RunAsync(ToolFactAttribute.Python, ["-c", ConfluentResume, broker.Address])).Succeeded().ShouldBe("True\n");
    }

    [ToolFact(ForeignTool.Node)]
    public async Task Kafkajs_produces_consumes_and_commits()
    {
        await using var broker = await StartAsync();

        var result = await Tool.RunAsync(
            "/usr/bin/env", ["NODE_PATH=" + ToolFactAttribute.NodeModules, "KAFKAJS_NO_PARTITIONER_WARNING=1", "node", "-e", KafkaJs, broker.Address]);
        result.Succeeded().ShouldBe("50 50\n");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task The_Java_tools_produce_consume_and_describe_the_group()
    {
        await using var broker = await StartAsync();
        var lines = string.Concat(Enumerable.Range(0, 20).Select(i => $"line {i}\n"));

        (await JavaAsync(broker, lines, "console-producer", "--topic", "departures", "--compression-codec", "zstd")).Succeeded();
        var read = (await JavaAsync(
            broker, "", "console-consumer", "--topic", "departures", "--group", "java", "--from-beginning", "--max-messages", "20", "--timeout-ms", "20000")).Succeeded();
        var described = (await JavaAsync(broker, "", "consumer-groups", "--describe", "--group", "java")).Succeeded();

        read.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().ShouldBe(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order());
        described.ShouldContain("departures");
    }

    [Fact]
    public async Task Offsets_outlive_a_restart_and_not_their_topic()
    {
        var directory = Directory.CreateTempSubdirectory("hops-kafka-").FullName;
        try
        {
            await using (var broker = await TestBroker.StartAsync(directory: directory))
            {
                var topic = await broker.CreateTopicAsync("departures");
                var group = broker.Broker.Groups.GetOrAdd(0, "g")!;
                await broker.Broker.Groups.Offsets.CommitAsync(
                    group, new Dictionary<TopicPartition, CommittedOffset> { [new(topic.Id, 0)] = new(42, 3, "note", DateTimeOffset.UnixEpoch) });
            }

            await using (var broker = await TestBroker.StartAsync(directory: directory))
            {
                var group = broker.Broker.Groups.Find(0, "g")!;
                group.Offsets.Single().Value.ShouldBe(new CommittedOffset(42, 3, "note", DateTimeOffset.UnixEpoch));
                await broker.Store.WriteAsync(write => broker.Broker.Topics.DeleteInAsync(write, Core.Identity.OpenGate.Everybody, 0, "departures"));

                await broker.Broker.GroupCleaning.CleanAsync();

                group.Offsets.ShouldBeEmpty();
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<TestBroker> StartAsync()
    {
        var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures", partitions: 4);
        return broker;
    }

    private static Task<ToolResult> JavaAsync(TestBroker broker, string input, string tool, params string[] arguments) =>
        Tool.RunAsync(ToolFactAttribute.JavaTool, [tool, "--bootstrap-server", broker.Address, .. arguments], input);
}
