using System.Globalization;

namespace Hops.Benchmarks;

/// <summary>What Linux knows of a process: see proc(5), <c>/proc/PID/stat</c> and <c>/proc/PID/status</c>.</summary>
internal static class ProcessFigures
{
    private const int TicksPerSecond = 100;
    private const int UserTimeAt = 11;

    /// <summary>Processor time of a process, and of those children that it has waited for.</summary>
    internal static (TimeSpan Self, TimeSpan Children) Processor(int processId)
    {
        var text = File.ReadAllText($"/proc/{processId}/stat");
        // The name is in parentheses and may hold blanks; the state follows it.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = fields[UserTimeAt..(UserTimeAt + 4)].Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return (Time(ticks[0] + ticks[1]), Time(ticks[2] + ticks[3]));
    }

    /// <summary>Resident memory in bytes: now and at its peak; zeros if the process is gone.</summary>
    internal static (long NowBytes, long PeakBytes) Memory(int processId)
    {
        try
        {
            var lines = File.ReadAllLines($"/proc/{processId}/status");
            return (Field(lines, "VmRSS:"), Field(lines, "VmHWM:"));
        }
        catch (IOException)
        {
            return default;
        }
    }

    private static TimeSpan Time(long ticks) => TimeSpan.FromSeconds((double)ticks / TicksPerSecond);

    private static long Field(string[] lines, string name)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
    }
}
