using System.Globalization;
using System.Text.Json;
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
        (await LeadersAsync(_ => true)).Distinct().Order().ShouldBe([1, 2]);
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

        // Partitions whose leader moves are read where they are led from then on, by a query under way too.
        await MoveAsync();
        var file = Path.Combine(owner.Home, "numbers.csv");
        await owner.DoAsync("topic", "export", Topic, file, "--format", "csv");
        (await File.ReadAllLinesAsync(file)).Length.ShouldBe(1 + 46);
        for (var number = 46; number < 50; number++)
            await WriteAsync(number, number % 4);
        await CopiedAsync(string.Join('+', Enumerable.Range(0, 50)));

        // What is written by REST and replayed goes to where each is led now, too.
        await MoveAsync();
        var (status, written) = await side.PostMessagesAsync(
            owner, $"nora/topics/{Topic}", $$"""{"records":[{{string.Join(',', Enumerable.Range(50, 8).Select(number => $$$"""{"value":{"n":{{{number}}}},"partition":{{{number % 4}}}}"""))}}]}""");
        (status, written.GetRawText().Contains("\"offset\":null", StringComparison.Ordinal)).ShouldBe((200, false), written.GetRawText());
        await owner.DoAsync("topic", "create", "again", "--partitions", "4");
        (await owner.JsonAsync("topic", "replay", Topic, "--to", "again", "--yes")).GetProperty("count").GetInt32().ShouldBe(58);
        var partitions = (await side.GetAsync(owner, "projects/nora/topics/again/partitions")).GetProperty("items").EnumerateArray();
        partitions.Sum(partition => int.Parse(partition.GetProperty("records").GetString()!, CultureInfo.InvariantCulture)).ShouldBe(58);

        // Each from the broker that has it to the other one.
        async Task MoveAsync()
        {
            var moved = (await LeadersAsync(_ => true)).Select(leader => 3 - leader).ToList();
            var wish = JsonSerializer.Serialize(new { version = 1, partitions = moved.Select((broker, partition) => new { topic = name, partition, replicas = new[] { broker } }) });
            (await apache.AdministerAsync("reassign-partitions", "--reassignment-json-file", owner.Write("moves.json", wish), "--execute")).Succeeded();
            await LeadersAsync(now => now.SequenceEqual(moved));
        }

        // Of each partition, once they are as they should. Apache's tool fails while the broker that it happens to ask has not heard of a new topic yet.
        async Task<IReadOnlyList<int>> LeadersAsync(Func<IReadOnlyList<int>, bool> areWanted)
        {
            List<int> leaders = [];
            await BothBrokersTests.EventuallyAsync(async () =>
            {
                var described = await apache.AdministerAsync("topics", "--describe", "--topic", name);
                leaders = [.. described.Output.Split("Leader: ").Skip(1).Select(leader => leader[0] - '0')];
                return described.ExitCode == 0 && leaders.Count == 4 && areWanted(leaders);
            });
            return leaders;
        }

        // Avro: a number as a zigzag number.
        async Task WriteAsync(int number, int partition) =>
            (await KafkaSide.ProduceAsync(settings, name, string.Create(CultureInfo.InvariantCulture, $"hex:00{id:x8}{number * 2:x2}"), partition)).Succeeded();
    }
}
