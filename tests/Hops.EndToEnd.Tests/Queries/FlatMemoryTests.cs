using System.Globalization;
using Hops.EndToEnd.Tests.Platform;
using Xunit.Abstractions;

namespace Hops.EndToEnd.Tests.Queries;

[Collection(SharedPlatformCollection.Name)]
public sealed class FlatMemoryTests(SharedPlatform shared, ITestOutputHelper output)
{
    private const int BatchEvents = 5;

    /// <summary>By then the collector has filled its first generation once: the resident set grows until there, and not by what is kept.</summary>
    private const int BatchesBefore = 1_500;
    private const int Batches = 2_500;

    /// <summary>What the resident set may grow by in the thousand batches between: a tenth, and 16 MiB for what the collector has not yet given back.</summary>
    private static long BoundKiB(long beforeKiB) => beforeKiB + (beforeKiB / 10) + (16 * 1024);

    [SpineTheory]
    [Trait("Speed", "Slow")]
    [InlineData("raw", "SELECT * FROM numbers")]
    [InlineData("windows", "SELECT window_start, station, count(*) AS events FROM numbers GROUP BY tumble(happened, INTERVAL '1 minute'), station")]
    public async Task A_runner_holds_no_more_memory_a_thousand_batches_later(string name, string sql)
    {
        await using var project = await shared.Platform.ProjectAsync($"flat_{name}");
        var schemaId = await NumberedEvents.CreateAsync(project, "numbers");
        await using (var writer = await project.WriterAsync("numbers"))
        {
            for (var batch = 0L; batch <= Batches + 50; batch++)
                await NumberedEvents.WriteAsync(writer, schemaId, batch * BatchEvents, (batch + 1) * BatchEvents);
        }

        var query = await project.QueryAsync(new QueryDefinition(name, "numbers", sql)
        {
            WatermarkColumn = "happened",
            WatermarkDelayMs = 60_000,
            RecordsPerBatchMax = BatchEvents,
        });
        await query.StartAsync();
        var (runner, beforeKiB) = await ResidentAtAsync(query, BatchesBefore);
        var (same, afterKiB) = await ResidentAtAsync(query, Batches);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {beforeKiB} KiB, then {afterKiB} KiB"));
        same.ShouldBe(runner, (await query.StatusAsync()).ToString());
        afterKiB.ShouldBeLessThanOrEqualTo(BoundKiB(beforeKiB));
        await query.StopAsync();
        (await project.CommitsAsync(name)).ShouldAllBe(commit => commit.RowsIn == BatchEvents);
    }

    private static async Task<(int Runner, long ResidentKiB)> ResidentAtAsync(TestQuery query, int batch)
    {
        await Until.HoldsAsync(
            $"batch {batch} is committed",
            async () => await query.RunnerAsync() is not null
                && await query.ProgressAsync() is { Count: > 0 } reports && reports[^1].GetProperty("batchId").GetInt64() >= batch,
            TimeSpan.FromMinutes(3));
        var runner = (await query.RunnerAsync()).ShouldNotBeNull();
        return (runner, Signal.ResidentKiB(runner));
    }
}
