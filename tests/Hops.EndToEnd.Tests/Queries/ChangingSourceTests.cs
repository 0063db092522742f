using System.Text.Json;
using Hops.Client.Topics;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka;
using Hops.Kafka.Wire.Messages;

namespace Hops.EndToEnd.Tests.Queries;

/// <summary>What changes about a topic while a query reads it, or while the query is stopped, is found at the next batch.</summary>
[Collection(SharedPlatformCollection.Name)]
public sealed class ChangingSourceTests(SharedPlatform shared)
{
    private const short CreatePartitionsVersionMax = 3;

    private static readonly QueryDefinition PerMinute = new(
        "minutes", "numbers", "SELECT window_start, count(*) AS n FROM numbers GROUP BY tumble(happened, INTERVAL '1 minute')")
    {
        WatermarkColumn = "happened",
        WatermarkDelayMs = 0,
    };

    [SpineFact]
    public async Task Partitions_that_are_added_while_a_query_runs_are_read_from_their_first_record()
    {
        await using var project = await shared.Platform.ProjectAsync("grown_running");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 20);
        var query = await project.QueryAsync(new QueryDefinition("kept", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();
        await query.CommitsAsync(20);
        var runner = await query.RunnerAsync();

        await GrowAsync(project, "numbers", 3);
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 20, 50);
        var commit = await query.CommitsAsync(50);

        commit.To.ShouldBe([30, 10, 10]);
        (await query.RunnerAsync()).ShouldBe(runner, "the query was not started again for it");
        await query.StopAsync();
        (await project.SqlAsync("SELECT count(DISTINCT n) FROM kept"))[0][0].GetInt64().ShouldBe(50);
    }

    [SpineFact]
    public async Task The_watermark_waits_for_partitions_that_were_added_while_a_query_was_stopped()
    {
        await using var project = await shared.Platform.ProjectAsync("grown_stopped");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 30);
        var query = await project.QueryAsync(PerMinute with { RecordsPerBatchMax = 40 });
        await query.StartAsync();
        await query.CommitsAsync(30);
        await query.StopAsync();

        // In the order of time, but unevenly: the old partition holds what happened once a minute, the new one what happened each ten seconds.
        await GrowAsync(project, "numbers", 2);
        await using (var writer = await project.WriterAsync("numbers"))
        {
            for (var minute = 1; minute <= 60; minute++)
                await WriteOneAsync(writer, schemaId, partition: 0, minute * 60);
            for (var tenth = 6; tenth < 306; tenth++)
                await WriteOneAsync(writer, schemaId, partition: 1, tenth * 10);
            await WriteOneAsync(writer, schemaId, partition: 0, 7_200);
            await WriteOneAsync(writer, schemaId, partition: 1, 7_200);
        }

        await query.StartAsync();
        await query.CommitsAsync(30 + 60 + 300 + 2);
        await Until.HoldsAsync("the last windows are closed", async () => (await project.LastCommitAsync("minutes"))!.WatermarkMs == NumberedEvents.TimeMs(7_200));
        await query.StopAsync();

        var commits = await project.CommitsAsync("minutes");
        commits.Count.ShouldBeGreaterThan(5, "or there was no backlog");
        commits[^1].Totals.RowsLate.ShouldBe(0);
        var counted = await project.SqlAsync("SELECT sum(n)::BIGINT, count(*) FROM minutes");
        (counted[0][0].GetInt64(), counted[0][1].GetInt64()).ShouldBe((390, 61));
    }

    [SpineFact]
    public async Task A_query_whose_topic_is_made_anew_with_more_in_it_while_it_runs_does_not_go_on_in_its_middle()
    {
        await using var project = await shared.Platform.ProjectAsync("anew_more_running");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 20);
        var query = await project.QueryAsync(new QueryDefinition("kept", "numbers", "SELECT n FROM numbers") { IntervalMs = 4_000 });
        await query.StartAsync();
        await query.CommitsAsync(20);

        await project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/topics/numbers?force=true");
        await project.TopicAsync("numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 100, 160);

        (await query.ReachesAsync("FAILED")).GetProperty("error").GetString().ShouldBe("source-truncated");
        (await project.LastCommitAsync("kept"))!.To.ShouldBe([20], "nothing is skipped in silence");
    }

    [SpineFact]
    public async Task A_query_whose_topic_is_deleted_while_it_runs_fails_and_names_it()
    {
        await using var project = await shared.Platform.ProjectAsync("deleted_running");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 20);
        var query = await project.QueryAsync(new QueryDefinition("kept", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();
        await query.CommitsAsync(20);

        await project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/topics/numbers?force=true");

        var status = await query.ReachesAsync("FAILED");
        (status.GetProperty("error").GetString(), status.GetProperty("message").GetString()!.Contains("'numbers'", StringComparison.Ordinal))
            .ShouldBe(("not-found", true));
    }

    [SpineFact]
    public async Task Fields_of_a_schema_that_is_registered_while_a_query_runs_arrive_with_its_first_record()
    {
        await using var project = await shared.Platform.ProjectAsync("schema_running");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 10);
        var query = await project.QueryAsync(new QueryDefinition("kept", "numbers", "SELECT * EXCLUDE (_key) FROM numbers"));
        await query.StartAsync();
        await query.CommitsAsync(10);
        var runner = await query.RunnerAsync();

        var newer = NumberedEvents.Schema.Replace("]}", """,{"name":"unit","type":"string","default":"m"}]}""", StringComparison.Ordinal);
        var newerId = await project.Registry.RegisterAsync("numbers-value", newer, CancellationToken.None);
        var value = new EventBytes(newerId).Long(10).Long(NumberedEvents.TimeMs(10)).Text("s1").Long(10).Text("km").ToArray();
        await writer.AddAsync(0, NumberedEvents.TimeMs(10), default, value, null, CancellationToken.None);
        await writer.FlushAsync(CancellationToken.None);
        await query.CommitsAsync(11);

        (await query.RunnerAsync()).ShouldBe(runner);
        await query.StopAsync();
        var units = await project.SqlAsync("SELECT unit, count(*) FROM kept GROUP BY unit ORDER BY 2");
        units.Select(row => (row[0].ValueKind == JsonValueKind.Null ? null : row[0].GetString(), row[1].GetInt64())).ShouldBe([("km", 1), (null, 10)]);
    }

    private static async Task WriteOneAsync(TopicWriter writer, int schemaId, int partition, long number)
    {
        await writer.AddAsync(
            partition, NumberedEvents.TimeMs(number), default, NumberedEvents.Encode(schemaId, number), null, CancellationToken.None);
        await writer.FlushAsync(CancellationToken.None);
    }

    private static async Task GrowAsync(TestProject project, string topic, int partitions)
    {
        await using var connection = await project.ConnectAsync(CancellationToken.None);
        var request = new CreatePartitionsRequest
        {
            TimeoutMs = 10_000,
            Topics = [new CreatePartitionsRequest.Topic { Name = topic, Count = partitions }],
        };
        var answer = await connection.SendAsync<CreatePartitionsRequest, CreatePartitionsResponse>(
            request, CreatePartitionsVersionMax, CancellationToken.None);
        answer.Results.Single().ErrorCode.ShouldBe(KafkaError.None);
    }
}
