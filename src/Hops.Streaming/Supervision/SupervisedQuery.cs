using System.Text.Json;
using Hops.Core.Errors;
using Hops.Jobs.Supervision;
using Hops.Streaming.Runner;

namespace Hops.Streaming.Supervision;

/// <summary>
/// Keeps one streaming query running: starts its runner, starts it again when it dies, gives up when it says that it cannot go on. Made for
/// one start of the query; ends with it.
/// </summary>
internal sealed class SupervisedQuery
{
    private readonly RunnerLauncher _launcher;
    private readonly RunnerOrder _order;
    private readonly SupervisorOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Queue<JsonElement> _progress = new();
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunnerProcess? _process;
    private RunnerReport? _last;
    private QueryStatus _status;
    private bool _progressed;

    public SupervisedQuery(RunnerLauncher launcher, RunnerOrder order, SupervisorOptions options, TimeProvider time)
    {
        (_launcher, _order, _options, _time) = (launcher, order, options, time);
        _status = new QueryStatus(QueryPhase.Starting, time.GetUtcNow());
    }

    /// <summary>What it is at.</summary>
    public QueryStatus Status
    {
        get
        {
            lock (_lock)
                return _status;
        }
    }

    /// <summary>Ends when the query has ended: stopped, finished or failed.</summary>
    public Task Ended => _ended.Task;

    private bool IsStopping => _stopRequested.Task.IsCompleted;

    /// <summary>The last progress reports, oldest first.</summary>
    public IReadOnlyList<JsonElement> Progress
    {
        get
        {
            lock (_lock)
                return [.. _progress];
        }
    }

    /// <summary>Runs the query until it ends.</summary>
    public async Task RunAsync()
    {
        var pause = _options.RestartPause;
        var restarts = 0;
        try
        {
            while (!IsStopping)
            {
                _last = null;
                _progressed = false;
                var end = await _launcher.RunAsync(_order, OnStarted, OnReport);
                if (IsStopping || Settle(end))
                    break;
                restarts++;
                if (_progressed)
                    pause = _options.RestartPause;
                Set(status => status with { State = QueryPhase.Restarting, Restarts = restarts, ProcessId = null, Since = _time.GetUtcNow() });
                await Task.WhenAny(Task.Delay(pause, _time), _stopRequested.Task);
                pause = pause * 2 < _options.RestartPauseMax ? pause * 2 : _options.RestartPauseMax;
            }

            if (IsStopping)
                Enter(QueryPhase.Stopped);
        }
        catch (PlatformException refusal)
        {
            Fail(RunnerReport.Of(refusal));
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>Lets the runner finish its batch, and ends.</summary>
    public async Task StopAsync()
    {
        _stopRequested.TrySetResult();
        RunnerProcess? process;
        lock (_lock)
            process = _process;
        if (process is not null)
            await process.StopAsync(_options.StopGrace);
        await Ended;
    }

    private void OnStarted(RunnerProcess process)
    {
        lock (_lock)
        {
            _process = process;
            _status = _status with { ProcessId = process.ProcessId };
        }

        if (IsStopping)
            process.Kill();
    }

    private void OnReport(RunnerReport report)
    {
        if (report.Event is RunnerEvent.Failed or RunnerEvent.Finished)
            _last = report;
        else if (report.Event == RunnerEvent.Started)
            Set(status => status with { State = QueryPhase.Running, Since = _time.GetUtcNow() });
        else if (report is { Event: RunnerEvent.Progress, Body: { } body })
            Keep(body);
    }

    private void Keep(JsonElement progress)
    {
        lock (_lock)
        {
            _progressed = true;
            _progress.Enqueue(progress.Clone());
            if (_progress.Count > _options.ProgressKept)
                _progress.Dequeue();
        }
    }

    /// <summary>True if the query has ended with its runner; false if the runner died and is to be started again.</summary>
    private bool Settle(RunnerEnd end)
    {
        lock (_lock)
            _process = null;
        if (_last is { Event: RunnerEvent.Finished } && end.ExitCode == 0)
        {
            Enter(QueryPhase.Finished);
            return true;
        }

        if (_last is not { Event: RunnerEvent.Failed } failure)
            return false;
        var row = ErrorTable.Rows.FirstOrDefault(row => row.Slug == failure.Error);
        if (row is { Retriable: true })
            return false;
        Fail(failure);
        return true;
    }

    private void Enter(QueryPhase phase) => Set(status => status with { State = phase, ProcessId = null, Since = _time.GetUtcNow() });

    private void Fail(RunnerReport failure) => Set(status => status with
    {
        State = QueryPhase.Failed,
        ProcessId = null,
        Since = _time.GetUtcNow(),
        Error = failure.Error,
        Message = failure.Message,
        Facts = failure.Facts,
    });

    private void Set(Func<QueryStatus, QueryStatus> change)
    {
        lock (_lock)
            _status = change(_status);
    }
}
