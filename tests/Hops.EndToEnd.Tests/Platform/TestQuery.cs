using System.Text.Json;
using Hops.Core.Errors;
using Hops.Streaming.Checkpoints;

namespace Hops.EndToEnd.Tests.Platform;

/// <summary>A streaming query of a test.</summary>
internal sealed class TestQuery(TestProject project, string name, string sink)
{
    private string Route => $"projects/{project.Name}/queries/{name}";

    public Task StartAsync() => project.Rest.CallAsync(HttpMethod.Post, $"{Route}/start");

    public Task StopAsync() => project.Rest.CallAsync(HttpMethod.Post, $"{Route}/stop");

    /// <summary>Lets it read what is there, close its windows and end.</summary>
    /// <returns>What it is at then.</returns>
    public async Task<JsonElement> FinishAsync() => (await project.Rest.CallAsync(HttpMethod.Post, $"{Route}/finish")).Body.GetProperty("status");

    public async Task<JsonElement> StatusAsync() =>
        (await project.Rest.CallAsync(HttpMethod.Get, Route)).Body.GetProperty("status");

    /// <summary>What its users want of it.</summary>
    public async Task<string?> DesiredAsync() => (await project.Rest.CallAsync(HttpMethod.Get, Route)).Body.GetProperty("desired").GetString();

    /// <summary>Reports that the server has kept, oldest first.</summary>
    public async Task<List<JsonElement>> ProgressAsync() =>
        [.. (await project.Rest.CallAsync(HttpMethod.Get, $"{Route}/progress")).Body.GetProperty("items").EnumerateArray()];

    /// <summary>Waits for a state, and fails at once if the query fails instead.</summary>
    public async Task<JsonElement> ReachesAsync(string state)
    {
        JsonElement status = default;
        await Until.HoldsAsync($"{name} is {state}", async () =>
        {
            status = await StatusAsync();
            var present = status.GetProperty("state").GetString();
            if (present == "FAILED" && state != "FAILED")
                Assert.Fail($"{name} failed: {status}");
            return present == state;
        });
        return status;
    }

    /// <summary>Process of the runner; null while there is none, or no server to ask.</summary>
    public async Task<int?> RunnerAsync()
    {
        try
        {
            var status = await StatusAsync();
            if (status.GetProperty("state").GetString() == "FAILED")
                Assert.Fail($"{name} failed: {status}");
            return status.GetProperty("processId") is { ValueKind: JsonValueKind.Number } found ? found.GetInt32() : null;
        }
        catch (PlatformException gone) when (gone.Code == ErrorCode.Unavailable)
        {
            return null;
        }
    }

    /// <summary>Waits until so many records, over all partitions, were read in committed batches.</summary>
    public async Task<CommitRecord> CommitsAsync(long records, TimeSpan? timeout = null)
    {
        CommitRecord? last = null;
        await Until.HoldsAsync(
            $"{name} has committed {records} records",
            async () =>
            {
                await RunnerAsync();
                last = await project.LastCommitAsync(sink);
                return last is not null && last.To.Sum() >= records;
            },
            timeout);
        return last!;
    }
}
