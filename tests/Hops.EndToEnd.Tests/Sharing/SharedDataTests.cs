using System.Text;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Sharing;

/// <summary>What one project lends to another, over every protocol at once, and how it ends while it is used.</summary>
[Collection(SharedPlatformCollection.Name)]
public sealed class SharedDataTests(SharedPlatform shared)
{
    private const string Endless = "SELECT sum(a.range * b.range % 7) + (SELECT count(*) FROM \"OWNER::hourly\") FROM range(10000000) a, range(10000000) b";

    [SpineFact]
    public async Task A_query_reads_a_borrowed_topic_by_its_schema_until_the_share_is_revoked_while_it_waits()
    {
        await using var lender = await shared.Platform.ProjectAsync("lend_query");
        await using var borrower = await shared.Platform.ProjectAsync("borrow_query");
        var schemaId = await NumberedEvents.CreateAsync(lender, "numbers");
        await using var writer = await lender.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 300);
        var share = await LendAsync(lender, borrower, "TOPIC", "numbers");

        var query = await borrower.QueryAsync(
            new QueryDefinition("copied", "lend_query.numbers", "SELECT n, station FROM \"lend_query.numbers\" WHERE value >= 0") { IntervalMs = 100 });
        await query.StartAsync();
        await query.CommitsAsync(300);
        (await borrower.SqlAsync("SELECT count(*), sum(n) FROM copied"))[0].Select(cell => cell.ToString()).ShouldBe(["300", "44850"]);

        await RevokeAsync(lender, share);

        var status = await query.ReachesAsync("FAILED");
        status.GetProperty("message").GetString()!.ShouldContain("lend_query.numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 300, 400);
        (await borrower.LastCommitAsync("copied"))!.To.Sum().ShouldBe(300);
        (await Should.ThrowAsync<PlatformException>(query.StartAsync())).Code.ShouldBe(ErrorCode.NotFound);
    }

    [SpineFact]
    public async Task A_query_names_a_borrowed_topic_without_quotes_too()
    {
        await using var lender = await shared.Platform.ProjectAsync("lend_bare");
        await using var borrower = await shared.Platform.ProjectAsync("borrow_bare");
        var schemaId = await NumberedEvents.CreateAsync(lender, "numbers");
        await using var writer = await lender.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 100);
        await LendAsync(lender, borrower, "TOPIC", "numbers");

