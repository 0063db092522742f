using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Commands;

/// <summary>Ctrl-C of <c>hops sql</c>, and what it prints besides rows.</summary>
[Collection(LiveServerGroup.Name)]
public sealed class SqlInterruptTests(LiveServer server)
{
    /// <summary>Takes an hour or more.</summary>
    private const string Endless = "SELECT sum(a.range * b.range % 7) AS never FROM range(10000000) a, range(10000000) b";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [EngineFact]
    public async Task An_interrupt_cancels_the_statement_on_the_server_before_the_command_has_ended()
    {
        var owner = await server.OwnerAsync("sql_int");
        using var asking = Process.Start(owner.Prepare("sql", Endless))!;
        var (output, errors) = (asking.StandardOutput.ReadToEndAsync(), asking.StandardError.ReadToEndAsync());
        await UntilAsync(async () => (await RunningAsync(owner, "sql_int")).Count == 1);

        Signal.Send(asking.Id, Signal.Interrupt);
        await asking.WaitForExitAsync().WaitAsync(Patience);

        asking.ExitCode.ShouldBe(ExitCode.Interrupted);
        (await output).ShouldBeEmpty();
        (await errors).ShouldBe($"Cancelled on the server: {Endless[..80]}...\n");
        await UntilAsync(async () => (await RunningAsync(owner, "sql_int")).Count == 0);
        await UntilAsync(async () => (await OutcomesAsync(owner)).Count == 1);
        (await OutcomesAsync(owner)).ShouldBe(["cancelled"], "nobody refused it");
    }

    [EngineFact]
    public async Task A_preview_that_is_cut_says_the_rule_and_an_answer_that_is_cut_the_option()
    {
        var owner = await server.OwnerAsync("sql_cut");
        var scientist = await server.UserAsync("sql_sci");
        await owner.DoAsync("member", "add", "sql_sci");
        await scientist.DoAsync("project", "use", "sql_cut");
        const string Many = "SELECT range AS n FROM range(3000)";

        var preview = await scientist.RunAsync("sql", Many);
        preview.Output.Count(letter => letter == '\n').ShouldBe(1001, preview.Said);
        preview.Errors.ShouldContain("There are more rows. A preview for a Data Scientist has at most 1,000 rows");
        preview.Errors.ShouldNotContain("--limit");
        (await scientist.RunAsync("sql", Many, "--limit", "5")).Errors.ShouldBe("There are more rows: see --limit.\n");
        (await owner.RunAsync("sql", Many)).Errors.ShouldBe("There are more rows: see --limit.\n");
        (await owner.RunAsync("sql", Many, "--limit", "5000")).Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task A_chart_and_another_format_exclude_each_other_before_anything_is_asked(string format)
    {
        var nobody = server.Somebody();

        var refused = await nobody.RunAsync("sql", "SELECT 1", "--chart", "bar", "-o", format, "--project", "lab");

        refused.ExitCode.ShouldBe(ExitCode.Usage, refused.Said);
        refused.Errors.ShouldBe($"hops: --chart draws, and --output {format} prints the rows: say one of them.\n");
    }

    private static async Task<List<string>> OutcomesAsync(Person person) =>
        [.. (await person.JsonAsync("audit", "list")).EnumerateArray().Where(entry => entry.GetProperty("action").GetString() == "sql.run")
            .Select(entry => entry.GetProperty("outcome").GetString()!)];

    private static async Task<List<JsonElement>> RunningAsync(Person person, string project)
    {
        var profile = JsonElement.Parse(await File.ReadAllTextAsync(person.ProfilePath)).GetProperty("default");
        using var http = new HttpClient { BaseAddress = new Uri(profile.GetProperty("url").GetString()!) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", profile.GetProperty("token").GetString());
        return [.. JsonElement.Parse(await http.GetStringAsync($"/api/v1/projects/{project}/sql")).GetProperty("items").EnumerateArray()];
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
            await Task.Delay(50, patience.Token);
    }
}
