using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hops.Streaming.Runner;

namespace Hops.EndToEnd.Tests.Platform;

/// <summary>A runner that no supervisor knows: a second one for a query that has one, as a partition of the network could leave it.</summary>
internal sealed class StrayRunner : IAsyncDisposable
{
    private static readonly TimeSpan EndTimeout = TimeSpan.FromMinutes(1);
    private readonly string _staging = Directory.CreateTempSubdirectory("hops-stray-").FullName;
    private readonly Process _process;

    private StrayRunner(IReadOnlyList<int> ports)
    {
        var start = new ProcessStartInfo(SpineRequirement.Program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        string[] arguments = ["runner", "--staging", _staging, "--ports", string.Join(',', ports)];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
    }

    /// <summary>Starts one with a token of the project's owner.</summary>
    public static async Task<StrayRunner> StartAsync(TestProject project, ServerProcess server, QueryDefinition definition)
    {
        var token = (await project.Rest.CallAsync(HttpMethod.Post, "tokens", new { name = "stray", project = project.Name })).Body;
        var assignment = new RunnerAssignment
        {
            Task = RunnerTask.Query,
            Principal = $"{project.Name}__ada",
            Token = token.GetProperty("token").GetString()!,
            Project = project.Name,
            Files = server.Http,
            Broker = server.Kafka,
            Registry = new Uri(server.Http, "/registry"),
            WorkId = "stray",
            ExecutionId = "stray-1",
            Definition = JsonSerializer.SerializeToElement(definition.ToBody()),
        };
        var kafkaPort = int.Parse(server.Kafka.Split(':')[^1], CultureInfo.InvariantCulture);
        var runner = new StrayRunner([server.Http.Port, kafkaPort]);
        await runner._process.StandardInput.WriteLineAsync(assignment.ToLine());
        await runner._process.StandardInput.FlushAsync();
        return runner;
    }

    /// <summary>Reads its reports until it has ended.</summary>
    /// <returns>The last report.</returns>
    public async Task<RunnerReport> LastReportAsync()
    {
        RunnerReport? last = null;
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(EndTimeout) is { } line)
            last = RunnerReport.TryParse(line) ?? last;
        return last.ShouldNotBeNull("a runner reports");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_staging, recursive: true);
    }
}
