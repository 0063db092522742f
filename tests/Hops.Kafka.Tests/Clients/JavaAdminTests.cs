using Hops.Kafka.Tests.Log;
using Hops.Kafka.Tests.Support;

namespace Hops.Kafka.Tests.Clients;

/// <summary>Apache Kafka's own command line tools as administrators.</summary>
public sealed class JavaAdminTests
{
    [ToolFact(ForeignTool.Java)]
    public async Task Topics_describes_every_partition()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures", partitions: 3);
        await broker.CreateTopicAsync("arrivals", partitions: 2);

        var all = await SaidAsync(broker, "topics", "--describe");
        all.ShouldContain("PartitionCount: 3");
        all.ShouldContain("Topic: departures\tPartition: 2\tLeader: 1\tReplicas: 1\tIsr: 1");
        all.ShouldContain("Topic: arrivals\tPartition: 1\tLeader: 1\tReplicas: 1\tIsr: 1");

        // By pages of two: the second begins within a topic.
        var paged = await SaidAsync(broker, "topics", "--describe", "--partition-size-limit-per-response", "2");
        paged.ShouldBe(all);
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Configs_describes_the_broker_and_the_topics()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");

        (await SaidAsync(broker, "configs", "--describe", "--all", "--entity-type", "brokers", "--entity-name", "1")).ShouldContain("log.retention.ms=604800000 sensitive=false");
        (await SaidAsync(broker, "configs", "--alter", "--entity-type", "topics", "--entity-name", "departures", "--add-config", "retention.ms=5000")).ShouldContain("Completed");
        (await SaidAsync(broker, "configs", "--describe", "--entity-type", "topics", "--entity-name", "departures")).ShouldContain("retention.ms=5000");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Log_dirs_shows_the_sizes()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");

        (await SaidAsync(broker, "log-dirs", "--describe", "--topic-list", "departures")).ShouldContain("\"partition\":\"departures-0\",\"size\":0,\"offsetLag\":0,\"isFuture\":false");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Leader_election_and_reassign_partitions_find_everything_in_its_place()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        var plan = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(plan, """{"version":1,"partitions":[{"topic":"departures","partition":0,"replicas":[1]}]}""");

            (await SaidAsync(broker, "leader-election", "--election-type", "preferred", "--topic", "departures", "--partition", "0"))
                .ShouldContain("Valid replica already elected for partitions departures-0");
            (await SaidAsync(broker, "reassign-partitions", "--execute", "--reassignment-json-file", plan)).ShouldContain("Successfully started partition reassignment");
            (await SaidAsync(broker, "reassign-partitions", "--list")).ShouldContain("No partition reassignments found");
        }
        finally
        {
            File.Delete(plan);
        }
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Configs_looks_at_users_and_is_told_where_their_secrets_come_from()
    {
        await using var broker = await TestBroker.StartAsync();

        (await SaidAsync(broker, "configs", "--describe", "--entity-type", "users")).ShouldBeEmpty();
        (await RefusedAsync(broker, "configs", "--alter", "--entity-type", "users", "--entity-name", "red__ann", "--add-config", "producer_byte_rate=1024"))
            .ShouldContain("hops project alter");
        (await RefusedAsync(broker, "configs", "--alter", "--entity-type", "users", "--entity-name", "red__ann", "--add-config", "SCRAM-SHA-256=[iterations=8192,password=pencil]"))
            .ShouldContain("hops credential rotate");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Acls_lists_rights_and_is_told_where_they_are_given()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");

        (await SaidAsync(broker, "acls", "--list", "--topic", "departures"))
            .ShouldContain("(principal=User:everybody, host=*, operation=READ, permissionType=ALLOW)");
        (await RefusedAsync(broker, "acls", "--add", "--allow-principal", "User:red__ann", "--operation", "Read", "--topic", "departures")).ShouldContain("hops share");
    }

    [ToolFact(ForeignTool.Java)]
    public async Task Transactions_describes_the_producers_of_a_partition()
    {
        await using var broker = await TestBroker.StartAsync();
        await broker.CreateTopicAsync("departures");
        var log = broker.Broker.Logs.Find(0, "departures", 0)!;
        const long TimeMs = 1_700_000_000_000;
        await log.AppendAsync(LogBench.Batch(3, timestampMs: TimeMs, producerId: 5, sequence: 0));
        await log.AppendAsync(LogBench.Batch(2, timestampMs: TimeMs, producerId: 6, sequence: 0, isTransactional: true));

        var lines = (await SaidAsync(broker, "transactions", "describe-producers", "--topic", "departures", "--partition", "0")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Select(line => string.Join(' ', line.Split(' ', '\t').Where(word => word.Length > 0))).ShouldBe(
        [
            "ProducerId ProducerEpoch LatestCoordinatorEpoch LastSequence LastTimestamp CurrentTransactionStartOffset",
            $"5 0 -1 2 {TimeMs + 2} None",
            $"6 0 -1 1 {TimeMs + 1} 3",
        ]);
    }

    private static async Task<string> RefusedAsync(TestBroker broker, string tool, params string[] arguments)
    {
        var result = await Tool.RunAsync(ToolFactAttribute.JavaTool, [tool, "--bootstrap-server", broker.Address, .. arguments]);
        result.ExitCode.ShouldNotBe(0);
        return result.Output + result.Errors;
    }

    private static async Task<string> SaidAsync(TestBroker broker, string tool, params string[] arguments) =>
        (await Tool.RunAsync(ToolFactAttribute.JavaTool, [tool, "--bootstrap-server", broker.Address, .. arguments])).Succeeded();
}
