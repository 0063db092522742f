using System.ComponentModel;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Jobs.Supervision;
using Hops.Streaming.Checkpoints;
using Hops.Streaming.Runner;
using Microsoft.Extensions.Logging;

namespace Hops.Streaming.Supervision;

/// <summary>
/// Keeps one streaming query running: starts its runner, starts it again when it dies, gives up when it says that it cannot go on. Made for
/// one start of the query; ends with it.
/// </summary>
internal sealed partial class SupervisedQuery
{
    private readonly RunnerLauncher _launcher;
    private readonly StartGate _gate;
    private readonly RunnerOrder _order;
    private readonly SupervisorOptions _options;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly QueryBoard _board;
    private readonly TaskCompletionSource _stopRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RunnerProcess? _process;
    private RunnerReport? _last;
    private readonly ILogger _logger;
    private readonly CrashCount _crashes;
    private Action? _endWait;
    private bool _isToFinish;
    private volatile bool _isUsedUp;

    public SupervisedQuery(
        RunnerLauncher launcher, StartGate gate, RunnerOrder order, SupervisorOptions options, TimeProvider time, ILogger logger)
    {
        (_launcher, _gate, _order, _options, _time, _logger) = (launcher, gate, order, options, time, logger);
        _crashes = new CrashCount(options.CrashesMax);
        _board = new QueryBoard(order, options.ProgressKept, time, logger);
    }

    /// <summary>What its runner is told to do, and for whom.</summary>
    public RunnerOrder Order => _order;

    /// <summary>What it is at.</summary>
    public QueryStatus Status => _board.Status;

    /// <summary>Ends when the query has ended: stopped, finished or failed.</summary>
    public Task Ended => _ended.Task;

    /// <summary>True if it runs no more or not much longer: who wants it to run waits for <see cref="Ended"/> and starts it anew.</summary>
    public bool IsEnding => IsStopping || Status.State is QueryPhase.Finished or QueryPhase.Failed;

    private bool IsStopping => _stopRequested.Task.IsCompleted;

    /// <summary>The last progress reports, oldest first.</summary>
    public IReadOnlyList<JsonElement> Progress => _board.Progress;

