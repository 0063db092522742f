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

    /// <summary>Commits, aborts and commits again, with offsets of a group; then another producer of the same id comes.</summary>
    private const string KafkaJs = """
        const { Kafka, logLevel } = require('kafkajs');
        const kafka = new Kafka({ clientId: 'js', brokers: [process.argv[1]], logLevel: logLevel.NOTHING, retry: { retries: 3 } });
        const begun = async () => {
          const producer = kafka.producer({ transactionalId: 'mover', maxInFlightRequests: 1, idempotent: true, transactionTimeout: 30000 });
          await producer.connect();
          return producer;
        };
        const write = async (producer, values, offset) => {
          const transaction = await producer.transaction();
          await transaction.send({ topic: 'doubles', messages: values.map(value => ({ value })) });
          if (offset)
            await transaction.sendOffsets({ consumerGroupId: 'movers', topics: [{ topic: 'numbers', partitions: [{ partition: 0, offset }] }] });
          return transaction;
        };
        (async () => {
          const producer = await begun();
          await (await write(producer, ['0', '2'], '2')).commit();
          await (await write(producer, ['lost'], '5')).abort();
          await (await write(producer, ['4'])).commit();

          const zombie = await write(producer, ['lost too']);
          const next = await begun();
          await (await write(next, ['6', 'end'])).commit();
          const fenced = await zombie.commit().then(() => 'no', refused => refused.type || refused.name);

          const consumer = kafka.consumer({ groupId: 'reader', rebalanceTimeout: 10000 });
          await consumer.connect();
          await consumer.subscribe({ topic: 'doubles', fromBeginning: true });
          const values = [];
          await new Promise(done => consumer.run({ eachMessage: async ({ message }) => { values.push(message.value.toString()); if (values.at(-1) === 'end') done(); } }));
          await consumer.disconnect();
          const admin = kafka.admin();
          await admin.connect();
          const offsets = await admin.fetchOffsets({ groupId: 'movers', topics: ['numbers'] });
          console.log(values.join(' '), offsets[0].partitions[0].offset, fenced);
          for (const each of [admin, producer, next])
            await each.disconnect();
        })().catch(failure => { console.error(failure); process.exit(1); });
        """;

    /// <summary>Two idempotent producers; then numbers are moved with the offsets of their reader: the first is committed, the second aborted.</summary>
    private const string Platformatic = """
        const { Consumer, MessagesStreamModes, Producer, stringDeserializers, stringSerializers } = require('@platformatic/kafka');
        const common = { bootstrapBrokers: [process.argv[1]] };
        const producer = options => new Producer({ ...common, clientId: 'p', idempotent: true, serializers: stringSerializers, ...options });
        const consumer = groupId => new Consumer({ ...common, clientId: 'c', groupId, isolationLevel: 1, deserializers: stringDeserializers });
        const read = (reader, topic) => reader.consume({ topics: [topic], mode: MessagesStreamModes.EARLIEST, autocommit: false });
        (async () => {
          const [one, two, moving] = [producer(), producer(), producer({ transactionalId: 'mover' })];
          await one.send({ messages: [{ topic: 'numbers', value: '1' }] });
          await two.send({ messages: [{ topic: 'numbers', value: '2' }] });

          const movers = consumer('movers');
          let moved = 0;
          for await (const message of await read(movers, 'numbers')) {
            const transaction = await moving.beginTransaction();
            await transaction.addConsumer(movers);
            await transaction.send({ messages: [{ topic: 'doubles', value: String(2 * message.value) }] });
            await transaction.addOffset(message);
            await (moved++ === 0 ? transaction.commit() : transaction.abort());
            if (moved === 2)
              break;
          }
          const last = await moving.beginTransaction();
          await last.send({ messages: [{ topic: 'doubles', value: 'end' }] });
          await last.commit();

          const [reader, values] = [consumer('reader'), []];
          for await (const message of await read(reader, 'doubles')) {
            values.push(message.value);
            if (message.value === 'end')
              break;
          }
          console.log(values.join(' '));
          for (const each of [movers, reader])
            await each.close(true);
          for (const each of [one, two, moving])
            await each.close();
        })().catch(failure => { console.error(failure); process.exit(1); });
        """;

    [ToolFact(ForeignTool.Platformatic)]
    public async Task The_client_of_platformatic_commits_aborts_and_loses_nothing_of_two_producers()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("numbers");
        await broker.CreateTopicAsync("doubles");

        var said = (await Tool.RunAsync("/usr/bin/env", ["NODE_PATH=" + ToolFactAttribute.NodeModules, "node", "-e", Platformatic, broker.Address])).Succeeded();

        said.ShouldBe("2 end\n");
        broker.Broker.Groups.Find(0, "movers")!.Offsets.Single().Value.Offset.ShouldBe(1, "behind the record whose transaction was committed");
    }

    [ToolFact(ForeignTool.Node)]
    public async Task Kafkajs_commits_aborts_and_is_fenced()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("numbers");
        await broker.CreateTopicAsync("doubles");

        var said = (await Tool.RunAsync(
            "/usr/bin/env", ["NODE_PATH=" + ToolFactAttribute.NodeModules, "KAFKAJS_NO_PARTITIONER_WARNING=1", "node", "-e", KafkaJs, broker.Address])).Succeeded();

        said.ShouldBe("0 2 4 6 end 2 INVALID_PRODUCER_EPOCH\n");
    }

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
        (await SaidAsync(broker, "transactions", "list", "--transactional-id-pattern", "p.*f")).ShouldContain("perf");
        (await SaidAsync(broker, "transactions", "list", "--transactional-id-pattern", "p.")).ShouldNotContain("perf");
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
