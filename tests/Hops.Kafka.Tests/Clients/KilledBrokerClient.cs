using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Clients;

/// <summary>A foreign client of <see cref="KilledBrokerTests"/>. Its producer writes 0 to 399 to the topic <c>lines</c>, one after the other, and succeeds when all are acknowledged; its consumer prints
/// what the group <c>g</c> reads, and commits.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="IsIdempotent">True if its producer writes nothing twice.</param>
internal sealed record KilledBrokerClient(string Name, bool IsIdempotent)
{
    /// <summary>Records of one run.</summary>
    public const int Records = 400;

    private const string Paced = "for i in $(seq 0 399); do echo $i; sleep 0.01; done | ";

    private const string KafkaPythonScript = """
        import sys, time
        from kafka import KafkaProducer, KafkaConsumer
        address, what = sys.argv[1:]
        if what == 'produce':
            producer = KafkaProducer(bootstrap_servers=address, acks='all', retries=1000, retry_backoff_ms=100, max_block_ms=50000, request_timeout_ms=3000)
            sent = []
            for i in range(400):
                sent.append(producer.send('lines', b'%d' % i))
                time.sleep(0.01)
            for each in sent:
                each.get(50)
        else:
            for message in KafkaConsumer('lines', bootstrap_servers=address, group_id='g', auto_offset_reset='earliest', auto_commit_interval_ms=200):
                print(message.value.decode(), flush=True)
        """;

    private const string ConfluentScript = """
        import sys, time
        from confluent_kafka import Producer, Consumer
        address, what = sys.argv[1:]
        if what == 'produce':
            producer = Producer({'bootstrap.servers': address, 'enable.idempotence': True, 'message.timeout.ms': 50000, 'reconnect.backoff.max.ms': 500})
            failed = []
            for i in range(400):
                producer.produce('lines', str(i), on_delivery=lambda error, message: error and failed.append(error))
                producer.poll(0)
                time.sleep(0.01)
            sys.exit(producer.flush(50) or len(failed))
        consumer = Consumer({'bootstrap.servers': address, 'group.id': 'g', 'auto.offset.reset': 'earliest', 'auto.commit.interval.ms': 200, 'reconnect.backoff.max.ms': 500})
        consumer.subscribe(['lines'])
        while True:
            message = consumer.poll(1)
            if message is not None and message.error() is None:
                print(message.value().decode(), flush=True)
        """;

    // It names the partition: kafkajs picks one anew for each attempt. A record whose answer was lost goes to another partition then, where it is there twice, and the next one of the first partition
    // has the sequence number of the stored one and is taken for its repetition (so with Apache Kafka too).
    private const string KafkaJsScript = """
        const { Kafka, logLevel } = require('kafkajs');
        const [address, what] = process.argv.slice(1);
        const kafka = new Kafka({ brokers: [address], logLevel: logLevel.WARN, retry: { retries: 50, initialRetryTime: 100, maxRetryTime: 500 } });
        (async () => {
          if (what === 'produce') {
            const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, retry: { retries: 50, initialRetryTime: 100, maxRetryTime: 500 } });
            await producer.connect();
            for (let i = 0; i < 400; i++) {
              await producer.send({ topic: 'lines', acks: -1, messages: [{ value: String(i), partition: i % 2 }] });
              await new Promise(resolve => setTimeout(resolve, 10));
            }
            await producer.disconnect();
            return;
          }
          const consumer = kafka.consumer({ groupId: 'g', retry: { retries: 50, initialRetryTime: 100, maxRetryTime: 500 } });
          await consumer.connect();
          await consumer.subscribe({ topic: 'lines', fromBeginning: true });
          await consumer.run({ autoCommitInterval: 200, eachMessage: async ({ message }) => console.log(message.value.toString()) });
        })().catch(failure => { console.error(failure); process.exit(1); });
        """;

    private const string PlatformaticScript = """
        const { Consumer, MessagesStreamModes, MessagesStreamFallbackModes, Producer, stringDeserializers, stringSerializers } = require('@platformatic/kafka');
        const [address, what] = process.argv.slice(1);
        const common = { bootstrapBrokers: [address], retries: 100, retryDelay: 200 };
        (async () => {
          if (what === 'produce') {
            const producer = new Producer({ ...common, clientId: 'p', idempotent: true, serializers: stringSerializers });
            for (let i = 0; i < 400; i++) {
              await producer.send({ messages: [{ topic: 'lines', value: String(i) }] });
              await new Promise(resolve => setTimeout(resolve, 10));
            }
            await producer.close();
            return;
          }
          for (;;) {
            const consumer = new Consumer({ ...common, clientId: 'c', groupId: 'g', deserializers: stringDeserializers });
            try {
              const stream = await consumer.consume({ topics: ['lines'], mode: MessagesStreamModes.COMMITTED, fallbackMode: MessagesStreamFallbackModes.EARLIEST, autocommit: 200 });
              for await (const message of stream)
                console.log(message.value);
            } catch (failure) {
              console.error(failure.message);
              await consumer.close(true).catch(() => {});
              await new Promise(resolve => setTimeout(resolve, 200));
            }
          }
        })().catch(failure => { console.error(failure); process.exit(1); });
        """;

