using Hops.Cli.Tests.Support;

namespace Hops.Cli.Tests.Shell;

[Collection(WalkServerGroup.Name)]
public sealed class CompletionTests(LiveServer server)
{
    private const string Complete = """
        source <(hops completion bash) || exit 1
        COMP_LINE="$1"; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<< "$COMP_LINE"
        [[ "$COMP_LINE" == *' ' ]] && COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _hops; printf '%s\n' "${COMPREPLY[@]}" | sort
        """;

    [Theory]
    [InlineData("hops top", "topic")]
    [InlineData("hops topic ", "access\nalter\ncreate\ndelete\nexport\nget\nlist\nproduce\nread\nrepair\nreplay")]
    [InlineData("hops topic read --fr", "--from")]
    [InlineData("hops sql x --chart ", "bar\nline")]
    [InlineData("hops topic list -o ", "csv\njson\ntable")]
    [InlineData("hops help top", "topic")]
    [InlineData("hops help ex", "exit-codes")]
    [InlineData("hops help member ", "add\nleave\nlist\nremove\nset-role\ntransfer")]
    [InlineData("hops help topic re", "read\nrepair\nreplay")]
    [InlineData("hops help nothing ", "")]
    public async Task Bash_completes_commands_and_options(string line, string candidates)
    {
        var somebody = server.Somebody();
        var start = HopsProgram.Prepare(somebody.Home, []);
        start.FileName = "/bin/bash";
        foreach (var argument in new[] { "-c", Complete, "bash", line })
            start.ArgumentList.Add(argument);
        start.Environment["PATH"] = Path.GetDirectoryName(HopsProgram.Path) + ":" + start.Environment["PATH"];

        var completed = await HopsProgram.RunAsync(start, "");

        completed.Output.Trim().ShouldBe(candidates, completed.Said);
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _hops hops")]
    [InlineData("zsh", "compdef _hops hops")]
    [InlineData("fish", "complete -c hops")]
    public async Task There_is_a_script_for_each_shell(string shell, string line) =>
        (await server.Somebody().DoAsync("completion", shell)).ShouldContain(line);
}
