using Hops.Cli.Tests.Support;
using Hops.Core.Errors;

namespace Hops.Cli.Tests.Commands;

[Collection(WalkServerGroup.Name)]
public sealed class ExitCodeTests(LiveServer server)
{
    [Fact]
    public async Task Each_way_of_failing_has_its_code_and_leaves_standard_output_empty()
    {
        var owner = await server.OwnerAsync("ex_own");

        await owner.RefusedAsync(ExitCode.Usage, "no-such-command");
        await owner.RefusedAsync(ExitCode.Usage, "topic", "create");
        await owner.RefusedAsync(ExitCode.Usage, "topic", "create", "Bad Name!");
        await owner.RefusedAsync(ExitCode.Usage, "topic", "list", "-o", "yaml");
        await owner.RefusedAsync(ExitCode.Usage, "project", "delete", "ex_own");
        await owner.RefusedAsync(ExitCode.Usage, "whoami", "--url", "nonsense");
        await owner.RefusedAsync(ExitCode.NotFound, "topic", "get", "none");
        await owner.RefusedAsync(ExitCode.NotFound, "topic", "list", "-p", "no_such_project");
        await owner.RefusedAsync(ExitCode.NotFound, "topic", "read", "none");
        await owner.RefusedAsync(ExitCode.NotFound, "fs", "cat", "none/none");
        await owner.RefusedAsync(ExitCode.Refused, "user", "list");
        await owner.DoAsync("dataset", "create", "d");
        await owner.RefusedAsync(ExitCode.Conflict, "dataset", "create", "d");
        await owner.RefusedAsync(ExitCode.Server, "whoami", "--url", "http://127.0.0.1:1");
        await owner.RefusedAsync(ExitCode.Failed, "fs", "put", "/no/such/file", "d/");
    }

    [Fact]
    public async Task The_codes_explain_themselves()
    {
        var codes = JsonElements(await server.Somebody().DoAsync("help", "exit-codes", "-o", "json"));
        codes.ShouldBe(Cli.ExitCode.All.Select(row => row.Code));
    }

    [Fact]
    public async Task Help_explains_all_commands_or_the_one_that_is_named()
    {
        var nobody = server.Somebody();
        (await nobody.DoAsync("help")).ShouldBe(await nobody.DoAsync("--help"));
        (await nobody.DoAsync("help", "topic", "produce")).ShouldBe(await nobody.DoAsync("topic", "produce", "--help"));
    }

    [Fact]
    public async Task Help_of_what_does_not_exist_is_a_mistake_that_says_what_may_have_been_meant()
    {
        var refused = await server.Somebody().RunAsync("help", "topics");

        refused.ExitCode.ShouldBe(Cli.ExitCode.Usage, refused.Said);
        refused.Output.ShouldBeEmpty();
        refused.Errors.ShouldBe("hops: There is no command 'topics'; did you mean 'topic'?\n");
    }

    /// <summary>Each error of the platform has a code of the table, and all of the table are in use.</summary>
    [Fact]
    public void Every_error_has_one_of_the_codes_that_help_explains()
    {
        var used = ErrorTable.Rows.Select(row => Cli.ExitCode.Of(row.Code)).ToHashSet();

        used.ShouldBeSubsetOf(Cli.ExitCode.All.Select(row => row.Code));
        Cli.ExitCode.All.Select(row => row.Code).Except(used).ShouldBe([Cli.ExitCode.Ok, Cli.ExitCode.Interrupted]);
        Cli.ExitCode.All.Select(row => row.Code).ShouldBeInOrder();
    }

    /// <summary>The first command of each noun, and those that speak to the broker; every route has its own test beside the REST interface.</summary>
    [Fact]
    public async Task A_project_of_others_is_not_found_by_commands_of_any_noun()
    {
        await server.OwnerAsync("ex_mine");
        var stranger = await server.UserAsync("ex_stranger");
        var file = stranger.Write("file", "{}");
        var inProject = CommandWalk.Leaves
            .Where(leaf => leaf.Words[0] is "dataset" or "fs" or "topic" or "group" or "schema" or "query" or "member" or "credential" or "sql" or "audit")
            .DistinctBy(leaf => leaf.Words[^1] is "produce" or "read" ? leaf.Words[^1] : leaf.Words[0]).ToList();
        inProject.Count.ShouldBe(12);
        await CommandWalk.EachAsync(inProject, async (words, command) =>
        {
            var answer = await stranger.RunAsync([.. CommandWalk.Line(words, command, file), "--project", "ex_mine"]);
            answer.ExitCode.ShouldBe(ExitCode.NotFound, answer.Said);
            answer.Output.ShouldBeEmpty(answer.Said);
        });
    }

    private static IEnumerable<int> JsonElements(string text) =>
        System.Text.Json.JsonElement.Parse(text).EnumerateArray().Select(row => row.GetProperty("code").GetInt32());
}
