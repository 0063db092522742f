using Hops.Cli.Tests.Support;
using Hops.Client.Rest;

namespace Hops.Cli.Tests.Commands;

[Collection(LiveServerGroup.Name)]
public sealed class TourTests(LiveServer server)
{
    [Fact]
    public async Task A_tour_is_listed_with_what_comes_next_and_forgotten()
    {
        var owner = await server.OwnerAsync("cli_tour");
        (await owner.JsonAsync("tour", "list"))[0].GetProperty("nextTitle").GetString().ShouldBe("Make a project");
        await PassAsync("cli_tour", "schema");

        var shown = await owner.RunAsync("tour", "show", "kafka");
        (shown.ExitCode, shown.Errors.Contains("Next: Make a topic.", StringComparison.Ordinal)).ShouldBe((ExitCode.Ok, true), shown.Said);
        shown.Output.ShouldContain("project\tcli_tour");
        await owner.DoAsync("tour", "forget", "kafka");
        (await owner.JsonAsync("tour", "show", "kafka")).GetProperty("passed").GetInt32().ShouldBe(0);
        await owner.RefusedAsync(ExitCode.NotFound, "tour", "show", "none");
    }

    [Fact]
    public async Task Where_all_is_done_it_says_so()
    {
        var owner = await server.OwnerAsync("cli_toured");
        await PassAsync("cli_toured", "stop");

        (await owner.RunAsync("tour", "show", "kafka")).Errors.ShouldContain("All steps are done.");
    }

    /// <summary>As the player in the browser does it.</summary>
    private async Task PassAsync(string name, string step)
    {
        using var nobody = new PlatformClient(server.Address, token: null);
        var session = await nobody.CallAsync(HttpMethod.Post, "sessions", new { user = name, password = LiveServer.PasswordOf(name) });
        using var browser = new PlatformClient(server.Address, session.Body.GetProperty("token").GetString()!);
        await browser.CallAsync(HttpMethod.Put, "me/tours/kafka", new { step, project = name });
    }
}
