using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hops.Cli.Demo;

namespace Hops.Benchmarks;

/// <summary>
/// Heavy and hostile use of one server, a scenario after the other, while somebody else opens pages twenty times a second. The bars: the 99th percentile
/// of the other's pages is below 200 ms, and the memory of the server does not grow with the load. Scenarios can be named by <c>HEAVY=uploads,tabs</c>,
/// and made smaller by <c>HEAVY_SCALE=0.1</c>.
/// </summary>
internal static class HeavyBenchmark
{
    private const int NeighbourRequestsPerSecond = 20;
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>What is done, and what has to be there before, while nobody else is asked.</summary>
    private static readonly (string Name, Func<HeavyUse, Report, Task> Prepare, Func<HeavyUse, Report, Task> Run)[] Scenarios =
    [
        ("create", Nothing, (use, report) => use.CreateProjectsAsync(report)),
        ("tabs", Nothing, (use, report) => use.OpenTabsAsync(report)),
        ("quota", Nothing, (use, report) => use.OverfillAsync(report)),
        ("uploads", Nothing, (use, report) => use.UploadAsync(report)),
        ("sql", Nothing, (use, report) => use.AskForAllAsync(report)),
        ("search", (use, report) => use.SeedAsync(report), (use, report) => use.SearchAsync(report)),
    ];

    internal static async Task RunAsync(Report report)
    {
        var wanted = Environment.GetEnvironmentVariable("HEAVY")?.Split(',');
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"heavy-{Environment.ProcessId}")).FullName;
        try
        {
            await using var use = await HeavyUse.BeginAsync(Path.Combine(directory, "data"));
            foreach (var (name, prepare, run) in Scenarios.Where(scenario => wanted?.Contains(scenario.Name) ?? true))
            {
                await prepare(use, report);
                await MeasureAsync(report, name, use, () => run(use, report));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Task Nothing(HeavyUse use, Report report) => Task.CompletedTask;

    private static async Task MeasureAsync(Report report, string name, HeavyUse use, Func<Task> run)
    {
        var (waits, refusals, memory) = (new ConcurrentBag<Wait>(), 0, new List<long> { ProcessFigures.Memory(use.ProcessId).NowBytes });
        using var end = new CancellationTokenSource();
        var begun = Stopwatch.GetTimestamp();
        var neighbour = Task.Run(async () =>
        {
            var asked = new List<Task>();
            using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / NeighbourRequestsPerSecond));
            for (var number = 0; !end.IsCancellationRequested && await ticks.WaitForNextTickAsync(CancellationToken.None); number++)
                asked.Add(AskAsync(HeavyUse.PageOfNeighbour(number)));
            await Task.WhenAll(asked);
        });
        var watch = Task.Run(async () =>
        {
            using var ticks = new PeriodicTimer(MemoryInterval);
            while (!end.IsCancellationRequested && await ticks.WaitForNextTickAsync(CancellationToken.None))
                memory.Add(ProcessFigures.Memory(use.ProcessId).NowBytes);
        });

        await run();
        var took = Stopwatch.GetElapsedTime(begun);
        await end.CancelAsync();
        await Task.WhenAll(neighbour, watch);
        report.Fact($"{name}: took", string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:F1} s"));
        var (times, longest) = (waits.Select(wait => wait.Milliseconds).ToList(), waits.MaxBy(wait => wait.Milliseconds));
        report.Fact($"{name}: pages of somebody else", string.Create(
            CultureInfo.InvariantCulture, $"{waits.Count} pages, {refusals} refused; median {Percentile(times, 0.5):F1} ms, p99 {Percentile(times, 0.99):F1} ms"));
        report.Fact($"{name}: the slowest of them", string.Create(
            CultureInfo.InvariantCulture, $"{longest.Page}, {longest.Milliseconds:F0} ms, asked for after {longest.Begun.TotalSeconds:F1} s"));
        // What grows with the load is more in each quarter; what is bounded is not.
        var quarters = string.Join(", ", memory.Chunk((memory.Count + 3) / 4).Select(part => part.Max() >> 20));
        report.Fact($"{name}: memory of the server", string.Create(
            CultureInfo.InvariantCulture, $"{memory[0] >> 20} MiB before, at most {quarters} in each quarter of the time, {memory[^1] >> 20} after"));

        async Task AskAsync(string page)
        {
            var since = Stopwatch.GetTimestamp();
            if (!await use.AskAsNeighbourAsync(page))
                Interlocked.Increment(ref refusals);
            else
                waits.Add(new Wait(page, Stopwatch.GetElapsedTime(begun, since), Stopwatch.GetElapsedTime(since).TotalMilliseconds));
        }
    }

    internal static double Percentile(IEnumerable<double> waits, double part)
    {
        var sorted = waits.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
    }

    /// <summary>How long somebody else waited for a page, and when it was asked for.</summary>
    private readonly record struct Wait(string Page, TimeSpan Begun, double Milliseconds);
}
