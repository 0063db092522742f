using Hops.Kafka.Groups;
using Hops.Kafka.Groups.Consumer;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Clients;

/// <summary>Foreign consumers of the classic protocol and of KIP-848 in one group, which goes over from the one to the other while it is read.</summary>
public sealed class GroupMigrationTests
{
    /// <summary>
    /// Consumers of one group are replaced one after the other, first by such of the newer protocol, then back by classic ones, while records come. Printed are
    /// the type of the group and which members speak the newer protocol whenever it has settled; in the end whether all records were read, how many twice,
    /// and the committed offsets.
    /// </summary>
    private const string Roll = """
        import java.time.Duration;
        import java.util.*;
        import java.util.concurrent.*;
        import java.util.concurrent.atomic.*;
        import java.util.function.BooleanSupplier;
        import java.util.stream.*;
        import org.apache.kafka.clients.admin.*;
        import org.apache.kafka.clients.consumer.*;
        import org.apache.kafka.clients.producer.*;
        import org.apache.kafka.common.TopicPartition;
        import org.apache.kafka.common.serialization.*;

        public class Roll {
          static String address;
          static String assignor;
          static boolean isStatic;
          static final Queue<String> read = new ConcurrentLinkedQueue<>();
          static final Reader[] readers = new Reader[2];

          static final class Reader extends Thread {
            final KafkaConsumer<String, String> consumer;
            volatile Set<TopicPartition> owned = Set.of();
            volatile boolean isEnding;

            Reader(int place, boolean isNew) {
              Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", address, "group.id", "g", "auto.offset.reset", "earliest", "client.id", "reader-" + place));
              if (isNew) config.put("group.protocol", "consumer");
              else config.putAll(Map.of("group.protocol", "classic", "heartbeat.interval.ms", 200, "partition.assignment.strategy", assignor));
              if (isStatic) config.put("group.instance.id", "place-" + place);
              consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
              consumer.subscribe(List.of("departures"));
              start();
            }

            @Override public void run() {
              while (!isEnding) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) read.add(record.value());
                owned = Set.copyOf(consumer.assignment());
              }
              consumer.close();
              owned = Set.of();
            }

            void end() throws Exception { isEnding = true; join(); }
          }

          static void await(String what, BooleanSupplier isSo) throws Exception {
            for (long end = System.nanoTime() + 60_000_000_000L; !isSo.getAsBoolean(); Thread.sleep(20))
              if (System.nanoTime() > end) {
                System.out.println("never " + what + ": " + Arrays.stream(readers).map(reader -> reader == null ? "none" : reader.owned.toString()).collect(Collectors.joining(", ")));
                System.exit(1);
              }
          }

          static void replace(Admin admin, int place, boolean isNew) throws Exception {
            if (readers[place] != null) readers[place].end();
            readers[place] = new Reader(place, isNew);
            await("halves", () -> Arrays.stream(readers).allMatch(reader -> reader == null || reader.owned.size() == 4 / Arrays.stream(readers).filter(Objects::nonNull).count()));
            GroupListing listed = admin.listGroups().all().get().iterator().next();
            ConsumerGroupDescription group = admin.describeConsumerGroups(List.of("g")).all().get().get("g");
            String members = group.members().stream().sorted(Comparator.comparing(MemberDescription::clientId))
                .map(member -> member.upgraded().map(is -> is ? "new" : "old").orElse("-") + member.assignment().topicPartitions().size()).collect(Collectors.joining(" "));
            System.out.println(listed.type().get() + " " + listed.protocol() + " " + members);
          }

          public static void main(String[] arguments) throws Exception {
            address = arguments[0];
            assignor = "org.apache.kafka.clients.consumer." + arguments[1];
            isStatic = arguments.length > 2;
            AtomicBoolean isProducing = new AtomicBoolean(true);
            AtomicInteger produced = new AtomicInteger();
            Thread producing = new Thread(() -> {
              try (KafkaProducer<String, String> producer = new KafkaProducer<>(Map.of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
                for (; isProducing.get(); Thread.sleep(5)) {
                  int i = produced.getAndIncrement();
                  producer.send(new ProducerRecord<>("departures", i % 4, null, "" + i));
                }
              } catch (InterruptedException e) { throw new IllegalStateException(e); }
            });
            producing.start();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
              replace(admin, 0, false);
              replace(admin, 1, false);
              replace(admin, 0, true);
              replace(admin, 1, true);
              replace(admin, 0, false);
              replace(admin, 1, false);
              isProducing.set(false);
              producing.join();
              await("all of " + produced, () -> Set.copyOf(read).size() == produced.get());
              for (Reader reader : readers) reader.end();
              long committed = admin.listConsumerGroupOffsets("g").partitionsToOffsetAndMetadata().get().values().stream().mapToLong(OffsetAndMetadata::offset).sum();
              int twice = read.size() - produced.get();
              System.out.println("all read, " + (twice > 0 && twice < produced.get() / 4 && assignor.contains("Cooperative") ? "few" : twice) + " twice, " + (committed - produced.get()) + " not committed");
            }
          }
        }
        """;

    /// <summary>A classic consumer of librdkafka: prints 200 messages.</summary>
    private const string Classic = """
        import sys
        from confluent_kafka import Consumer
        consumer = Consumer({'bootstrap.servers': sys.argv[1], 'group.id': 'g', 'auto.offset.reset': 'earliest', 'heartbeat.interval.ms': 200,
                             'partition.assignment.strategy': sys.argv[2]})
        consumer.subscribe(['departures'])
        for i in range(200):
            message = consumer.poll(60)
            assert message is not None and message.error() is None, message and message.error()
            print(message.value().decode())
        consumer.close()
        """;

