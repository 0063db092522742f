using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Clients;

/// <summary>Transactions of real clients: librdkafka, and Apache Kafka's own tools with the newer protocol (KIP-890).</summary>
public sealed class TransactionClientTests
{
    /// <summary>Moves numbers from one topic to another exactly once, with an abort in the middle and a zombie at the end.</summary>
    private const string Librdkafka = """
        import sys
        from confluent_kafka import Consumer, Producer, KafkaException, TopicPartition
        address = sys.argv[1]

        def begun(transactional_id):
            producer = Producer({'bootstrap.servers': address, 'transactional.id': transactional_id, 'transaction.timeout.ms': 30000})
            producer.init_transactions(20)
            return producer

        source = begun('source')
        source.begin_transaction()
        for number in range(10):
            source.produce('numbers', str(number))
        source.commit_transaction(20)

        def consumer(group):
            made = Consumer({'bootstrap.servers': address, 'group.id': group, 'auto.offset.reset': 'earliest', 'enable.auto.commit': False,
                             'isolation.level': 'read_committed', 'enable.partition.eof': True})
            return made

        def values(topic):
            reader = consumer('reader-' + topic)
            reader.assign([TopicPartition(topic, 0, 0)])
            read = []
            while True:
                message = reader.poll(20)
                if message is None or message.error():
                    break
                read.append(int(message.value()))
            reader.close()
            return read

        mover = begun('mover')
        moving = consumer('movers')
        moving.subscribe(['numbers'])
        moved = 0
        while moved < 10:
            message = moving.poll(20)
            if message.error():
                continue
            mover.begin_transaction()
            mover.produce('doubles', str(2 * int(message.value())))
            mover.send_offsets_to_transaction(moving.position(moving.assignment()), moving.consumer_group_metadata(), 20)
            if moved == 5:
                mover.abort_transaction(20)
                mover.begin_transaction()
                mover.produce('doubles', str(2 * int(message.value())))
                mover.send_offsets_to_transaction(moving.position(moving.assignment()), moving.consumer_group_metadata(), 20)
            mover.commit_transaction(20)
            moved += 1
        print('doubles', values('doubles'))
        print('committed', moving.committed([TopicPartition('numbers', 0)], 20)[0].offset)
        moving.close()

        mover.begin_transaction()
        mover.produce('doubles', '1')
        mover.flush(20)
        begun('mover')
        try:
            mover.commit_transaction(20)
            print('not fenced')
        except KafkaException as refused:
            print('fenced', refused.args[0].fatal())
        print('doubles', values('doubles'))
        """;

    [ToolFact(ForeignTool.Python)]
    public async Task Librdkafka_moves_records_exactly_once()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("numbers");
        await broker.CreateTopicAsync("doubles");

        var said = (await Tool.RunAsync(ToolFactAttribute.Python, ["-c", Librdkafka, broker.Address])).Succeeded();

        const string Doubles = "doubles [0, 2, 4, 6, 8, 10, 12, 14, 16, 18]\n";
        said.ShouldBe(Doubles + "committed 10\nfenced True\n" + Doubles);
    }

    [ToolFact(ForeignTool.Java)]
    public async Task The_producer_of_apache_kafka_commits_and_its_tools_list_what_there_is()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures", partitions: 2);

        var sent = (await Tool.RunAsync(
            ToolFactAttribute.JavaTool,
            [
                "producer-perf-test", "--bootstrap-server", broker.Address, "--topic", "departures", "--num-records", "2000", "--record-size", "100", "--throughput", "2000",
                "--transactional-id", "perf", "--transaction-duration-ms", "200",
            ])).Succeeded();

        sent.ShouldContain("2000 records sent");
        var logs = Enumerable.Range(0, 2).Select(index => broker.Broker.Logs.Find(0, "departures", index)!).ToList();
        logs.ShouldAllBe(log => log.LastStableOffset == log.HighWatermark);
        logs.Sum(log => log.HighWatermark).ShouldBeGreaterThan(2000, "markers take offsets too");
        (await SaidAsync(broker, "transactions", "list")).ShouldContain("perf");
        (await SaidAsync(broker, "transactions", "describe", "--transactional-id", "perf")).ShouldContain("CompleteCommit");
        var read = (await Tool.RunAsync(
            ToolFactAttribute.JavaTool,
            [
                "console-consumer", "--bootstrap-server", broker.Address, "--topic", "departures", "--from-beginning", "--isolation-level", "read_committed", "--max-messages", "2000",
                "--timeout-ms", "20000",
            ])).Succeeded();
        read.Count(character => character == '\n').ShouldBe(2000);
    }

    private static async Task<string> SaidAsync(TestBroker broker, string tool, params string[] arguments) =>
        (await Tool.RunAsync(ToolFactAttribute.JavaTool, [tool, "--bootstrap-server", broker.Address, .. arguments])).Succeeded();
}
