using System.Diagnostics;
using Hops.Jobs.ControlGroups;
using Hops.Jobs.Supervision;

namespace Hops.Jobs.Tests.ControlGroups;

/// <summary>Real processes in real control groups.</summary>
public sealed class RunnerGroupTests : IDisposable
{
    private const long MemoryMaxBytes = 64L << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _name = $"hops-test-{Guid.NewGuid():N}";
    private readonly string _staging = Directory.CreateTempSubdirectory("hops-jobs-").FullName;

    public void Dispose() => Directory.Delete(_staging, recursive: true);

    [ControlGroupFact]
    public async Task A_process_that_takes_more_memory_than_its_group_may_is_ended_and_its_neighbour_is_not()
    {
        using var groups = RunnerGroups.Open(_name, 100)!;
        using var group = groups.TryCreate("greedy", MemoryMaxBytes, 64).ShouldNotBeNull();
        using var other = groups.TryCreate("modest", MemoryMaxBytes, 64).ShouldNotBeNull();
        using var modest = Start("read line; exit 5", other);
        using var greedy = Start("read line; exec python3 -c 'hoard = b\"x\" * 10**9; print(len(hoard))'", group);

        await GoOnAsync(greedy);
        group.HasRunOutOfMemory.ShouldBeTrue();
        greedy.ExitCode.ShouldBe(128 + 9);
        await GoOnAsync(modest);
        (modest.ExitCode, other.HasRunOutOfMemory).ShouldBe((5, false));
    }

    [ControlGroupFact]
    public async Task A_process_that_keeps_within_its_group_is_left_alone_and_its_time_is_counted()
    {
        using var groups = RunnerGroups.Open(_name, 100)!;
        using var group = groups.TryCreate("busy", MemoryMaxBytes, 64).ShouldNotBeNull();
        using var busy = Start("read line; i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; exit 3", group);
        await GoOnAsync(busy);
        (busy.ExitCode, group.HasRunOutOfMemory).ShouldBe((3, false));
        group.CpuTime.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.FromMilliseconds(10));
    }

    [ControlGroupFact]
    public async Task A_process_starts_no_more_others_than_its_group_may_have()
    {
        using var groups = RunnerGroups.Open(_name, 100)!;
        if (!groups.Describe().Contains("pids", StringComparison.Ordinal))
            return;
        using var group = groups.TryCreate("forking", MemoryMaxBytes, 4).ShouldNotBeNull();
        using var forking = Start("read line; for i in 1 2 3 4 5 6 7 8; do sleep 60 & done; wait", group);
        await GoOnAsync(forking);
        (await forking.StandardError.ReadToEndAsync()).ShouldContain("fork", Case.Insensitive);
    }

    [ControlGroupFact]
    public async Task The_group_of_a_runner_holds_it_and_goes_with_it()
    {
        using var groups = RunnerGroups.Open(_name, 100)!;
        var place = new RunnerPlace { StagingDirectory = _staging, Ports = [1], MemoryMaxBytes = MemoryMaxBytes, Groups = groups };
        List<string> lines = [];
        await using (var runner = RunnerProcess.Start(
            new RunnerProgram("/bin/sh", ["-c", "read line; cat /proc/self/cgroup; i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done", "runner"]), place, "{}", lines.Add))
        {
            (await runner.Exited.WaitAsync(Patience)).ShouldBe(0);
            runner.Breach.ShouldBeNull();
            runner.CpuTime.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        }

        var held = lines.Single(line => line.Contains("memory:", StringComparison.Ordinal) || (line.StartsWith("0::", StringComparison.Ordinal) && line.Contains(_name, StringComparison.Ordinal)));
        held.ShouldEndWith($"/{_name}/{Path.GetFileName(_staging)}");
        using var again = groups.TryCreate("after", MemoryMaxBytes, 4).ShouldNotBeNull();
        Directories().ShouldAllBe(directory => !directory.EndsWith(Path.GetFileName(_staging), StringComparison.Ordinal));
    }

    [ControlGroupFact]
    public void What_a_server_that_died_has_left_is_removed_by_its_next_start_and_nothing_is_left_by_a_stop()
    {
        var died = RunnerGroups.Open(_name, 100)!;
        died.TryCreate("orphan", MemoryMaxBytes, 4).ShouldNotBeNull();
        Directories().Any(directory => directory.EndsWith("/orphan", StringComparison.Ordinal)).ShouldBeTrue();
        using (var next = RunnerGroups.Open(_name, 100)!)
            Directories().Any(directory => directory.EndsWith("/orphan", StringComparison.Ordinal)).ShouldBeFalse();
        Directories().ShouldBeEmpty();
    }

    [ControlGroupFact]
    public async Task What_a_group_had_computed_that_outlived_its_server_is_told_until_its_last_process_has_ended()
    {
        var died = RunnerGroups.Open(_name, 100)!;
        var group = died.TryCreate("survivor", MemoryMaxBytes, 64).ShouldNotBeNull();
        using var survivor = Start("read line; i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done", group);

        using var next = RunnerGroups.Open(_name, 100)!;
        var (before, hasEnded) = next.FindSurvivor("survivor");
        hasEnded.ShouldBeFalse();
        await GoOnAsync(survivor);

        (var after, hasEnded) = next.FindSurvivor("survivor");
        hasEnded.ShouldBeTrue();
        after!.Value.ShouldBeGreaterThan(before!.Value + TimeSpan.FromMilliseconds(10));
        next.FindSurvivor("survivor").ShouldBe((after, true), "it is remembered when the group is gone");
        next.FindSurvivor("nobody").ShouldBe((null, true));
    }

    /// <summary>What there is of the groups of this test, in whichever tree.</summary>
    private List<string> Directories()
    {
        var mounts = ControlGroupMounts.OfThisProcess();
        var homes = mounts.First.Values.Append(mounts.Second).Append(Path.GetDirectoryName(mounts.Second)).OfType<string>().Select(own => Path.Combine(own, _name));
        return [.. homes.Where(Directory.Exists).SelectMany(home => Directory.EnumerateDirectories(home).Prepend(home))];
    }

    /// <summary>Starts a shell that waits for a line, so that it is in its group before it does anything.</summary>
    private static Process Start(string script, RunnerGroup group)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        var process = Process.Start(start)!;
        group.Add(process.Id);
        return process;
    }

    private static async Task GoOnAsync(Process process)
    {
        await process.StandardInput.WriteLineAsync("go");
        await process.WaitForExitAsync().WaitAsync(Patience);
    }
}
