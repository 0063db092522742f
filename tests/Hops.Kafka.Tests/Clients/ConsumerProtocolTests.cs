using Hops.Core.Identity;
using Hops.Kafka.Groups.Consumer;
using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Clients;

/// <summary>Apache Kafka's consumers with <c>group.protocol=consumer</c> (KIP-848).</summary>
public sealed class ConsumerProtocolTests
{
    /// <summary>Consumers of one group in one process: what they own is printed as it settles, then what they have read.</summary>
    private const string Readers = """
        import java.time.Duration;
        import java.util.*;
        import java.util.concurrent.*;
        import java.util.function.BooleanSupplier;
        import java.util.function.Consumer;
        import java.util.stream.*;
        import org.apache.kafka.clients.admin.*;
        import org.apache.kafka.clients.consumer.*;
        import org.apache.kafka.clients.producer.*;
        import org.apache.kafka.common.TopicPartition;
        import org.apache.kafka.common.serialization.*;

        public class Readers {
          static String address;
          static Map<String, Object> signIn = Map.of();
          static final Queue<String> read = new ConcurrentLinkedQueue<>();

          static final class Reader extends Thread {
            final KafkaConsumer<String, String> consumer;
            volatile Set<TopicPartition> owned = Set.of();
            volatile boolean isEnding;

            Reader(String instanceId, String assignor, Consumer<KafkaConsumer<String, String>> subscribe) {
              Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", address, "group.id", "g", "group.protocol", "consumer",
                  "auto.offset.reset", "earliest", "auto.commit.interval.ms", 100));
              config.putAll(signIn);
              if (instanceId != null) config.put("group.instance.id", instanceId);
              if (assignor != null) config.put("group.remote.assignor", assignor);
              consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
              subscribe.accept(consumer);
              start();
            }

            @Override public void run() {
              while (!isEnding) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) read.add(record.value());
                owned = Set.copyOf(consumer.assignment());
              }
              consumer.close();
              owned = Set.of();
            }

            void end() throws Exception { isEnding = true; join(); }
          }

          static void await(String what, BooleanSupplier isSo) throws Exception {
            for (long end = System.nanoTime() + 40_000_000_000L; !isSo.getAsBoolean(); Thread.sleep(20))
              if (System.nanoTime() > end) { System.out.println("never " + what); System.exit(1); }
          }

          static void produce(String topic, int first, int count) throws Exception {
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
              for (int i = first; i < first + count; i++) producer.send(new ProducerRecord<>(topic, i % 4, null, "" + i));
              producer.flush();
            }
          }

          static String names(Reader reader) { return reader.owned.stream().map(TopicPartition::toString).sorted().collect(Collectors.joining(" ")); }

          static void share() throws Exception {
            Reader one = new Reader(null, null, consumer -> consumer.subscribe(List.of("departures")));
            await("all", () -> one.owned.size() == 4);
            Reader two = new Reader(null, null, consumer -> consumer.subscribe(List.of("departures")));
            await("halves", () -> one.owned.size() == 2 && two.owned.size() == 2);
            produce("departures", 0, 100);
            await("100", () -> read.size() >= 100);
            one.end();
            await("the rest", () -> two.owned.size() == 4);
            two.end();
            System.out.println(read.size() + " " + Set.copyOf(read).size());
          }

          static void pattern() throws Exception {
            Reader one = new Reader(null, null, consumer -> consumer.subscribe(new SubscriptionPattern("dep.*s")));
            await("one topic", () -> one.owned.size() == 4);
            System.out.println(names(one));
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
              admin.createTopics(List.of(new NewTopic("depots", 1, (short) 1), new NewTopic("depot", 1, (short) 1))).all().get();
              await("two topics", () -> one.owned.size() == 5);
              System.out.println(names(one));
              admin.createPartitions(Map.of("depots", NewPartitions.increaseTo(2))).all().get();
              await("more partitions", () -> one.owned.size() == 6);
              admin.deleteTopics(List.of("departures")).all().get();
              await("one topic again", () -> one.owned.size() == 2);
              System.out.println(names(one));
            }
            one.end();
          }

          static void fixed() throws Exception {
            Consumer<KafkaConsumer<String, String>> subscribe = consumer -> consumer.subscribe(List.of("departures"));
            Reader one = new Reader("one", "range", subscribe);
            Reader two = new Reader("two", "range", subscribe);
            await("halves", () -> one.owned.size() == 2 && two.owned.size() == 2);
            String before = names(one);
            one.end();
            Reader again = new Reader("one", "range", subscribe);
            await("the same half", () -> again.owned.size() == 2);
            System.out.println(before.equals(names(again)) + " " + two.owned.size());
            again.end();
            two.end();
          }

          static void copy() throws Exception {
            produce("departures", 0, 20);
            Map<String, Object> reading = Map.of("bootstrap.servers", address, "group.id", "g", "group.protocol", "consumer", "auto.offset.reset", "earliest",
                "enable.auto.commit", false, "max.poll.records", 7);
            Map<String, Object> writing = Map.of("bootstrap.servers", address, "transactional.id", "copier");
            try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer());
                 KafkaProducer<String, String> producer = new KafkaProducer<>(writing, new StringSerializer(), new StringSerializer())) {
              producer.initTransactions();
              consumer.subscribe(List.of("departures"));
              for (int copied = 0; copied < 20; ) {
                ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
                if (records.isEmpty()) continue;
                producer.beginTransaction();
                for (ConsumerRecord<String, String> record : records) producer.send(new ProducerRecord<>("copies", record.value()));
                producer.sendOffsetsToTransaction(records.nextOffsets(), consumer.groupMetadata());
                producer.commitTransaction();
                copied += records.count();
              }
              System.out.println(consumer.committed(consumer.assignment()).values().stream().mapToLong(OffsetAndMetadata::offset).sum());
            }
          }

          static void restart() throws Exception {
            Reader one = new Reader(null, null, consumer -> consumer.subscribe(List.of("departures")));
            await("200", () -> Set.copyOf(read).size() >= 200);
            one.end();
            System.out.println(Set.copyOf(read).size());
          }

          static void borrow() throws Exception {
            signIn = Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN", "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"blue__bob\" password=\"pencil\";");
            Reader one = new Reader(null, null, consumer -> consumer.subscribe(List.of("red.departures", "own")));
            await("both", () -> one.owned.size() == 5);
            System.out.println(names(one));
            await("its own alone", () -> one.owned.size() == 1);
            System.out.println(names(one) + " " + read);
            one.end();
          }

          public static void main(String[] arguments) throws Exception {
            address = arguments[0];
            switch (arguments[1]) {
              case "share" -> share();
              case "pattern" -> pattern();
              case "fixed" -> fixed();
              case "copy" -> copy();
              case "borrow" -> borrow();
              default -> restart();
            }
          }
        }
        """;

