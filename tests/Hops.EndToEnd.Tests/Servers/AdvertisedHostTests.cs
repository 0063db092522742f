using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Servers;

public sealed class AdvertisedHostTests
{
    [SpineFact]
    public async Task Queries_run_on_a_server_whose_clients_are_told_a_name()
    {
        await using var platform = await TestPlatform.StartAsync("Listeners:http:AdvertisedHost=localhost", "Listeners:kafka:AdvertisedHost=localhost");
        await using var project = await platform.ProjectAsync("named");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using (var writer = await project.WriterAsync("numbers"))
            await NumberedEvents.WriteAsync(writer, schemaId, 0, 50);

        // Its runner is confined and looks up no names.
        var query = await project.QueryAsync(new QueryDefinition("kept", "numbers", "SELECT n FROM numbers"));
        await query.StartAsync();

        await query.CommitsAsync(50);
        await query.StopAsync();
    }
}
