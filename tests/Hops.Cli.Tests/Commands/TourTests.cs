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

    [Fact]
    public async Task A_demo_project_shows_its_end_until_it_is_kept()
    {
        var owner = await server.UserAsync("cli_demo");
        var made = await owner.JsonAsync("project", "create", "cli_demo_p", "--tour", "streaming");
        (made.GetProperty("tour").GetString(), made.GetProperty("ends").GetDateTimeOffset() - made.GetProperty("created").GetDateTimeOffset())
            .ShouldBe(("streaming", TimeSpan.FromDays(7)));
        (await owner.DoAsync("project", "list")).ShouldContain(made.GetProperty("ends").GetString()!);
        await owner.RefusedAsync(ExitCode.Limit, "project", "create", "cli_demo_too", "--tour", "streaming");

        await owner.DoAsync("project", "keep", "cli_demo_p");

        (await owner.JsonAsync("project", "get", "cli_demo_p")).GetProperty("ends").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        await owner.RefusedAsync(ExitCode.Conflict, "project", "keep", "cli_demo_p");
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
