namespace Hops.Benchmarks;

/// <summary>
/// Heavy and hostile use of one server, a scenario after the other, while somebody else opens pages twenty times a second. The bars: the 99th percentile
/// of the other's pages is below 200 ms, and the memory of the server does not grow with the load. Scenarios can be named by <c>HEAVY=uploads,tabs</c>,
/// and made smaller by <c>HEAVY_SCALE=0.1</c>.
/// </summary>
internal static class HeavyBenchmark
{
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
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"heavy-{Environment.ProcessId}")).FullName;
        try
        {
            await using var use = await HeavyUse.BeginAsync(Path.Combine(directory, "data"));
            foreach (var (name, prepare, run) in Scenarios.Where(scenario => HeavyScenarios.IsWanted(scenario.Name)))
            {
                await prepare(use, report);
                await use.Neighbour.MeasureAsync(report, name, () => run(use, report));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Task Nothing(HeavyUse use, Report report) => Task.CompletedTask;
}
