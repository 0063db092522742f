using Hops.Jobs.ControlGroups;

namespace Hops.Jobs.Tests.ControlGroups;

/// <summary>What the kernel says of control groups, as machines and containers have it.</summary>
public sealed class ControlGroupMountsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hops-cgroup-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_machine_of_today_has_one_tree_and_the_group_of_a_service_in_it()
    {
        var own = Directory.CreateDirectory($"{_root}/system.slice/hops.service").FullName;
        var found = ControlGroupMounts.Parse([$"cgroup2 {_root} cgroup2 rw,nosuid 0 0"], ["0::/system.slice/hops.service"]);
        (found.SecondRoot, found.Second, found.First.Count).ShouldBe((_root, own, 0));
    }

    [Fact]
    public void An_older_machine_has_a_tree_for_each_controller_or_for_two()
    {
        var (memory, cpu) = (Directory.CreateDirectory($"{_root}/memory/own").FullName, Directory.CreateDirectory($"{_root}/cpu,cpuacct/other").FullName);
        var found = ControlGroupMounts.Parse(
            [$"cgroup {_root}/memory cgroup rw,relatime,memory 0 0", $"cgroup {_root}/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0", "tmpfs /run tmpfs rw 0 0", "short line"],
            ["4:memory:/own", "3:cpu,cpuacct:/other", "1:name=systemd:/", "torn"]);
        found.Second.ShouldBeNull();
        found.First.ShouldBe(new Dictionary<string, string> { ["memory"] = memory, ["cpu"] = cpu, ["cpuacct"] = cpu }, ignoreOrder: true);
    }

    [Fact]
    public void In_a_container_whose_path_is_that_of_the_machine_the_group_is_what_is_mounted()
    {
        var found = ControlGroupMounts.Parse(
            [$"cgroup {_root} cgroup rw,memory 0 0", $"cgroup2 {_root} cgroup2 rw 0 0"], ["4:memory:/docker/0123", "0::/../../docker/0123"]);
        (found.First["memory"], found.Second).ShouldBe((_root, _root));
    }

    [Fact]
    public void A_machine_without_any_has_none()
    {
        var found = ControlGroupMounts.Parse(["proc /proc proc rw 0 0"], ["0::/"]);
        (found.Second, found.First.Count).ShouldBe((null, 0));
        RunnerGroups.Open("hops-test", 100, found).ShouldBeNull();
    }

    [Fact]
    public void Groups_that_may_be_read_and_not_made_are_none()
    {
        // A file where the group would be made refuses it to anybody, root too.
        File.WriteAllText($"{_root}/hops-test", "");
        File.WriteAllText($"{_root}/cgroup.controllers", "cpu memory pids\n");
        RunnerGroups.Open("hops-test", 100, ControlGroupMounts.Parse([$"cgroup2 {_root} cgroup2 rw 0 0"], ["0::/"])).ShouldBeNull();
        RunnerGroups.Open("hops-test", 100, ControlGroupMounts.Parse([$"cgroup {_root} cgroup rw,memory 0 0"], ["4:memory:/"])).ShouldBeNull();
    }

    [Fact]
    public void A_tree_that_does_not_control_memory_is_left_alone()
    {
        File.WriteAllText($"{_root}/cgroup.controllers", "hugetlb\n");
        RunnerGroups.Open("hops-test", 100, ControlGroupMounts.Parse([$"cgroup2 {_root} cgroup2 rw 0 0"], ["0::/"])).ShouldBeNull();
        RunnerGroups.Open("hops-test", 100, ControlGroupMounts.Parse([$"cgroup {_root} cgroup rw,pids 0 0"], ["4:pids:/"])).ShouldBeNull();
    }
}
