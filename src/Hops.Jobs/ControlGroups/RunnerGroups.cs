using System.Collections.Concurrent;
using System.Globalization;

namespace Hops.Jobs.ControlGroups;

/// <summary>
/// Where the server may make control groups (<c>cgroups(7)</c>) for its runners: below its own group of version 2, or beside it where a group with
/// processes may have no others below it, or below its groups of version 1. Thread safe.
/// </summary>
public sealed class RunnerGroups : IDisposable
{
    private static readonly string[] Controllers = ["memory", "cpu", "cpuacct", "pids"];

    private readonly ConcurrentQueue<string> _left = new();
    private readonly Dictionary<string, string> _homes;
    private readonly int _version;
    private readonly ConcurrentDictionary<string, (RunnerGroup Group, TimeSpan? CpuTime)> _survivors = new(StringComparer.Ordinal);

    private RunnerGroups(int version, Dictionary<string, string> homes) => (_version, _homes) = (version, homes);

    /// <summary>Finds where groups may be made, and makes the one that holds those of all runners.</summary>
    /// <param name="name">Its name, of this server alone.</param>
    /// <param name="cpuWeight">Its share of the processors against 100 of the server, where both want them.</param>
    /// <param name="system">Where the kernel says what there is.</param>
    /// <returns>Null if the server may make none, or memory is not controlled.</returns>
    public static RunnerGroups? Open(string name, int cpuWeight, ControlGroupMounts? system = null)
    {
        var mounts = system ?? ControlGroupMounts.OfThisProcess();
        var groups = OpenSecond(name, mounts) ?? OpenFirst(name, mounts);
        if (groups is null)
            return null;
        groups.Clear();
        if (groups._homes.TryGetValue("cpu", out var home))
            Write(home, groups._version == 2 ? "cpu.weight" : "cpu.shares", groups._version == 2 ? cpuWeight : Math.Max(2, cpuWeight * 1024L / 100));
        return groups;
    }