    private static readonly string[] NewProtocol = ["--command-property", "group.protocol=consumer"];

    [ToolFact(ForeignTool.Java)]
    public async Task A_consumer_reads_commits_and_the_next_goes_on_behind_it()
    {
        await using var broker = await StartAsync();
        await ProduceAsync(broker, 0, 20);

        var first = await ReadAsync(broker, 12);
        var second = await ReadAsync(broker, 8);

        first.Concat(second).Order().ShouldBe(Lines(0, 20).Order());
        broker.Broker.Groups.Find(0, "g")!.Look(_ => default, state => state.Phase).ShouldBe(ConsumerGroupPhase.Empty);
    }

    [ToolFact(ForeignTool.Java)]
    public async Task The_tools_show_members_state_and_offsets_and_leave_a_group_alone_that_is_read()
    {
        await using var broker = await StartAsync();
        await ProduceAsync(broker, 0, 20);
        var reading = ReadAsync(broker, 21, "--command-property", "client.id=reader");
        await WaitAsync(broker, state => state.Members.Any(member => member.Assigned.Count == 4));

        var members = await SaidAsync(broker, "consumer-groups", "--describe", "--group", "g", "--members", "--verbose");
        var state = await SaidAsync(broker, "consumer-groups", "--describe", "--group", "g", "--state");
        var list = await SaidAsync(broker, "groups", "--list");
        var settings = await SaidAsync(broker, "configs", "--describe", "--all", "--entity-type", "groups", "--entity-name", "g");
        var features = await SaidAsync(broker, "features", "describe");
        (await Tool.RunAsync(ToolFactAttribute.JavaTool, ["consumer-groups", "--bootstrap-server", broker.Address, "--delete", "--group", "g"])).Output
            .ShouldContain("GroupNotEmptyException");
        await ProduceAsync(broker, 20, 1);
        await reading;
        var offsets = await SaidAsync(broker, "consumer-groups", "--describe", "--group", "g");

        members.ShouldContain("departures:0,1,2,3");
        members.ShouldContain("reader");
        state.ShouldContain("uniform");
        state.ShouldContain("Stable");
        list.ShouldContain("Consumer");
        settings.ShouldContain("consumer.heartbeat.interval.ms=300");
        features.ShouldContain("group.version");
        offsets.ShouldContain("departures");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Two_consumers_share_a_topic_and_each_record_is_read_once()
    {
        await using var broker = await StartAsync();

        (await RunAsync(broker.Address, "share")).ShouldBe("100 100\n");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task A_regular_expression_follows_topics_that_come_grow_and_go()
    {
        await using var broker = await StartAsync();

        (await RunAsync(broker.Address, "pattern")).ShouldBe(
            """
            departures-0 departures-1 departures-2 departures-3
            departures-0 departures-1 departures-2 departures-3 depots-0
            depots-0 depots-1

            """);
    }

    [ToolFact(ForeignTool.Java)]
    public async Task A_static_member_that_starts_anew_has_the_partitions_that_it_had()
    {
        await using var broker = await StartAsync();

        (await RunAsync(broker.Address, "fixed")).ShouldBe("true 2\n");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task A_member_commits_its_offsets_with_the_transactions_of_a_producer()
    {
        await using var broker = await StartAsync();
        await broker.CreateTopicAsync("copies");

        (await RunAsync(broker.Address, "copy")).ShouldBe("20\n");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task A_member_loses_a_borrowed_topic_that_is_taken_back_and_reads_nothing_of_it_any_more()
    {
        var gate = new TestGate();
        await using var broker = await TestBroker.StartAsync(gate, options => options.ConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(300));
        var lent = await broker.CreateTopicAsync("departures", partitions: 4, tenantId: 1);
        await broker.CreateTopicAsync("own", tenantId: 2);
        gate.Lend("blue__bob", "red", new Resource(ResourceKind.Topic, 1, "departures"));
        var reading = RunAsync(broker.Address, "borrow");
        await WaitAsync(broker, state => state.Members.Any(member => member.Assigned.Count == 5), tenantId: 2);

        gate.Lend("blue__bob", "red", null);
        (await broker.Broker.Logs.Get(lent, 0).AppendAsync(LogBench.Batch(1))).Error.ShouldBe(KafkaError.None);

        (await reading).ShouldBe(
            """
            own-0 red.departures-0 red.departures-1 red.departures-2 red.departures-3
            own-0 []

            """);
        gate.Exports.ShouldBeEmpty();
    }

    [ToolFact(ForeignTool.Java)]
    public async Task A_consumer_outlives_its_broker_and_joins_again()
    {
        var directory = Directory.CreateTempSubdirectory("hops-kafka-").FullName;
        try
        {
            Task<string> reading;
            int port;
            await using (var broker = await StartAsync(directory))
            {
                port = broker.Port;
                reading = RunAsync(broker.Address, "restart");
                await WaitAsync(broker, state => state.Members.Any(member => member.Assigned.Count == 4));
                await ProduceAsync(broker, 0, 100);
            }

            await using (var broker = await StartAsync(directory, port))
            {
                await WaitAsync(broker, state => state.Members.Any(member => member.Assigned.Count == 4));
                await ProduceAsync(broker, 100, 100);
                (await reading).ShouldBe("200\n");
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static IEnumerable<string> Lines(int first, int count) => Enumerable.Range(first, count).Select(i => $"line {i}");

    private static async Task<TestBroker> StartAsync(string? directory = null, int port = 0)
    {
        var broker = await TestBroker.StartAsync(configure: options => options.ConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(300), directory: directory, port: port);
        if (port == 0)
            await broker.CreateTopicAsync("departures", partitions: 4);
        return broker;
    }

    private static async Task ProduceAsync(TestBroker broker, int first, int count) =>
        (await Tool.RunAsync(
            ToolFactAttribute.JavaTool,
            ["console-producer", "--bootstrap-server", broker.Address, "--topic", "departures"],
            string.Concat(Lines(first, count).Select(line => line + "\n")))).Succeeded();

    private static async Task<string[]> ReadAsync(TestBroker broker, int count, params string[] arguments) =>
        (await SaidAsync(
            broker,
            "console-consumer",
            ["--topic", "departures", "--group", "g", .. NewProtocol, "--from-beginning", "--max-messages", $"{count}", "--timeout-ms", "40000", .. arguments]))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> SaidAsync(TestBroker broker, string tool, params string[] arguments) =>
        (await Tool.RunAsync(ToolFactAttribute.JavaTool, [tool, "--bootstrap-server", broker.Address, .. arguments])).Succeeded();

    private static async Task<string> RunAsync(string address, string scenario)
    {
        var directory = Directory.CreateTempSubdirectory("hops-java-").FullName;
        try
        {
            var source = Path.Combine(directory, "Readers.java");
            await File.WriteAllTextAsync(source, Readers);
            return (await Tool.RunAsync("java", ["-Xmx256m", "-Dorg.apache.logging.log4j.level=OFF", "-cp", ToolFactAttribute.JavaLibraries, source, address, scenario])).Succeeded();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task WaitAsync(TestBroker broker, Func<ConsumerGroupState, bool> isSo, long tenantId = 0)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (broker.Broker.Groups.Find(tenantId, "g")?.Look(_ => false, isSo) != true)
            await Task.Delay(50, patience.Token);
    }
}
