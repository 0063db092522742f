using System.Globalization;
using Hops.Jobs.Supervision;

namespace Hops.Jobs.Metering;

/// <summary>What a process and all that descend from it have used, as <c>/proc</c> tells it (<c>proc_pid_stat(5)</c>).</summary>
internal static class ProcessTree
{
    /// <summary>Most processes that are looked at: a runner starts none, so there are few.</summary>
    private const int ProcessesMax = 1_000;

    /// <summary>USER_HZ, in which the kernel tells times to programs: 100 on every architecture that .NET runs on.</summary>
    private const long TicksPerSecond = 100;

    private const int UserTimeField = 11;
    private const int TimeFields = 4;

    /// <summary>Time that it has computed, with what it has waited for, and memory of its own; null each if it is not there.</summary>
    public static (TimeSpan? CpuTime, long? Bytes) Read(int processId)
    {
        TimeSpan? cpuTime = null;
        long? bytes = null;
        var open = new Queue<int>([processId]);
        for (var count = 0; count < ProcessesMax && open.TryDequeue(out var one); count++)
        {
            try
            {
                var time = CpuTimeOf(File.ReadAllText($"/proc/{one}/stat"));
                bytes = (bytes ?? 0) + RunnerWatch.OwnBytes(File.ReadAllBytes($"/proc/{one}/status"));
                cpuTime = (cpuTime ?? TimeSpan.Zero) + time;
                foreach (var child in ChildrenOf(one))
                    open.Enqueue(child);
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                // It has just ended.
            }
        }

        return (cpuTime, bytes);
    }

    /// <summary>Its own time in both modes and that of children it has waited for.</summary>
    internal static TimeSpan CpuTimeOf(string stat)
    {
        // The name of the program stands in brackets and may hold anything, brackets too: what counts begins after the last one.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < UserTimeField + TimeFields)
            return TimeSpan.Zero;
        var ticks = fields.Skip(UserTimeField).Take(TimeFields).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        return TimeSpan.FromTicks(ticks * (TimeSpan.TicksPerSecond / TicksPerSecond));
    }

    /// <summary>Kernels without CONFIG_PROC_CHILDREN do not tell them.</summary>
    private static IEnumerable<int> ChildrenOf(int processId) =>
        from task in Directory.EnumerateDirectories($"/proc/{processId}/task")
        let file = Path.Combine(task, "children")
        where File.Exists(file)
        from child in File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        select int.Parse(child, CultureInfo.InvariantCulture);
}
