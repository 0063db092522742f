using System.Globalization;

namespace Hops.EndToEnd.Tests.Servers;

/// <summary>What Linux knows of a server's process (proc(5)).</summary>
internal static class ServerFigures
{
    private const int TicksPerSecond = 100;

    /// <summary>The most memory that was resident at any time, bytes.</summary>
    public static long PeakBytes(int processId)
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/status")).First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Processor time that it has used.</summary>
    public static TimeSpan Processor(int processId)
    {
        var text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((double)(long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }
}
