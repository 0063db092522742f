using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Servers;

public sealed class ServerLifeTests
{
    private const int ExitOk = 0;
    private const int ExitFailed = 1;

    [SpineFact]
    public async Task A_server_that_was_told_to_stop_ends_cleanly_and_starts_again_with_everything_there()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var project = await platform.ProjectAsync("kept");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await project.DatasetAsync("files");
        var file = project.PathOf("files") + "/file";
        await project.Files.CreateAsync(file, "of before"u8.ToArray());
        await using var writer = await project.WriterAsync("numbers");
        await NumberedEvents.WriteAsync(writer, schemaId, 0, 100);
        var (running, stopped) = (await project.QueryAsync(Query("running")), await project.QueryAsync(Query("stopped")));
        await running.StartAsync();
        await running.CommitsAsync(100);

        (await platform.Server.TerminateAsync()).ShouldBe(ExitOk, platform.Server.Said);
        platform.Server.Said.ShouldNotContain("fail:");
        await platform.Server.StartAsync();

        await NumberedEvents.WriteAsync(writer, schemaId, 100, 150);
        await running.CommitsAsync(150);
        (await stopped.StatusAsync()).GetProperty("state").GetString().ShouldBe("STOPPED");
        (await project.ReadAsync(file)).ShouldBe("of before"u8.ToArray());
        var row = (await project.SqlAsync("SELECT count(*), count(DISTINCT n), max(n) FROM running"))[0];
        row.Select(cell => cell.GetInt64()).ShouldBe([150, 150, 149]);
    }

    [SpineFact]
    public async Task A_data_directory_in_use_is_refused()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var second = new ServerProcess(platform.DataDirectory);

        (await second.RunToRefusalAsync()).ShouldBe(ExitFailed);

        second.Said.ShouldStartWith("hops: ");
        second.Said.ShouldContain($"in use by process {platform.Server.ProcessId}");
        (await platform.Administrator.CallAsync(HttpMethod.Get, "users")).Body.GetProperty("items").GetArrayLength().ShouldBe(2, "the first one works on");
    }

    [SpineFact]
    public async Task A_data_directory_of_a_newer_format_is_refused()
    {
        var directory = Directory.CreateTempSubdirectory("hops-spine-").FullName;
        try
        {
            await using var server = new ServerProcess(directory);
            await server.StartAsync();
            await server.TerminateAsync();
            await File.WriteAllTextAsync(Path.Combine(directory, "VERSION"), "99\n");

            (await server.RunToRefusalAsync()).ShouldBe(ExitFailed);

            server.Said.ShouldContain("hops: The data directory has format 99");
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [SpineFact]
    public async Task A_server_that_has_lost_its_metadata_database_does_not_start_and_leaves_the_logs_alone()
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var project = await platform.ProjectAsync("kept");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 100);

        (await platform.Server.TerminateAsync()).ShouldBe(ExitOk, platform.Server.Said);
        var database = Path.Combine(platform.DataDirectory, "metadata", "hops.db");
        var logs = Logs(platform.DataDirectory);
        logs.Sum(log => new FileInfo(log).Length).ShouldBeGreaterThan(0);
        File.Move(database, database + ".lost");

        (await platform.Server.RunToRefusalAsync()).ShouldBe(ExitFailed);

        platform.Server.Said.ShouldContain("hops.db is missing");
        platform.Server.Said.ShouldContain("restore it from a backup");
        platform.Server.Said.ShouldNotContain("   at ");
        Logs(platform.DataDirectory).ShouldBe(logs);
        File.Move(database + ".lost", database);
        await platform.Server.StartAsync();
    }

    private static string[] Logs(string directory) =>
        [.. Directory.EnumerateFiles(Path.Combine(directory, "topics"), "*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static QueryDefinition Query(string name) => new(name, "numbers", "SELECT n FROM numbers");
}
