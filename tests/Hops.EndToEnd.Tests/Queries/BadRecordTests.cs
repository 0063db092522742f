using System.Text;
using Hops.Client.Topics;
using Hops.EndToEnd.Tests.Platform;
using Hops.Kafka.Records;

namespace Hops.EndToEnd.Tests.Queries;

[Collection(SharedPlatformCollection.Name)]
public sealed class BadRecordTests(SharedPlatform shared)
{
    private static readonly QueryDefinition Definition = new("kept", "numbers", "SELECT n FROM numbers");

    [SpineFact]
    public async Task Under_fail_the_query_fails_with_the_position_of_the_record_and_does_not_try_again()
    {
        await using var project = await shared.Platform.ProjectAsync("bad_fail");
        await WriteAsync(project);
        var query = await project.QueryAsync(Definition);

        await query.StartAsync();
        var status = await query.ReachesAsync("FAILED");

        status.GetProperty("error").GetString().ShouldBe("undecodable-record");
        var facts = status.GetProperty("facts");
        (facts.GetProperty("topic").GetString(), facts.GetProperty("partition").GetInt32(), facts.GetProperty("offset").GetInt64())
            .ShouldBe(("numbers", 0, 5));
        status.GetProperty("restarts").GetInt32().ShouldBe(0);
        (await project.LastCommitAsync("kept")).ShouldBeNull("the batch with the record never happened");

        await query.StartAsync();
        await query.ReachesAsync("FAILED");
    }

    [SpineFact]
    public async Task Under_drop_it_is_counted_in_progress_and_commit_and_the_others_arrive()
    {
        await using var project = await shared.Platform.ProjectAsync("bad_drop");
        await WriteAsync(project);
        var query = await project.QueryAsync(Definition with { BadRecords = "drop" });

        await query.StartAsync();
        var commit = await query.CommitsAsync(12);

        (commit.Totals.RowsIn, commit.Totals.RecordsBad).ShouldBe((10, 2));
        await Until.HoldsAsync("progress counts both", async () =>
            (await query.ProgressAsync()).Where(report => report.TryGetProperty("observedMetrics", out _))
                .Sum(report => report.GetProperty("observedMetrics").GetProperty("badRecords").GetProperty("count").GetInt64()) == 2);
        await ShouldHoldTheGoodOnesAsync(project, query);
    }

    [SpineFact]
    public async Task Under_deadLetter_it_arrives_in_the_topic_with_its_reason_and_source()
    {
        await using var project = await shared.Platform.ProjectAsync("bad_letter");
        await WriteAsync(project);
        await project.TopicAsync("letters");
        var query = await project.QueryAsync(Definition with { BadRecords = "deadLetter", DeadLetterTopic = "letters" });

        await query.StartAsync();
        var commit = await query.CommitsAsync(12);

        (commit.Totals.RowsIn, commit.Totals.RecordsBad).ShouldBe((10, 2));
        var letters = await LettersAsync(project);
        letters.Select(letter => (letter.Key, letter.Value, letter.Source)).ShouldBe(
            [("k5", "not Avro", "numbers-0@5"), ("k8", "\0\0\0\u000f\u000f?", "numbers-0@8")]);
        letters.ShouldAllBe(letter => letter.Reason.Length > 10);
        await ShouldHoldTheGoodOnesAsync(project, query);
    }

    /// <summary>Events 0 to 9 with a record that has no frame at offset 5, and one of an unknown schema at offset 8.</summary>
    private static async Task WriteAsync(TestProject project)
    {
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using var writer = await project.WriterAsync("numbers");
        for (var number = 0; number < 10; number++)
        {
            if (number == 5)
                await writer.AddAsync(0, NumberedEvents.FirstMs, "k5"u8, "not Avro"u8, null, CancellationToken.None);
            if (number == 7)
                await writer.AddAsync(0, NumberedEvents.FirstMs, "k8"u8, [0, 0, 0, 15, 15, (byte)'?'], null, CancellationToken.None);
            await writer.AddAsync(
                0, NumberedEvents.TimeMs(number), default, NumberedEvents.Encode(schemaId, number), null, CancellationToken.None);
        }

        await writer.FlushAsync(CancellationToken.None);
    }

    private static async Task ShouldHoldTheGoodOnesAsync(TestProject project, TestQuery query)
    {
        await query.StopAsync();
        var rows = await project.SqlAsync("SELECT n FROM kept ORDER BY n");
        rows.Select(row => row[0].GetInt64()).ShouldBe(Enumerable.Range(0, 10).Select(number => (long)number));
    }

    private static async Task<List<(string Key, string Value, string Reason, string Source)>> LettersAsync(TestProject project)
    {
        await using var connection = await project.ConnectAsync(CancellationToken.None);
        var reader = new TopicReader(connection, "letters");
        using var fetched = await reader.FetchAsync(new Dictionary<int, long> { [0] = 0 }, 1 << 20, TimeSpan.FromSeconds(5), CancellationToken.None);
        var letters = new List<(string, string, string, string)>();
        using var batch = RecordBatch.Open(fetched.Partitions.Single().Batches, 1 << 20);
        var records = batch.Read();
        while (records.MoveNext())
        {
            var headers = new Dictionary<string, string>(StringComparer.Ordinal);
            var header = records.Current.Headers;
            while (header.MoveNext())
                headers[Encoding.UTF8.GetString(header.Name)] = Encoding.UTF8.GetString(header.Value);
            letters.Add((
                Encoding.UTF8.GetString(records.Current.Key), Encoding.UTF8.GetString(records.Current.Value), headers["hops.reason"], headers["hops.source"]));
        }

        return letters;
    }
}
