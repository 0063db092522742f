using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Clients;

/// <summary>Clients that speak as to the brokers of years ago: they send the versions of that time and ask for none.</summary>
public sealed class OldClientTests
{
    private const string KafkaPython = """
        import sys
        from kafka import KafkaConsumer, KafkaProducer, TopicPartition
        address, version = sys.argv[1], tuple(int(part) for part in sys.argv[2].split('.'))
        producer = KafkaProducer(bootstrap_servers=address, api_version=version, acks='all', compression_type='gzip', max_block_ms=15000, request_timeout_ms=15000)
        for i in range(100):
            producer.send('departures', key=b'%d' % i, value=b'%d' % i).get(15)
        read = []
        def go_on(count):
            consumer = KafkaConsumer('departures', bootstrap_servers=address, api_version=version, group_id='g', auto_offset_reset='earliest', enable_auto_commit=False,
                                     consumer_timeout_ms=15000, max_poll_records=10)
            for message in consumer:
                read.append(int(message.value))
                consumer.commit()
                if len(read) >= count:
                    break
            consumer.close()
        go_on(40)
        go_on(100)
        consumer = KafkaConsumer(bootstrap_servers=address, api_version=version, group_id='g')
        partitions = [TopicPartition('departures', i) for i in range(4)]
        print(sorted(read) == list(range(100)), sum(consumer.committed(each) or 0 for each in partitions), sum(consumer.end_offsets(partitions).values()))
        """;

    private const string Librdkafka = """
        import sys
        from confluent_kafka import Consumer, Producer
        common = {'bootstrap.servers': sys.argv[1], 'api.version.request': False, 'broker.version.fallback': sys.argv[2]}
        producer = Producer({**common, 'message.timeout.ms': 15000})
        failed = []
        for i in range(100):
            producer.produce('departures', str(i), on_delivery=lambda error, message: error and failed.append(error))
        assert producer.flush(20) == 0 and not failed, failed[:1]
        read = []
        def go_on(count):
            consumer = Consumer({**common, 'group.id': 'g', 'auto.offset.reset': 'earliest', 'enable.auto.commit': False})
            consumer.subscribe(['departures'])
            while len(read) < count:
                message = consumer.poll(20)
                assert message is not None and message.error() is None, message and message.error()
                read.append(int(message.value()))
                consumer.commit(message, asynchronous=False)
            consumer.close()
        go_on(40)
        go_on(100)
        print(sorted(read) == list(range(100)))
        """;

    [ToolFact(ForeignTool.Python)]
    public Task Kafka_python_speaks_as_to_a_broker_of_0_11() => KafkaPythonReadsAsync("0.11.0");

    [ToolFact(ForeignTool.Python)]
    public Task Kafka_python_speaks_as_to_a_broker_of_1_0() => KafkaPythonReadsAsync("1.0");

    [ToolFact(ForeignTool.Python)]
    public Task Kafka_python_speaks_as_to_a_broker_of_2_0() => KafkaPythonReadsAsync("2.0");

    [ToolFact(ForeignTool.Python)]
    public Task Librdkafka_that_may_not_ask_for_versions_speaks_as_to_a_broker_of_0_10() => LibrdkafkaReadsAsync("0.10.0");

    [ToolFact(ForeignTool.Python)]
    public Task Librdkafka_that_may_not_ask_for_versions_speaks_as_to_a_broker_of_2_0() => LibrdkafkaReadsAsync("2.0.0");

    private static async Task KafkaPythonReadsAsync(string version)
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures", partitions: 4);

        (await Tool.RunAsync(ToolFactAttribute.Python, ["-c", KafkaPython, broker.Address, version])).Succeeded().ShouldBe("True 100 100\n");
    }

    private static async Task LibrdkafkaReadsAsync(string version)
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures", partitions: 4);

        (await Tool.RunAsync(ToolFactAttribute.Python, ["-c", Librdkafka, broker.Address, version])).Succeeded().ShouldBe("True\n");
    }
}
