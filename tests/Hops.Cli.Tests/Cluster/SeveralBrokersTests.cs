using System.Globalization;
using Hops.Kafka.Tests.Support;

namespace Hops.Cli.Tests.Cluster;

/// <summary>An Apache Kafka of two brokers, each of which leads some partitions.</summary>
public sealed class SeveralBrokersTests(ApacheBroker apache) : IClassFixture<ApacheBroker>
{
    [ToolFact(ForeignTool.Java)]
    public async Task Statements_and_streaming_queries_read_each_partition_from_the_broker_that_leads_it()
    {
        const string Topic = "numbers";
        await using var second = await apache.AddBrokerAsync();
        await using var side = await KafkaSide.StartAsync(apache);
        var owner = await side.OwnerAsync("nora");
        await owner.DoAsync("topic", "create", Topic, "--partitions", "4", "--value-schema", owner.Write("n.avsc", """{"type":"record","name":"N","fields":[{"name":"n","type":"int"}]}"""));
        var id = (await owner.JsonAsync("schema", "get", Topic + "-value")).GetProperty("id").GetInt32();
        var settings = await KafkaSide.SecretAsync(owner);
        var name = side.TopicOf("nora", Topic);
        var described = (await apache.AdministerAsync("topics", "--describe", "--topic", name)).Succeeded();
        described.ShouldSatisfyAllConditions(() => described.ShouldContain("Leader: 1"), () => described.ShouldContain("Leader: 2"));
        for (var number = 0; number < 4; number++)
            await WriteAsync(number, number);

        (await owner.DoAsync("sql", $"SELECT string_agg(n, '+' ORDER BY n) AS numbers FROM topics.{Topic}")).ShouldContain("0+1+2+3");
        await owner.DoAsync("dataset", "create", "copy");
        await owner.DoAsync("query", "create", "copy", "--topic", Topic, "--sink", "copy", "--from", "earliest", "--start", "--sql", $"SELECT n FROM {Topic}");
        await CopiedAsync("0+1+2+3");
        await WriteAsync(4, 3);
        await WriteAsync(5, 2);

        await CopiedAsync("0+1+2+3+4+5");

        Task CopiedAsync(string numbers) => BothBrokersTests.EventuallyAsync(async () =>
            (await owner.RunAsync("sql", "SELECT string_agg(n, '+' ORDER BY n) AS numbers FROM copy")).Output.Contains(numbers, StringComparison.Ordinal));

        // The command of ours writes to all leaders too, and reads from them.
        var more = owner.Write("more.jsonl", string.Concat(Enumerable.Range(6, 40).Select(number => $$"""{"n":{{number}}}""" + "\n")));
        (await owner.JsonAsync("topic", "produce", Topic, more, "--key-field", "n", "--kafka-properties", settings)).GetProperty("acknowledged").GetInt64().ShouldBe(40);
        var lines = await owner.DoAsync("topic", "read", Topic, "--kafka-properties", settings);
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().ShouldBe(Enumerable.Range(0, 46).Select(number => $$"""{"n":{{number}}}""").Order());

        // Avro: a number as a zigzag number.
        async Task WriteAsync(int number, int partition) =>
            (await KafkaSide.ProduceAsync(settings, name, string.Create(CultureInfo.InvariantCulture, $"hex:00{id:x8}{number * 2:x2}"), partition)).Succeeded();
    }
}
