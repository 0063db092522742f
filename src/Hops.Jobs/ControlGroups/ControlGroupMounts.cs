namespace Hops.Jobs.ControlGroups;

/// <summary>The control groups of a process as directories, as far as their file systems are mounted (<c>proc_pid_cgroup(5)</c>).</summary>
public sealed class ControlGroupMounts
{
    /// <summary>Its group of version 2; null if that is not mounted.</summary>
    public string? Second { get; private init; }

    /// <summary>Where version 2 is mounted; null if it is not.</summary>
    public string? SecondRoot { get; private init; }

    /// <summary>Its groups of version 1, by controller.</summary>
    public IReadOnlyDictionary<string, string> First { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Those of this process.</summary>
    public static ControlGroupMounts OfThisProcess() =>
        File.Exists("/proc/self/cgroup") ? Parse(File.ReadAllLines("/proc/self/mounts"), File.ReadAllLines("/proc/self/cgroup")) : new ControlGroupMounts();

    /// <summary>Reads what the kernel says.</summary>
    /// <param name="mounts">Lines of <c>/proc/self/mounts</c>.</param>
    /// <param name="groups">Lines of <c>/proc/self/cgroup</c>.</param>
    public static ControlGroupMounts Parse(IEnumerable<string> mounts, IEnumerable<string> groups)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parts in groups.Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3))
        {
            foreach (var controller in parts[1].Split(','))
                paths[controller] = parts[2];
        }

        string? secondRoot = null;
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var fields in mounts.Select(line => line.Split(' ')).Where(fields => fields.Length >= 4))
        {
            if (fields[2] == "cgroup2")
                secondRoot ??= fields[1];
            if (fields[2] != "cgroup")
                continue;
            foreach (var controller in fields[3].Split(',').Where(option => option.Length > 0 && paths.ContainsKey(option)))
                first.TryAdd(controller, DirectoryOf(fields[1], paths[controller]));
        }

        return new ControlGroupMounts
        {
            SecondRoot = secondRoot,
            Second = secondRoot is not null && paths.TryGetValue("", out var own) ? DirectoryOf(secondRoot, own) : null,
            First = first,
        };
    }

    /// <summary>In a container the path may be that of the machine, of which the mount shows its own part alone.</summary>
    private static string DirectoryOf(string mount, string path)
    {
        var directory = Path.Join(mount, path).TrimEnd('/');
        return Directory.Exists(directory) ? directory : mount;
    }
}