        var query = await borrower.QueryAsync(new QueryDefinition("bare", "lend_bare.numbers", "SELECT n FROM lend_bare.numbers") { AvailableNow = true });
        await query.StartAsync();
        await query.CommitsAsync(100);
    }

    [SpineFact]
    public async Task A_query_writes_into_a_borrowed_dataset_until_the_share_ends()
    {
        await using var lender = await shared.Platform.ProjectAsync("lend_sink");
        await using var borrower = await shared.Platform.ProjectAsync("borrow_sink");
        await lender.DatasetAsync("drop");
        var schemaId = await NumberedEvents.CreateAsync(borrower, "numbers");
        await using var writer = await borrower.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 100);
        var share = await LendAsync(lender, borrower, "DATASET", "drop", "READ_WRITE");

        var query = await borrower.QueryAsync(new QueryDefinition("filler", "numbers", "SELECT n FROM numbers") { Sink = "lend_sink::drop", IntervalMs = 100 });
        await query.StartAsync();
        await Until.HoldsAsync("the first batch is there", async () => (await lender.LastCommitAsync("drop"))?.To.Sum() == 100);
        (await lender.SqlAsync("SELECT count(*) FROM \"drop\""))[0][0].GetInt64().ShouldBe(100);

        await RevokeAsync(lender, share);
        await NumberedEvents.WriteAsync(writer, schemaId, 100, 200);

        await query.ReachesAsync("FAILED");
        (await lender.LastCommitAsync("drop"))!.To.Sum().ShouldBe(100);
    }

    [SpineFact]
    public async Task A_statement_over_a_borrowed_dataset_is_ended_when_the_share_is()
    {
        await using var lender = await shared.Platform.ProjectAsync("lend_sql");
        await using var borrower = await shared.Platform.ProjectAsync("borrow_sql");
        await FillAsync(lender, "hourly");
        (await Should.ThrowAsync<PlatformException>(borrower.SqlAsync("SELECT count(*) FROM \"lend_sql::hourly\""))).Code.ShouldBe(ErrorCode.NotFound);
        var share = await LendAsync(lender, borrower, "DATASET", "hourly");
        (await borrower.SqlAsync("SELECT count(*) FROM \"lend_sql::hourly\""))[0][0].GetInt64().ShouldBe(50);

        var statement = Endless.Replace("OWNER", "lend_sql", StringComparison.Ordinal);
        var running = borrower.Rest.CallAsync(HttpMethod.Post, "projects/borrow_sql/sql", new { statement, id = "endless" });
        var other = borrower.Rest.CallAsync(HttpMethod.Post, "projects/borrow_sql/sql", new { statement = "SELECT sum(range) FROM range(1000)" });
        await Until.HoldsAsync("its runner has copies of what it reads", () => Task.FromResult(running.IsCompleted || HasCopies()));

        await RevokeAsync(lender, share);

        var refusal = await Should.ThrowAsync<PlatformException>(running.WaitAsync(TimeSpan.FromSeconds(60)));
        (refusal.Code, refusal.Message).ShouldBe(
            (ErrorCode.NotFound, "The dataset lend_sql::hourly is not shared with project borrow_sql any more: the statement was ended."));
        (await other).Body.GetProperty("rows")[0][0].ToString().ShouldBe("499500", "what reads nothing of it goes on");
        (await Should.ThrowAsync<PlatformException>(borrower.SqlAsync("SELECT count(*) FROM \"lend_sql::hourly\""))).Message.ShouldContain("nobody shares it");
    }

    [SpineFact]
    public async Task Over_webhdfs_a_borrowed_dataset_is_listed_and_written_to_as_the_share_says_and_not_taken_out()
    {
        await using var lender = await shared.Platform.ProjectAsync("lend_files");
        await using var borrower = await shared.Platform.ProjectAsync("borrow_files");
        await lender.DatasetAsync("weather");
        await lender.DatasetAsync("secret");
        await lender.Files.CreateAsync("/Projects/lend_files/weather/day.csv", "a,b"u8.ToArray());
        (await Should.ThrowAsync<PlatformException>(NamesAsync(borrower, "weather"))).Code.ShouldBe(ErrorCode.NotFound);
        var share = await LendAsync(lender, borrower, "DATASET", "weather", "READ_WRITE");

        (await NamesAsync(borrower, "weather")).ShouldBe(["day.csv"]);
        await borrower.Files.CreateAsync("/Projects/lend_files/weather/mine.csv", "c"u8.ToArray());
        (await lender.Files.StatAsync("/Projects/lend_files/weather/mine.csv")).LengthBytes.ShouldBe(1);
        (await Should.ThrowAsync<PlatformException>(borrower.ReadAsync("/Projects/lend_files/weather/day.csv"))).Code.ShouldBe(ErrorCode.ExportDenied);
        (await Should.ThrowAsync<PlatformException>(NamesAsync(borrower, "secret"))).Code.ShouldBe(ErrorCode.NotFound);
        (await Should.ThrowAsync<PlatformException>(() => borrower.Files.DeleteAsync("/Projects/lend_files/weather", recursive: true))).Code.ShouldNotBe(ErrorCode.Internal);

        // An upload that is under way when the share ends leaves nothing.
        var begun = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        var upload = borrower.Files.CreateAsync("/Projects/lend_files/weather/late.csv", async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 100_000)), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            begun.SetResult();
            await ended.Task;
            await stream.WriteAsync("y"u8.ToArray(), cancellationToken);
        });
        await begun.Task;
        await RevokeAsync(lender, share);
        await Until.HoldsAsync("the borrower sees nothing", async () => await borrower.Files.FindAsync("/Projects/lend_files/weather/day.csv") is null);
        ended.SetResult();
        await Should.ThrowAsync<Exception>(upload);
        (await lender.Files.FindAsync("/Projects/lend_files/weather/late.csv"))?.LengthBytes.ShouldBe(0);
    }

    [SpineFact]
    public async Task Over_kafka_a_borrowed_topic_is_produced_to_until_the_share_is_revoked_on_the_open_connection()
    {
        await using var lender = await shared.Platform.ProjectAsync("lend_kafka");
        await using var borrower = await shared.Platform.ProjectAsync("borrow_kafka");
        var schemaId = await NumberedEvents.CreateAsync(lender, "numbers");
        var share = await LendAsync(lender, borrower, "TOPIC", "numbers", "READ_WRITE");
        await using var writer = await borrower.WriterAsync("lend_kafka.numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 10);

        await using var connection = await borrower.ConnectAsync(CancellationToken.None);
        var reader = new TopicReader(connection, "lend_kafka.numbers");
        (await reader.DescribeAsync(CancellationToken.None)).PartitionCount.ShouldBe(1);
        (await reader.LatestAsync(1, CancellationToken.None)).ShouldBe([10]);
        (await Should.ThrowAsync<PlatformException>(FetchAsync(reader))).Code.ShouldBe(ErrorCode.ExportDenied, "from outside it is an export");
        (await Should.ThrowAsync<PlatformException>(new TopicReader(connection, "numbers").DescribeAsync(CancellationToken.None))).Code.ShouldBe(ErrorCode.NotFound);

        await RevokeAsync(lender, share);

        (await Should.ThrowAsync<PlatformException>(reader.DescribeAsync(CancellationToken.None))).Code.ShouldBe(ErrorCode.NotFound);
        await Should.ThrowAsync<PlatformException>(NumberedEvents.WriteAsync(writer, schemaId, 10, 20));
        await using var own = await lender.ConnectAsync(CancellationToken.None);
        (await new TopicReader(own, "numbers").LatestAsync(1, CancellationToken.None)).ShouldBe([10]);
    }

    private static async Task FetchAsync(TopicReader reader)
    {
        using var fetch = await reader.FetchAsync(new Dictionary<int, long> { [0] = 0 }, 1 << 20, TimeSpan.FromSeconds(1), CancellationToken.None);
    }

    private static async Task<List<string>> NamesAsync(TestProject project, string dataset)
    {
        var names = new List<string>();
        await foreach (var file in project.Files.ListAsync($"/Projects/lend_files/{dataset}"))
            names.Add(file.Name);
        return names;
    }

    private bool HasCopies()
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(shared.Platform.DataDirectory, "run", "runners"), "*.parquet", SearchOption.AllDirectories).Any();
        }
        catch (DirectoryNotFoundException)
        {
            // The runner of another statement has ended in this moment.
            return false;
        }
    }

    /// <summary>Makes a dataset of fifty rows, by a query.</summary>
    private static async Task FillAsync(TestProject project, string dataset)
    {
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 50);
        var query = await project.QueryAsync(new QueryDefinition(dataset, "numbers", "SELECT * FROM numbers") { AvailableNow = true });
        await query.StartAsync();
        await query.CommitsAsync(50);
    }

    private static async Task<string> LendAsync(TestProject lender, TestProject borrower, string kind, string name, string rights = "READ")
    {
        var offer = (await lender.Rest.CallAsync(HttpMethod.Post, $"projects/{lender.Name}/shares", new { kind, name, to = borrower.Name, rights })).Body;
        var id = offer.GetProperty("id").GetString()!;
        await borrower.Rest.CallAsync(HttpMethod.Post, $"projects/{borrower.Name}/share-offers/{id}/accept", new { });
        return id;
    }

    private static Task RevokeAsync(TestProject lender, string share) =>
        lender.Rest.CallAsync(HttpMethod.Delete, $"projects/{lender.Name}/shares/{share}?force=true", ifMatch: "*");
}