    /// <summary>Runs the query until it ends.</summary>
    /// <param name="keep">Given the last status of a query that finished or failed, before <see cref="Ended"/> says so.</param>
    public async Task RunAsync(Func<QueryStatus, Task> keep)
    {
        var pause = _options.RestartPause;
        try
        {
            while (await AdmitAsync() && !await RunOnceAsync())
            {
                if (_isUsedUp)
                    continue;
                if (_board.HasProgressed)
                    pause = _options.RestartPause;
                await Task.WhenAny(Task.Delay(pause, _time), _stopRequested.Task);
                pause = pause * 2 < _options.RestartPauseMax ? pause * 2 : _options.RestartPauseMax;
            }

            if (IsStopping)
                _board.Enter(QueryPhase.Stopped);
            else
                await keep(Status);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    /// <summary>What it waits for before it starts may have changed.</summary>
    public void Reconsider() => _gate.Reconsider();

    /// <summary>Lets the runner finish its batch, and ends.</summary>
    public async Task StopAsync()
    {
        _stopRequested.TrySetResult();
        RunnerProcess? process;
        lock (_lock)
        {
            process = _process;
            _endWait?.Invoke();
        }

        if (process is not null)
            await process.StopAsync(_options.StopGrace);
        await Ended;
    }

    /// <summary>Ends the runner at once, in the middle of its batch, which then did not happen, and ends.</summary>
    public async Task KillAsync()
    {
        _stopRequested.TrySetResult();
        RunnerProcess? process;
        lock (_lock)
        {
            process = _process;
            _endWait?.Invoke();
        }

        process?.Kill();
        await Ended;
    }

    /// <summary>Lets the query read what there is, close its windows and end; what died meanwhile is told again when it is started again.</summary>
    public async Task FinishAsync()
    {
        RunnerProcess? process;
        lock (_lock)
        {
            _isToFinish = true;
            process = _process;
        }

        if (process is not null)
            await process.TellAsync(SignalLine.Finish);
    }

    /// <summary>Waits until it may start, and says for what.</summary>
    /// <returns>False if it is to stop.</returns>
    private async Task<bool> AdmitAsync()
    {
        var isAdmitted = await _gate.PassAsync(_order, _board.WaitFor, _stopRequested.Task);
        if (isAdmitted && Status.State == QueryPhase.Waiting)
            _board.Begin(QueryPhase.Starting);
        return isAdmitted;
    }

    /// <summary>Runs the query in one runner.</summary>
    /// <returns>True if the query has ended with it; false if it is to be started again.</returns>
    private async Task<bool> RunOnceAsync()
    {
        (_last, _isUsedUp) = (null, false);
        _board.BeginRunner();
        using var waitEnd = new CancellationTokenSource();
        lock (_lock)
        {
            _endWait = waitEnd.Cancel;
            if (IsStopping)
                waitEnd.Cancel();
        }

        try
        {
            var end = await _launcher.RunAsync(_order, Listener(), waitEnd.Token);
            return IsStopping || Settle(end);
        }
        catch (PlatformException refusal) when (refusal.Code == ErrorCode.QuotaExceeded)
        {
            // Others have used it up since it was let in: it waits with them.
            _isUsedUp = true;
            return IsStopping;
        }
        catch (PlatformException refusal)
        {
            _board.Fail(RunnerReport.Of(refusal));
            return true;
        }
        catch (OperationCanceledException) when (IsStopping)
        {
            return true;
        }
        catch (Exception shortage) when (shortage is IOException or UnauthorizedAccessException or Win32Exception)
        {
            // Too many processes or open files, or a full disk: it has its turn when others have ended.
            _board.Restart(new PlatformException(ErrorCode.Unavailable, "No runner could be started: " + shortage.Message));
            return false;
        }
        finally
        {
            lock (_lock)
                _endWait = null;
        }
    }

    private RunnerListener Listener() => new(_board.Say, OnStarted, OnReport) { OnQuotaUsedUp = OnQuotaUsedUp };

    /// <summary>It finishes its batch, and then waits until its project has quota again.</summary>
    private void OnQuotaUsedUp(PlatformException refusal)
    {
        RunnerProcess? process;
        lock (_lock)
        {
            _isUsedUp = true;
            process = _process;
        }

        Log.QuotaUsedUp(_logger, _order.Label, refusal.Message);
        _ = process?.StopAsync(_options.StopGrace);
    }

    private void OnStarted(RunnerProcess process)
    {
        bool isToFinish;
        lock (_lock)
        {
            _process = process;
            isToFinish = _isToFinish;
            // From here on it is asked to stop, and finishes its batch.
            _endWait = null;
        }

        _board.Attach(process.ProcessId);
        if (IsStopping)
            process.Kill();
        else if (isToFinish)
            _ = process.TellAsync(SignalLine.Finish);
    }

    private void OnReport(RunnerReport report)
    {
        if (report.Event is RunnerEvent.Failed or RunnerEvent.Finished)
            _last = report;
        _board.Take(report);
    }

    /// <summary>True if the query has ended with its runner; false if the runner died and is to be started again.</summary>
    private bool Settle(RunnerEnd end)
    {
        lock (_lock)
            _process = null;
        if (_isUsedUp)
        {
            _board.Detach();
            return false;
        }

        if (_last is { Event: RunnerEvent.Finished } && end.ExitCode == 0)
        {
            _board.Enter(QueryPhase.Finished);
            return true;
        }

        if (_board.HasProgressed || _last is { Event: RunnerEvent.Failed })
            _crashes.Reset();
        var failure = _last is { Event: RunnerEvent.Failed } reported ? reported.ToException() : Without(end);
        if (ErrorTable.Row(failure.Code).Retriable)
        {
            _board.Restart(failure);
            return false;
        }

        _board.Fail(RunnerReport.Of(failure));
        return true;
    }

    /// <summary>A runner that died without a word is started again; one that used more than it may would only do so again.</summary>
    private PlatformException Without(RunnerEnd end) => end.ToException(_options.RunnerMemoryMaxBytes) is { Code: ErrorCode.ResourcesExceeded } known
        ? known
        : _crashes.Add(end.ExitCode);
}