    public static KilledBrokerClient Java { get; } = new("Apache Kafka's console tools (Java)", IsIdempotent: true)
    {
        Produce = Shell($"{Paced}$0 console-producer --bootstrap-server $1 --topic lines --command-property acks=all --command-property delivery.timeout.ms=50000 --command-property request.timeout.ms=5000 --command-property linger.ms=0", ToolFactAttribute.JavaTool),
        Consume = Shell("exec $0 console-consumer --bootstrap-server $1 --topic lines --group g --from-beginning --command-property auto.commit.interval.ms=200", ToolFactAttribute.JavaTool),
    };

    /// <summary>Its consumer prints how much it has read, which is told as numbers; the last of it with what comes next.</summary>
    public static KilledBrokerClient Perf { get; } = new("kafka-producer-perf-test and kafka-consumer-perf-test (Java)", IsIdempotent: true)
    {
        PrintsAll = false,
        Produce = Shell(
            "exec $0 producer-perf-test --bootstrap-server $1 --topic lines --num-records 400 --throughput 60 --payload-monotonic --command-property acks=all delivery.timeout.ms=50000 request.timeout.ms=5000",
            ToolFactAttribute.JavaTool),
        Consume = Shell(
            "$0 consumer-perf-test --bootstrap-server $1 --topic lines --group g --num-records 1000000 --timeout 80000 --show-detailed-stats --hide-header --reporting-interval 10"
            + " --command-property auto.commit.interval.ms=200 | awk -F', ' '{ for (; n < $5; n++) print n; fflush() }'",
            ToolFactAttribute.JavaTool),
    };

    public static KilledBrokerClient Kcat { get; } = new("kcat -E (librdkafka)", IsIdempotent: true)
    {
        Produce = Shell($"{Paced}kcat -E -P -b $1 -t lines -X enable.idempotence=true -X message.timeout.ms=50000 -X reconnect.backoff.max.ms=500", "kcat"),
        Consume = Shell("exec kcat -E -u -b $1 -X auto.offset.reset=earliest -X auto.commit.interval.ms=200 -X reconnect.backoff.max.ms=500 -G g lines", "kcat"),
    };

    public static KilledBrokerClient ConfluentKafka { get; } =
        new("python3-confluent-kafka (librdkafka)", IsIdempotent: true) { Produce = Python(ConfluentScript, "produce"), Consume = Python(ConfluentScript, "consume") };

    public static KilledBrokerClient KafkaPython { get; } = new("python3-kafka", IsIdempotent: false) { Produce = Python(KafkaPythonScript, "produce"), Consume = Python(KafkaPythonScript, "consume") };

    public static KilledBrokerClient KafkaJs { get; } = new("kafkajs", IsIdempotent: true) { Produce = Node(KafkaJsScript, "produce"), Consume = Node(KafkaJsScript, "consume") };

    public static KilledBrokerClient Platformatic { get; } =
        new("@platformatic/kafka", IsIdempotent: true) { Produce = Node(PlatformaticScript, "produce"), Consume = Node(PlatformaticScript, "consume") };

    /// <summary>What is tried in its own way: it reads, counts and writes.</summary>
    public const string Streams = "Kafka Streams' word count, exactly once (Java)";

    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<KilledBrokerClient> All { get; } = [Java, Perf, Kcat, ConfluentKafka, KafkaPython, KafkaJs, Platformatic];

    /// <summary>The command of its producer, by the address of the broker.</summary>
    public required Func<string, string[]> Produce { get; init; }

    /// <summary>The command of its consumer, which goes on until it is ended.</summary>
    public required Func<string, string[]> Consume { get; init; }

    /// <summary>False if its consumer does not print the last of what it has read: only what it commits says that it has.</summary>
    public bool PrintsAll { get; init; } = true;

    private static Func<string, string[]> Shell(string text, string program) => address => ["bash", "-c", "set -o pipefail; " + text, program, address];

    private static Func<string, string[]> Python(string text, string what) => address => [ToolFactAttribute.Python, "-c", text, address, what];

    private static Func<string, string[]> Node(string text, string what) => address =>
        ["env", "NODE_PATH=" + ToolFactAttribute.NodeModules, "KAFKAJS_NO_PARTITIONER_WARNING=1", "node", "-e", text, address, what];
}
