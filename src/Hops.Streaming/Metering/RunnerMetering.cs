using System.Collections.Concurrent;
using Hops.Core.Errors;
using Hops.Jobs.ControlGroups;
using Hops.Platform;
using Hops.Platform.Compute;
using Hops.Streaming.Runner;
using Hops.Streaming.Supervision;

namespace Hops.Streaming.Metering;

/// <summary>
/// What all runners of this server use: each is let in by the quota and the budget of its project, charged each interval and at its end, and told when the quota is
/// used up. Thread safe.
/// </summary>
internal sealed class RunnerMetering(HopsPlatform platform)
{
    /// <summary>How long a runner that has outlived its server may take to end before its count is taken as it is.</summary>
    private static readonly TimeSpan SurvivorWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan SurvivorPause = TimeSpan.FromMilliseconds(100);

    private static readonly Dictionary<RunnerTask, WorkKind> Kinds = new()
    {
        [RunnerTask.Query] = WorkKind.Query, [RunnerTask.Sql] = WorkKind.Sql, [RunnerTask.Plan] = WorkKind.Plan,
        [RunnerTask.Preview] = WorkKind.Sql,
    };

    private readonly ConcurrentDictionary<(long Project, long Number), MeteredRunner> _running = new();

    /// <summary>Which run of a server this is: what other runs have left open is theirs.</summary>
    private readonly long _serverRun = Random.Shared.NextInt64();

    /// <summary>What the runners use that run now.</summary>
    public IEnumerable<(long Project, long Number, Jobs.Metering.RunnerUse Use)> Uses =>
        from runner in _running.Values
        let use = runner.HasEnded ? null : runner.Use
        where use is not null
        select (runner.ProjectId, runner.Number, use);

    /// <summary>Lets a runner start.</summary>
    /// <param name="order">What it does, and for whom.</param>
    /// <param name="runnerId">Its id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PlatformException"><c>QuotaExceeded</c>.</exception>
    public async Task<MeteredRunner> BeginAsync(RunnerOrder order, long runnerId, CancellationToken cancellationToken)
    {
        var kind = Kinds[order.Task];
        var user = platform.Roster.Now.Users.GetValueOrDefault(order.UserId)?.Name ?? "";
        var name = kind == WorkKind.Query ? order.WorkName : kind.ToString().ToLowerInvariant();
        var work = new ComputeWork(order.UserId, user, kind, order.QueryId, name);
        var entry = await BeginRunner.RunAsync(platform, order.ProjectId, work, (runnerId, _serverRun), cancellationToken);
        var runner = new MeteredRunner(platform, entry);
        _running[(runner.ProjectId, runner.Number)] = runner;
        return runner;
    }

    /// <summary>Closes the entry of a runner that has ended. On a full disk it stays open until there is room.</summary>
    public async Task EndAsync(MeteredRunner runner)
    {
        try
        {
            await runner.EndAsync();
            _running.TryRemove((runner.ProjectId, runner.Number), out _);
        }
        catch (PlatformException later) when (ErrorTable.Row(later.Code).Retriable)
        {
            // The next look at all of them tries again; should the server stop before, the next start closes it at its last interval.
        }
    }

    /// <summary>Charges whose interval is over, and tells those whose quota is used up.</summary>
    public async Task LookAsync()
    {
        var now = platform.Time.GetUtcNow();
        foreach (var runner in _running.Values.Where(runner => runner.IsDue(now)))
        {
            await runner.ChargeAsync();
            if (runner.HasEnded)
                _running.TryRemove((runner.ProjectId, runner.Number), out _);
        }

        foreach (var project in _running.Values.GroupBy(runner => runner.ProjectId).ToList())
            await StopUsedUpAsync(project.Key, [.. project]);
    }

    /// <summary>Closes what earlier runs of the server have left open: by the counts of control groups that are still there, else at the last interval.</summary>
    public async Task CloseUnfinishedAsync(RunnerGroups? groups, CancellationToken cancellationToken)
    {
        var unfinished = await UnfinishedRunners.FindAsync(platform, _serverRun, cancellationToken);
        foreach (var (runner, entry) in unfinished)
        {
            var cpuTime = await SurvivorTimeAsync(groups, OpenRunner.NameOf(runner.RunnerId), cancellationToken);
            var use = cpuTime is { } counted ? entry.Use with { CpuMicroseconds = (long)counted.TotalMicroseconds } : entry.Use;
            var reading = new MeterReading(use, entry.PeakBytes, entry.IsEstimated, cpuTime is null ? entry.Charged : platform.Time.GetUtcNow(), IsLast: true);
            await ChargeRunner.RunAsync(platform, entry, reading, cancellationToken);
        }
    }

    private async Task<TimeSpan?> SurvivorTimeAsync(RunnerGroups? groups, string name, CancellationToken cancellationToken)
    {
        if (groups is null)
            return null;
        var began = platform.Time.GetTimestamp();
        var (cpuTime, hasEnded) = groups.FindSurvivor(name);
        while (!hasEnded && platform.Time.GetElapsedTime(began) < SurvivorWait)
        {
            await Task.Delay(SurvivorPause, platform.Time, cancellationToken);
            (cpuTime, hasEnded) = groups.FindSurvivor(name);
        }

        return cpuTime;
    }

    private async Task StopUsedUpAsync(long projectId, IReadOnlyList<MeteredRunner> runners)
    {
        if (!(await AllowanceAsync(projectId)).IsUsedUp(runners.Sum(runner => runner.PendingMillicredits)))
            return;
        foreach (var runner in runners)
            await runner.ChargeAsync();
        var allowance = await AllowanceAsync(projectId);
        if (!allowance.IsUsedUp())
            return;
        foreach (var runner in runners)
            runner.TellUsedUp(allowance.UsedUp());
    }

    private async Task<ComputeAllowance> AllowanceAsync(long projectId) =>
        await platform.Store.ReadAsync(read => ComputeAllowance.OfAsync(read, projectId, platform.Options.Compute, platform.Time.GetUtcNow()));
}
