using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hops.Jobs.ControlGroups;

namespace Hops.EndToEnd.Tests.Compute;

/// <summary>What the kernel has counted for the runners of a server, read beside it.</summary>
internal sealed class RunnerCounters
{
    private readonly string? _home;
    private readonly bool _isSecond;

    public RunnerCounters(string dataDirectory)
    {
        var staging = Path.GetFullPath(Path.Combine(dataDirectory, "run", "runners"));
        var name = $"hops-runners-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(staging))).AsSpan(0, 16)}";
        var mounts = ControlGroupMounts.OfThisProcess();
        string?[] homes = [mounts.First.GetValueOrDefault("cpuacct"), mounts.Second, Path.GetDirectoryName(mounts.Second)];
        _home = homes.OfType<string>().Select(home => Path.Combine(home, name)).FirstOrDefault(Directory.Exists);
        _isSecond = _home is not null && File.Exists(Path.Combine(_home, "cgroup.controllers"));
    }

    /// <summary>False where the server may make no control groups: there is nothing exact to compare with.</summary>
    public bool AreCounted => _home is not null;

    /// <summary>True while a runner lives.</summary>
    public bool AreRunning => Groups().Any(group => File.ReadAllText(Path.Combine(group, "cgroup.procs")).Length > 0);

    /// <summary>Processor seconds of all groups that are there.</summary>
    public double CpuSeconds() => Groups().Sum(CpuSecondsOf);

    private double CpuSecondsOf(string group)
    {
        if (!_isSecond)
            return double.Parse(File.ReadAllText(Path.Combine(group, "cpuacct.usage")), CultureInfo.InvariantCulture) / 1e9;
        var line = File.ReadLines(Path.Combine(group, "cpu.stat")).First(line => line.StartsWith("usage_usec ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) / 1e6;
    }

    private string[] Groups() => _home is null || !Directory.Exists(_home) ? [] : Directory.GetDirectories(_home);
}
