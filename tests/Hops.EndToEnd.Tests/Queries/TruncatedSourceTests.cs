using System.Text.Json;
using Hops.Client.Topics;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka;
using Hops.Kafka.Wire.Messages;

namespace Hops.EndToEnd.Tests.Queries;

public sealed class TruncatedSourceTests(SharedPlatform shared) : IClassFixture<SharedPlatform>
{
    private const short DeleteRecordsVersionMax = 2;

    /// <summary>Leaves the test some seconds between two batches.</summary>
    private static readonly QueryDefinition Slow = new("kept", "numbers", "SELECT n FROM numbers") { IntervalMs = 4_000 };

    [SpineFact]
    public async Task A_query_whose_next_records_are_deleted_while_it_is_stopped_fails_and_shows_the_gap()
    {
        await using var project = await shared.Platform.ProjectAsync("truncated");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers", partitions: 2);
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 20);
        var query = await project.QueryAsync(new QueryDefinition("kept", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();
        await query.CommitsAsync(20);
        await query.StopAsync();

        await NumberedEvents.WriteAsync(writer, schemaId, 20, 60);
        await DeleteAsync(project, partition: 1, offset: 17);
        await query.StartAsync();
        var status = await query.ReachesAsync("FAILED");

        ShouldShow(status, (1, 10, 17, 30));
        (await project.LastCommitAsync("kept"))!.To.ShouldBe([10, 10], "nothing is skipped in silence");
    }

    [SpineFact]
    public async Task A_query_whose_topic_was_made_anew_with_less_in_it_fails_and_shows_the_gap()
    {
        await using var project = await shared.Platform.ProjectAsync("made_anew");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 20);
        var query = await project.QueryAsync(new QueryDefinition("kept", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();
        await query.CommitsAsync(20);
        await query.StopAsync();

        await project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/topics/numbers?force=true");
        await project.TopicAsync("numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 5);
        await query.StartAsync();

        ShouldShow(await query.ReachesAsync("FAILED"), (0, 20, 0, 5));
    }

    [SpineFact]
    public async Task A_query_whose_topic_was_made_anew_with_more_in_it_does_not_go_on_in_its_middle()
    {
        await using var project = await shared.Platform.ProjectAsync("made_anew_with_more");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 20);
        var query = await project.QueryAsync(new QueryDefinition("kept", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();
        await query.CommitsAsync(20);
        await query.StopAsync();

        await project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/topics/numbers?force=true");
        await project.TopicAsync("numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 100, 160);
        await query.StartAsync();

        (await query.ReachesAsync("FAILED")).GetProperty("error").GetString().ShouldBe("source-truncated");
        (await project.LastCommitAsync("kept"))!.To.ShouldBe([20], "nothing is skipped in silence");
    }

    [SpineFact]
    public async Task A_query_whose_next_records_are_deleted_while_it_runs_fails_and_shows_the_gap()
    {
        await using var project = await shared.Platform.ProjectAsync("truncated_running");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers", partitions: 2);
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 20);
        var query = await project.QueryAsync(Slow);
        await query.StartAsync();
        await query.CommitsAsync(20);

        await NumberedEvents.WriteAsync(writer, schemaId, 20, 60);
        await DeleteAsync(project, partition: 1, offset: 17);

        ShouldShow(await query.ReachesAsync("FAILED"), (1, 10, 17, 30));
        (await project.LastCommitAsync("kept"))!.To.ShouldBe([10, 10], "nothing is skipped in silence");
    }

    [SpineFact]
    public async Task A_query_whose_topic_is_made_anew_while_it_runs_fails_and_shows_the_gap()
    {
        await using var project = await shared.Platform.ProjectAsync("anew_running");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 20);
        var query = await project.QueryAsync(Slow);
        await query.StartAsync();
        await query.CommitsAsync(20);

        await project.Rest.CallAsync(HttpMethod.Delete, $"projects/{project.Name}/topics/numbers?force=true");
        await project.TopicAsync("numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 5);

        ShouldShow(await query.ReachesAsync("FAILED"), (0, 20, 0, 5));
    }

    private static void ShouldShow(JsonElement status, (int Partition, long Offset, long Earliest, long Latest) gap)
    {
        status.GetProperty("error").GetString().ShouldBe("source-truncated");
        var facts = status.GetProperty("facts");
        facts.GetProperty("topic").GetString().ShouldBe("numbers");
        (facts.GetProperty("partition").GetInt32(), facts.GetProperty("offset").GetInt64(),
            facts.GetProperty("earliest").GetInt64(), facts.GetProperty("latest").GetInt64()).ShouldBe(gap);
    }

    private static async Task DeleteAsync(TestProject project, int partition, long offset)
    {
        await using var connection = await project.ConnectAsync(CancellationToken.None);
        var request = new DeleteRecordsRequest
        {
            TimeoutMs = 10_000,
            Topics =
            [
                new DeleteRecordsRequest.Topic
                {
                    Name = "numbers",
                    Partitions = [new DeleteRecordsRequest.Topic.Partition { PartitionIndex = partition, Offset = offset }],
                },
            ],
        };
        var answer = await connection.SendAsync<DeleteRecordsRequest, DeleteRecordsResponse>(request, DeleteRecordsVersionMax, CancellationToken.None);
        var deleted = answer.Topics.Single().Partitions.Single();
        (deleted.ErrorCode, deleted.LowWatermark).ShouldBe((KafkaError.None, offset));
    }
}
