using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Crashes;

/// <summary>
/// Kills the server or a runner at random points: now and then while it starts, else while it works. The seed gives the order of victims
/// and the waits; where exactly a kill hits is up to the machine.
/// </summary>
internal sealed class KillPlan(ServerProcess server, TestQuery[] queries, Random random, Action<string> tell)
{
    private const int WaitMaxMs = 700;

    /// <summary>Waits a little, kills one of them, and brings the server back.</summary>
    public async Task NextAsync()
    {
        var victim = random.Next(queries.Length + 1);
        var isEarly = random.Next(4) == 0;
        var wait = TimeSpan.FromMilliseconds(random.Next(WaitMaxMs));
        var runner = 0;
        if (victim < queries.Length)
            await Until.HoldsAsync("there is a runner to kill", async () => (runner = await queries[victim].RunnerAsync() ?? 0) > 0);
        else if (!isEarly)
            await Until.HoldsAsync("the queries run", async () => await IsRunningAsync(queries[0]) && await IsRunningAsync(queries[1]));
        if (victim < queries.Length && !isEarly)
            await Until.HoldsAsync("the query runs", () => IsRunningAsync(queries[victim]));
        await Task.Delay(wait);

        var stage = isEarly ? "starts" : "works";
        tell(string.Create(CultureInfo.InvariantCulture, $"kill -9 of {(victim < queries.Length ? $"runner {victim}" : "the server")}, which {stage}, after {wait.TotalMilliseconds} ms"));
        if (victim < queries.Length)
        {
            Kill(runner);
            return;
        }

        await server.KillAsync();
        await server.StartAsync();
    }

    private static async Task<bool> IsRunningAsync(TestQuery query) => (await query.StatusAsync()).GetProperty("state").GetString() == "RUNNING";

    private static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It was quicker.
        }
    }
}
