using Hops.Jobs.Supervision;

namespace Hops.Jobs.Tests.Supervision;

public sealed class RunnerProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string _staging = Directory.CreateTempSubdirectory("hops-jobs-").FullName;
    private readonly List<string> _lines = [];

    public void Dispose() => Directory.Delete(_staging, recursive: true);

    [Fact]
    public async Task The_assignment_arrives_on_standard_input_and_lines_come_back_in_order()
    {
        await using var runner = Start("read line; echo \"got $line\"; echo second; exit 3");
        (await runner.Exited.WaitAsync(Patience)).ShouldBe(3);
        _lines.ShouldBe(["got {\"secret\":1}", "second"]);
    }

    [Fact]
    public async Task Nothing_of_the_server_is_in_its_environment_and_the_assignment_is_not_in_its_arguments()
    {
        Environment.SetEnvironmentVariable("HOPS_TEST_CANARY", "canary");
        await using var runner = Start("env; tr '\\0' ' ' < /proc/$$/cmdline");
        await runner.Exited.WaitAsync(Patience);
        var said = string.Join('\n', _lines);
        said.ShouldContain("DOTNET_ROOT=");
        said.ShouldNotContain("canary");
        said.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Stop_asks_first()
    {
        await using var runner = Start("read line; echo ready; read word; echo \"told to $word\"; exit 0");
        await runner.StopAsync(Patience);
        (await runner.Exited.WaitAsync(Patience)).ShouldBe(0);
        _lines.ShouldContain("told to stop");
    }

    [Fact]
    public async Task A_runner_that_does_not_stop_is_killed()
    {
        await using var runner = Start("trap '' TERM; read line; while read word; do :; done; exec tail -f /dev/null");
        await runner.StopAsync(TimeSpan.FromMilliseconds(200)).WaitAsync(Patience);
        (await runner.Exited.WaitAsync(Patience)).ShouldNotBe(0);
    }

    [Fact]
    public async Task A_line_without_end_ends_the_runner_and_not_the_server()
    {
        await using var runner = Start("exec yes a | tr -d '\\n'");
        (await runner.Exited.WaitAsync(Patience)).ShouldNotBe(0);
        _lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_it_says_on_standard_error_is_kept_for_the_operator_up_to_a_limit()
    {
        await using var runner = Start("for i in $(seq 1 100); do echo \"line $i\" >&2; done; exit 1");
        await runner.Exited.WaitAsync(Patience);
        runner.ErrorTail.Split('\n').Length.ShouldBe(40);
        runner.ErrorTail.ShouldEndWith("line 100");
    }

    private RunnerProcess Start(string script) =>
        RunnerProcess.Start(new RunnerProgram("/bin/sh", ["-c", script, "runner"]), _staging, [1], "{\"secret\":1}", _lines.Add);
}
