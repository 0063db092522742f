using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Hops.Benchmarks;

/// <summary>Somebody else, who asks the same server for something twenty times a second while a scenario of heavy use runs.</summary>
/// <param name="Things">What is asked for, in the plural.</param>
/// <param name="ProcessId">The server.</param>
/// <param name="NameOf">Name of what is asked for, by its number.</param>
/// <param name="AskAsync">Asks for it; false if that was refused.</param>
internal sealed record Neighbour(string Things, int ProcessId, Func<int, string> NameOf, Func<string, Task<bool>> AskAsync)
{
    private const int RequestsPerSecond = 20;
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs a scenario, and prints how long it took, how long the neighbour waited, and what memory the server had meanwhile.</summary>
    internal async Task MeasureAsync(Report report, string scenario, Func<Task> run)
    {
        var (waits, refusals, memory) = (new ConcurrentBag<Wait>(), 0, new List<long> { ProcessFigures.Memory(ProcessId).NowBytes });
        using var end = new CancellationTokenSource();
        var begun = Stopwatch.GetTimestamp();
        var asking = Task.Run(async () =>
        {
            var asked = new List<Task>();
            using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / RequestsPerSecond));
            for (var number = 0; !end.IsCancellationRequested && await ticks.WaitForNextTickAsync(CancellationToken.None); number++)
                asked.Add(OnceAsync(NameOf(number)));
            await Task.WhenAll(asked);
        });
        var watching = Task.Run(async () =>
        {
            using var ticks = new PeriodicTimer(MemoryInterval);
            while (!end.IsCancellationRequested && await ticks.WaitForNextTickAsync(CancellationToken.None))
                memory.Add(ProcessFigures.Memory(ProcessId).NowBytes);
        });

        await run();
        var took = Stopwatch.GetElapsedTime(begun);
        await end.CancelAsync();
        await Task.WhenAll(asking, watching);
        report.Fact($"{scenario}: took", string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:F1} s"));
        var (times, longest) = (waits.Select(wait => wait.Milliseconds).ToList(), waits.MaxBy(wait => wait.Milliseconds));
        report.Fact($"{scenario}: {Things} of somebody else", string.Create(
            CultureInfo.InvariantCulture, $"{waits.Count} {Things}, {refusals} refused; median {Percentile(times, 0.5):F1} ms, p99 {Percentile(times, 0.99):F1} ms"));
        report.Fact($"{scenario}: the slowest of them", string.Create(
            CultureInfo.InvariantCulture, $"{longest.Name}, {longest.Milliseconds:F0} ms, asked for after {longest.Begun.TotalSeconds:F1} s"));
        // What grows with the load is more in each quarter; what is bounded is not.
        var quarters = string.Join(", ", memory.Chunk((memory.Count + 3) / 4).Select(part => part.Max() >> 20));
        report.Fact($"{scenario}: memory of the server", string.Create(
            CultureInfo.InvariantCulture, $"{memory[0] >> 20} MiB before, at most {quarters} in each quarter of the time, {memory[^1] >> 20} after"));

        async Task OnceAsync(string name)
        {
            var since = Stopwatch.GetTimestamp();
            if (!await AskAsync(name))
                Interlocked.Increment(ref refusals);
            else
                waits.Add(new Wait(name, Stopwatch.GetElapsedTime(begun, since), Stopwatch.GetElapsedTime(since).TotalMilliseconds));
        }
    }

    internal static double Percentile(IEnumerable<double> waits, double part)
    {
        var sorted = waits.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
    }

    /// <summary>How long it waited for one of them, and when it asked.</summary>
    private readonly record struct Wait(string Name, TimeSpan Begun, double Milliseconds);
}
