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

    [Fact]
    public async Task A_runner_that_holds_too_much_memory_is_ended_and_says_why()
    {
        var place = Place() with { MemoryMaxBytes = 64L << 20 };
        await using var runner = Start("read line; exec python3 -c 'hoard = b\"x\" * 10**9; input()'", place);
        (await runner.Exited.WaitAsync(Patience)).ShouldNotBe(0);
        runner.Breach.ShouldBe(new RunnerBreach(RunnerResource.Memory, 64L << 20));
    }

    [Fact]
    public async Task A_runner_that_fills_its_staging_directory_is_ended_and_says_why()
    {
        var place = Place() with { ScratchMaxBytes = 10L << 20 };
        await using var runner = Start("mkdir deep; while :; do head -c 1000000 /dev/zero >> deep/spill; done", place);
        (await runner.Exited.WaitAsync(Patience)).ShouldNotBe(0);
        runner.Breach.ShouldBe(new RunnerBreach(RunnerResource.Scratch, 10L << 20));
    }

    [Theory]
    [InlineData("gone.write(bytes(20 << 20))", "and keeps them open")]
    [InlineData("gone.write(bytes(4096)); gone.flush(); view = mmap.mmap(gone.fileno(), 4096); gone.close()", "and keeps them mapped, whatever their size")]
    [InlineData("pipe = os.pipe(); gone.write(bytes(20 << 20))", "and has pipes that nobody writes to")]
    public async Task A_runner_that_hides_files_without_a_name_is_ended_and_says_why(string hide, string how)
    {
        var place = Place() with { ScratchMaxBytes = 10L << 20 };
        var script = $"read line; exec python3 -c 'import mmap, os; gone = open(\"gone\", \"wb+\"); os.unlink(\"gone\"); {hide}; input()'";
        await using var runner = Start(script, place);
        (await runner.Exited.WaitAsync(Patience)).ShouldNotBe(0, how);
        runner.Breach.ShouldBe(new RunnerBreach(RunnerResource.Scratch, 10L << 20), how);
    }

    [Fact]
    public async Task A_runner_whose_file_is_larger_than_it_may_be_has_used_too_much_scratch()
    {
        await using var runner = Start("ulimit -f 1; head -c 1000000 /dev/zero > big; kill -XFSZ $$", Place() with { ScratchMaxBytes = 1L << 30 });
        await runner.Exited.WaitAsync(Patience);
        runner.Breach.ShouldBe(new RunnerBreach(RunnerResource.Scratch, 1L << 30));
    }

    [Fact]
    public async Task The_largest_of_all_staging_directories_goes_when_they_are_too_large_together()
    {
        var ledger = new ScratchLedger(10L << 20);
        ledger.Note("/small", 9L << 20).ShouldBeTrue();
        await using var runner = Start("while :; do head -c 1000000 /dev/zero >> spill; done", Place() with { Scratch = ledger });
        await runner.Exited.WaitAsync(Patience);
        runner.Breach.ShouldBe(new RunnerBreach(RunnerResource.ScratchOfAll, 10L << 20));
        ledger.UsedBytes.ShouldBe(9L << 20);
    }

    [Fact]
    public void Memory_of_a_process_is_what_is_its_own_and_not_the_libraries_that_it_shares() =>
        RunnerWatch.OwnBytes("VmRSS:\t  9000 kB\nRssAnon:\t    1000 kB\nRssFile:\t  7000 kB\nRssShmem:\t 1000 kB\nVmSwap:\t 24 kB\n"u8).ShouldBe(2024 * 1024);

    [Fact]
    public void Who_uses_little_scratch_does_not_go_for_those_who_use_much()
    {
        var ledger = new ScratchLedger(100);
        ledger.Note("/a", 10).ShouldBeTrue();
        ledger.Note("/b", 95).ShouldBeFalse();
        ledger.Note("/a", 11).ShouldBeTrue();
        ledger.Forget("/b");
        ledger.Note("/a", 12).ShouldBeTrue();
    }

    private RunnerPlace Place() => new() { StagingDirectory = _staging, Ports = [1] };

    private RunnerProcess Start(string script, RunnerPlace? place = null) =>
        RunnerProcess.Start(new RunnerProgram("/bin/sh", ["-c", script, "runner"]), place ?? Place(), "{\"secret\":1}", _lines.Add);
}
