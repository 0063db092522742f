namespace Hops.Benchmarks;

/// <summary>
/// Heavy and hostile use of the broker and the schema registry by one project, a scenario after the other, while a member of another project produces
/// a record twenty times a second, synced. The bars: its 99th percentile is below 200 ms, and the memory of the server is bounded. Scenarios are named
/// and made smaller as those of <see cref="HeavyBenchmark"/>.
/// </summary>
internal static class HeavyBrokerBenchmark
{
    private static readonly (string Name, Func<HeavyBrokerUse, Report, Task> Run)[] Scenarios =
    [
        ("transactions", (use, report) => use.OpenTransactionsAsync(report)),
        ("producers", (use, report) => use.BeProducersAsync(report)),
        ("classic", (use, report) => use.JoinClassicGroupAsync(report)),
        ("flapping", (use, report) => use.FlapAsync(report)),
        ("expressions", (use, report) => use.SubscribeByExpressionsAsync(report)),
        ("schemas", (use, report) => use.RegisterSchemasAsync(report)),
    ];

    internal static async Task RunAsync(Report report)
    {
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"heavy-broker-{Environment.ProcessId}")).FullName;
        try
        {
            await using var use = await HeavyBrokerUse.BeginAsync(Path.Combine(directory, "data"));
            foreach (var (name, run) in Scenarios.Where(scenario => HeavyScenarios.IsWanted(scenario.Name)))
                await use.Neighbour.MeasureAsync(report, name, () => run(use, report));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