    /// <summary>What is held by them, in words for the operator.</summary>
    public string Describe() =>
        string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", _homes.Keys.Where(one => one != "cpuacct"))} held by control groups (version {_version})");

    /// <summary>Makes the group of one runner.</summary>
    /// <param name="name">Its name among the runners.</param>
    /// <param name="memoryMaxBytes">Most memory, that of the kernel for it included.</param>
    /// <param name="tasksMax">Most threads.</param>
    /// <returns>Null if it could not be made: what else limits a runner does so still.</returns>
    public RunnerGroup? TryCreate(string name, long memoryMaxBytes, int tasksMax)
    {
        RemoveLeft();
        var directories = _homes.ToDictionary(home => home.Key, home => Path.Combine(home.Value, name), StringComparer.Ordinal);
        try
        {
            foreach (var directory in directories.Values.Distinct(StringComparer.Ordinal))
                Directory.CreateDirectory(directory);
            Limit(directories, memoryMaxBytes, tasksMax);
            return new RunnerGroup(_version, directories, _left);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            foreach (var directory in directories.Values.Distinct(StringComparer.Ordinal))
                _left.Enqueue(directory);
            return null;
        }
    }

    /// <summary>Removes what holds the groups of the runners, all of which have ended.</summary>
    public void Dispose()
    {
        RemoveLeft();
        foreach (var home in _homes.Values.Distinct(StringComparer.Ordinal))
            RunnerGroup.Remove(home, _left);
    }

    private void Limit(Dictionary<string, string> directories, long memoryMaxBytes, int tasksMax)
    {
        var memory = directories["memory"];
        Write(memory, _version == 2 ? "memory.max" : "memory.limit_in_bytes", memoryMaxBytes);

        // What is swapped out counts too: in version 2 there is none, in version 1 both have one limit. A kernel without swap has neither file.
        var swap = _version == 2 ? ("memory.swap.max", 0L) : ("memory.memsw.limit_in_bytes", memoryMaxBytes);
        if (File.Exists(Path.Combine(memory, swap.Item1)))
            Write(memory, swap.Item1, swap.Item2);
        if (directories.TryGetValue("pids", out var tasks))
            Write(tasks, "pids.max", tasksMax);
    }

    private static RunnerGroups? OpenSecond(string name, ControlGroupMounts mounts)
    {
        if (mounts.Second is not { } own || !ControllersOf(own).Contains("memory"))
            return null;
        // A group whose processes are not in groups below it gives nothing on to those, but the one of the whole machine.
        var home = TryHome(own, name);
        if (home is null && own != mounts.SecondRoot && Path.GetDirectoryName(own) is { } above)
            home = TryHome(above, name);
        return home is null ? null : new RunnerGroups(2, Controllers.Where(ControllersOf(home, "cgroup.subtree_control").Contains).ToDictionary(one => one, _ => home));
    }

    private static string? TryHome(string parent, string name)
    {
        var home = Path.Combine(parent, name);
        try
        {
            GiveOn(parent);
            Directory.CreateDirectory(home);
            GiveOn(home);
            return ControllersOf(home, "cgroup.subtree_control").Contains("memory") ? home : null;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void GiveOn(string directory)
    {
        var given = ControllersOf(directory, "cgroup.subtree_control");
        var wanted = ControllersOf(directory).Where(one => Controllers.Contains(one) && !given.Contains(one)).Select(one => "+" + one).ToList();
        if (wanted.Count > 0)
            File.WriteAllText(Path.Combine(directory, "cgroup.subtree_control"), string.Join(' ', wanted));
    }

    private static RunnerGroups? OpenFirst(string name, ControlGroupMounts mounts)
    {
        var homes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var controller in Controllers)
        {
            if (!mounts.First.TryGetValue(controller, out var own))
                continue;
            try
            {
                homes[controller] = Directory.CreateDirectory(Path.Combine(own, name)).FullName;
            }
            catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
            {
                // This one is not ours to use.
            }
        }

        return homes.ContainsKey("memory") ? new RunnerGroups(1, homes) : null;
    }

    private static string[] ControllersOf(string directory, string file = "cgroup.controllers")
    {
        var path = Path.Combine(directory, file);
        return File.Exists(path) ? File.ReadAllText(path).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) : [];
    }

    /// <summary>What a group had computed that a server of this name that died has left behind.</summary>
    /// <param name="name">Its name among the runners.</param>
    /// <returns>Its time, null if it was not there; and false while a process of it has yet to end.</returns>
    public (TimeSpan? CpuTime, bool HasEnded) FindSurvivor(string name)
    {
        if (!_survivors.TryGetValue(name, out var survivor))
            return (null, true);
        if (survivor.Group.Exists)
        {
            survivor = survivor with { CpuTime = survivor.Group.TryCpuTime() ?? survivor.CpuTime };
            _survivors[name] = survivor;
            RemoveLeft();
        }

        return (survivor.CpuTime, !survivor.Group.Exists);
    }

    /// <summary>Removes what a server of this name that died has left, once its runners have died with it; what they had computed is kept.</summary>
    private void Clear()
    {
        foreach (var name in _homes.Values.Distinct(StringComparer.Ordinal).SelectMany(Directory.EnumerateDirectories).Select(Path.GetFileName).Distinct().ToList())
        {
            var group = new RunnerGroup(_version, _homes.ToDictionary(home => home.Key, home => Path.Combine(home.Value, name!), StringComparer.Ordinal), _left);
            _survivors[name!] = (group, group.TryCpuTime());
            group.Dispose();
        }
    }

    private void RemoveLeft()
    {
        for (var count = _left.Count; count > 0 && _left.TryDequeue(out var directory); count--)
            RunnerGroup.Remove(directory, _left);
    }

    private static void Write(string directory, string file, long number) =>
        File.WriteAllText(Path.Combine(directory, file), number.ToString(CultureInfo.InvariantCulture));
}
