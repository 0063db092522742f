using System.Collections.Concurrent;
using System.Globalization;

namespace Hops.Jobs.ControlGroups;

/// <summary>The control group of one runner, gone with it. In version 1 one directory for each controller, in version 2 the same for all.</summary>
public sealed class RunnerGroup : IDisposable
{
    private readonly int _version;
    private readonly Dictionary<string, string> _directories;
    private readonly ConcurrentQueue<string> _left;

    internal RunnerGroup(int version, Dictionary<string, string> directories, ConcurrentQueue<string> left) =>
        (_version, _directories, _left) = (version, directories, left);

    /// <summary>True if the kernel has ended a process of it that wanted more memory than the group may have.</summary>
    public bool HasRunOutOfMemory =>
        NumberIn(_directories["memory"], _version == 2 ? "memory.events" : "memory.oom_control", "oom_kill ") > 0;

    /// <summary>Time that it has computed; null if nobody counts it. Version 2 counts it in every group, whatever its controllers.</summary>
    public TimeSpan? CpuTime =>
        !_directories.TryGetValue(_version == 2 ? "memory" : "cpuacct", out var directory) ? null
        : _version == 2 ? TimeSpan.FromMicroseconds(NumberIn(directory, "cpu.stat", "usage_usec "))
        : TimeSpan.FromTicks(NumberIn(directory, "cpuacct.usage", "") / TimeSpan.NanosecondsPerTick);

    /// <summary>Memory that it holds, without the parts of files that it has not read lately, which the kernel would give away at once.</summary>
    public long MemoryBytes
    {
        get
        {
            var directory = _directories["memory"];
            var (held, idle) = _version == 2 ? ("memory.current", "inactive_file ") : ("memory.usage_in_bytes", "total_inactive_file ");
            return Math.Max(0, NumberIn(directory, held, "") - NumberIn(directory, "memory.stat", idle));
        }
    }

    /// <summary>False once nothing of it is left.</summary>
    internal bool Exists => Directories.Any(Directory.Exists);

    /// <summary>As <see cref="CpuTime"/>; null also if the group is gone.</summary>
    internal TimeSpan? TryCpuTime() => Try(() => CpuTime);

    /// <summary>As <see cref="MemoryBytes"/>; null if the group is gone.</summary>
    internal long? TryMemoryBytes() => Try<long?>(() => MemoryBytes);

    /// <summary>Puts a process into it, with all threads that it has and will have. One that has ended already is left out.</summary>
    public void Add(int processId)
    {
        foreach (var directory in Directories)
        {
            try
            {
                File.WriteAllText(Path.Combine(directory, "cgroup.procs"), processId.ToString(CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // ESRCH: it has ended.
            }
        }
    }

    /// <summary>Removes it; what cannot be removed yet is when the next group is made.</summary>
    public void Dispose()
    {
        foreach (var directory in Directories)
            Remove(directory, _left);
    }

    internal static void Remove(string directory, ConcurrentQueue<string> left)
    {
        try
        {
            Directory.Delete(directory);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            left.Enqueue(directory);
        }
    }

    private static T? Try<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private IEnumerable<string> Directories => _directories.Values.Distinct(StringComparer.Ordinal);

    private static long NumberIn(string directory, string file, string name)
    {
        var line = File.ReadLines(Path.Combine(directory, file)).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.TryParse(line.AsSpan(line is null ? 0 : name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