    private const string Produce = """
        import sys
        from confluent_kafka import Producer
        producer = Producer({'bootstrap.servers': sys.argv[1]})
        for i in range(400):
            producer.produce('departures', 'line %d' % i, partition=i % 4)
        assert producer.flush(20) == 0
        """;

    private const string Rolled = """
        Classic consumer -4
        Classic consumer -2 -2
        Consumer consumer new2 old2
        Consumer consumer new2 new2
        Consumer consumer old2 new2
        Classic consumer -2 -2
        all read, TWICE twice, 0 not committed

        """;

    [ToolFact(ForeignTool.Java)]
    public async Task Consumers_are_rolled_up_and_down_while_records_come_and_none_is_missed() =>
        (await RollAsync("RangeAssignor")).ShouldBe(Rolled.Replace("TWICE", "0", StringComparison.Ordinal));

    /// <summary>While a cooperative consumer joins it reads on, and what it has then to give up it does not commit: Apache Kafka's brokers have it read twice too.</summary>
    [ToolFact(ForeignTool.Java)]
    public async Task Cooperative_consumers_are_rolled_up_and_down_while_records_come_and_none_is_missed() =>
        (await RollAsync("CooperativeStickyAssignor")).ShouldBe(Rolled.Replace("TWICE", "few", StringComparison.Ordinal));

    [ToolFact(ForeignTool.Java)]
    public async Task Static_consumers_keep_their_places_when_they_are_rolled_up_and_down() =>
        (await RollAsync("RangeAssignor", "static")).ShouldBe(Rolled.Replace("TWICE", "0", StringComparison.Ordinal));

    [ToolFact(ForeignTool.Java, ForeignTool.Python)]
    public Task A_consumer_of_librdkafka_shares_a_group_with_one_of_the_newer_protocol() => ShareAsync("range,roundrobin");

    [ToolFact(ForeignTool.Java, ForeignTool.Python)]
    public Task A_cooperative_consumer_of_librdkafka_shares_a_group_with_one_of_the_newer_protocol() => ShareAsync("cooperative-sticky");

    private static async Task ShareAsync(string strategy)
    {
        await using var broker = await StartAsync();
        var isOld = (ConsumerMember member) => member.Classic is not null;
        var ofPython = Tool.RunAsync(ToolFactAttribute.Python, ["-c", Classic, broker.Address, strategy]);
        await WaitAsync(broker, _ => false, state => state.Phase == GroupPhase.Stable && state.Members.Count == 1);
        var ofJava = ReadNewAsync(broker);
        await WaitAsync(broker, state => state.Members.Count(isOld) == 1 && state.Members.All(member => member.Assigned.Count == 2 && member.Phase == ConsumerMemberPhase.Stable));

        var members = await SaidAsync(broker, "consumer-groups", "--describe", "--group", "g", "--members", "--verbose");
        var list = await SaidAsync(broker, "groups", "--list");
        (await Tool.RunAsync(ToolFactAttribute.Python, ["-c", Produce, broker.Address])).Succeeded();
        var (old, young) = (Lines((await ofPython).Succeeded()), Lines((await ofJava).Succeeded()));

        (old.Length, young.Length).ShouldBe((200, 200));
        old.Concat(young).Order().ShouldBe(Enumerable.Range(0, 400).Select(i => $"line {i}").Order());
        members.ShouldContain("rdkafka");
        members.ShouldContain("console-consumer");
        members.ShouldContain("departures:0,1");
        list.ShouldContain("Consumer");
        broker.Broker.Groups.Find(0, "g")!.Offsets.Values.Sum(offset => offset.Offset).ShouldBe(400);
    }

    private static async Task<string> RollAsync(params string[] arguments)
    {
        await using var broker = await StartAsync();
        var directory = Directory.CreateTempSubdirectory("hops-java-").FullName;
        try
        {
            var source = Path.Combine(directory, "Roll.java");
            await File.WriteAllTextAsync(source, Roll);
            return (await Tool.RunAsync("java", ["-Xmx256m", "-Dorg.apache.logging.log4j.level=OFF", "-cp", ToolFactAttribute.JavaLibraries, source, broker.Address, .. arguments])).Succeeded();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<TestBroker> StartAsync()
    {
        var broker = await TestBroker.StartAsync(configure: options => options.ConsumerHeartbeatInterval = TimeSpan.FromMilliseconds(200));
        await broker.CreateTopicAsync("departures", partitions: 4);
        return broker;
    }

    private static Task<ToolResult> ReadNewAsync(TestBroker broker) => Tool.RunAsync(
        ToolFactAttribute.JavaTool,
        [
            "console-consumer", "--bootstrap-server", broker.Address, "--topic", "departures", "--group", "g", "--from-beginning", "--max-messages", "200",
            "--timeout-ms", "60000", "--command-property", "group.protocol=consumer",
        ]);

    private static string[] Lines(string output) => [.. output.Split('\n').Where(line => line.StartsWith("line ", StringComparison.Ordinal))];

    private static async Task<string> SaidAsync(TestBroker broker, string tool, params string[] arguments) =>
        (await Tool.RunAsync(ToolFactAttribute.JavaTool, [tool, "--bootstrap-server", broker.Address, .. arguments])).Succeeded();

    private static async Task WaitAsync(TestBroker broker, Func<ConsumerGroupState, bool> isSo, Func<GroupState, bool>? isSoOfClassic = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        while (broker.Broker.Groups.Find(0, "g")?.Look(isSoOfClassic ?? (_ => false), isSo) != true)
            await Task.Delay(50, patience.Token);
    }
}
