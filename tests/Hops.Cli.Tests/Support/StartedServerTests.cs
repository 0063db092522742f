namespace Hops.Cli.Tests.Support;

public sealed class StartedServerTests
{
    [Fact]
    public async Task A_server_that_was_killed_is_disposed_of_in_silence()
    {
        var home = Directory.CreateTempSubdirectory("hops-killed-").FullName;
        var server = await StartedServer.StartAsync(home, Path.Combine(home, "data"));
        await server.KillAsync();

        await Should.NotThrowAsync(async () => await server.DisposeAsync());

        Directory.Delete(home, recursive: true);
    }
}
