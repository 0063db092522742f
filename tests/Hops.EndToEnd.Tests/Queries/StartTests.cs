using Hops.Core.Errors;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Queries;

public sealed class StartTests(SharedPlatform shared) : IClassFixture<SharedPlatform>
{
    [SpineFact]
    public async Task What_comes_between_the_first_start_and_the_first_batch_is_not_left_out()
    {
        await using var project = await shared.Platform.ProjectAsync("from_now_on");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 10);
        var query = await project.QueryAsync(new QueryDefinition("fresh", "numbers", "SELECT n FROM numbers") { StartingOffsets = "latest" });
        await query.StartAsync();
        await query.ReachesAsync("RUNNING");
        await query.StopAsync();

        await NumberedEvents.WriteAsync(writer, schemaId, 10, 30);
        await query.StartAsync();
        await query.CommitsAsync(30);
        await query.StopAsync();

        var row = (await project.SqlAsync("SELECT min(n), max(n), count(*) FROM fresh")).Single();
        row.Select(cell => cell.GetInt64()).ShouldBe([10, 29, 20]);
    }

    [SpineFact]
    public async Task A_query_whose_checkpoint_was_deleted_does_not_write_its_rows_a_second_time()
    {
        await using var project = await shared.Platform.ProjectAsync("no_checkpoint");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 10);
        var query = await project.QueryAsync(new QueryDefinition("kept", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();
        await query.CommitsAsync(10);
        await query.StopAsync();

        await project.Files.DeleteAsync($"{project.PathOf("kept")}/_checkpoint", recursive: true);
        await query.StartAsync();
        var status = await query.ReachesAsync("FAILED");

        status.GetProperty("error").GetString().ShouldBe("already-exists");
        status.GetProperty("note").GetString()!.ShouldContain("no commit that names them");
        (await project.SqlAsync("SELECT count(*) FROM kept"))[0][0].GetInt64().ShouldBe(10);
    }

    [SpineFact]
    public async Task A_start_that_meets_a_stop_is_not_lost()
    {
        await using var project = await shared.Platform.ProjectAsync("start_and_stop");
        await NumberedEvents.CreateAsync(project, "numbers");
        var query = await project.QueryAsync(new QueryDefinition("restless", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();
        await query.ReachesAsync("RUNNING");

        var stop = query.StopAsync();
        await Until.HoldsAsync("it is wanted to stop", async () => await query.DesiredAsync() == "STOPPED");
        await query.StartAsync();
        await stop;

        (await query.DesiredAsync()).ShouldBe("RUNNING");
        await query.ReachesAsync("RUNNING");
    }

    [SpineFact]
    public async Task Two_queries_do_not_get_one_sink()
    {
        await using var project = await shared.Platform.ProjectAsync("one_sink");
        await NumberedEvents.CreateAsync(project, "numbers");
        await project.DatasetAsync("sink");
        await project.QueryAsync(new QueryDefinition("first", "numbers", "SELECT n FROM numbers") { Sink = "sink" });

        var refusal = await Should.ThrowAsync<PlatformException>(() =>
            project.QueryAsync(new QueryDefinition("second", "numbers", "SELECT n FROM numbers") { Sink = $"/Projects/{project.Name}/sink/" }));

        refusal.Code.ShouldBe(ErrorCode.Conflict);
        refusal.Message.ShouldContain("first");
    }
}
