using Hops.Jobs.Supervision;
using Hops.Streaming.Runner;
using Hops.Streaming.Supervision;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hops.Streaming.Tests.Supervision;

public sealed class SupervisedQueryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-supervised-").FullName;

    [Fact]
    public async Task A_query_that_finds_no_free_runner_waits_for_one_and_says_so()
    {
        var options = new SupervisorOptions
        {
            Program = new RunnerProgram("/nonexistent", []),
            StagingRoot = Path.Combine(_directory, "runners"),
            RunnersMax = 0,
        };
        // With no free runner nothing of the platform is asked.
        var launcher = new RunnerLauncher(null!, options, () => throw new InvalidOperationException("no runner may start"));
        var query = new SupervisedQuery(launcher, new StartGate(null), Order(), options, TimeProvider.System, NullLogger.Instance);
        var kept = new List<QueryStatus>();

        var run = query.RunAsync(status =>
        {
            kept.Add(status);
            return Task.CompletedTask;
        });

        (query.Status.State, query.Status.Error, query.Status.Restarts).ShouldBe((QueryPhase.Starting, null, 0));
        query.Status.Message.ShouldBe("It waits for a free runner: 0 queries and statements run already.");
        query.Ended.IsCompleted.ShouldBeFalse();
        await query.StopAsync();
        await run;
        query.Status.State.ShouldBe(QueryPhase.Stopped);
        kept.ShouldBeEmpty("it is still wanted to run when the server starts again");
    }

    [Fact]
    public void A_report_that_is_kept_is_short()
    {
        var reports = new List<RunnerReport>();
        var padding = new string(' ', 300 * 1024);

        RunnerLauncher.Report($$"""{"event":"progress","body":{}{{padding}}}""", reports.Add);
        RunnerLauncher.Report($$"""{"event":"result","body":{}{{padding}}}""", reports.Add);
        RunnerLauncher.Report("""{"event":"finished"}""", reports.Add);

        reports.Select(report => report.Event).ShouldBe([RunnerEvent.Result, RunnerEvent.Finished]);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static RunnerOrder Order() => new()
    {
        Task = RunnerTask.Query,
        ProjectId = 1,
        Project = "p",
        UserId = 1,
        Principal = "p__ada",
        WorkId = "query-1",
        Lifetime = TimeSpan.FromDays(1),
    };
}
