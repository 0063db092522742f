using System.Text.Json;
using Hops.Core.Errors;
using Hops.Streaming.Checkpoints;
using Hops.Streaming.Runner;
using Microsoft.Extensions.Logging;

namespace Hops.Streaming.Supervision;

/// <summary>What a query that is kept running is at, what was counted, and its last progress reports. Thread safe.</summary>
internal sealed partial class QueryBoard
{
    private readonly RunnerOrder _order;
    private readonly int _progressKept;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Queue<JsonElement> _progress = new();
    private QueryStatus _status;
    private bool _hasProgressed;
    private long _leftOutToLog = 1;

    /// <param name="order">What its runners are told to do.</param>
    /// <param name="progressKept">Most progress reports that are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told what fails or is left out.</param>
    public QueryBoard(RunnerOrder order, int progressKept, TimeProvider time, ILogger logger)
    {
        (_order, _progressKept, _time, _logger) = (order, progressKept, time, logger);
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

    /// <summary>The last progress reports, oldest first.</summary>
    public IReadOnlyList<JsonElement> Progress
    {
        get
        {
            lock (_lock)
                return [.. _progress];
        }
    }

    /// <summary>True if the present runner has committed a batch.</summary>
    public bool HasProgressed
    {
        get
        {
            lock (_lock)
                return _hasProgressed;
        }
    }

    /// <summary>It may not start yet, for a reason.</summary>
    public void WaitFor(string obstacle) => Set(status => status with
    {
        State = QueryPhase.Waiting, Message = obstacle, Since = status.State == QueryPhase.Waiting ? status.Since : _time.GetUtcNow(),
    });

    /// <summary>Says what it waits for while it starts.</summary>
    public void Say(string what) => Set(status => status with { Message = what });

    /// <summary>It goes on without the trouble that it had.</summary>
    public void Begin(QueryPhase phase) => Set(status => new QueryStatus(phase, _time.GetUtcNow(), status.Restarts, status.ProcessId, Totals: status.Totals));

    /// <summary>Another runner begins.</summary>
    public void BeginRunner()
    {
        lock (_lock)
            _hasProgressed = false;
    }

    /// <summary>Its runner is a process now.</summary>
    public void Attach(int processId) =>
        Set(status => status with { ProcessId = processId, Message = status.State == QueryPhase.Starting ? null : status.Message });

    /// <summary>It has no runner any more.</summary>
    public void Detach() => Set(status => status with { ProcessId = null });

    /// <summary>Takes what its runner reports.</summary>
    public void Take(RunnerReport report)
    {
        if (report.Event == RunnerEvent.Started)
            Begin(QueryPhase.Running);
        else if (report is { Event: RunnerEvent.Progress, Body: { } body })
            Keep(body);
        if (report.Totals is { } totals)
            Count(totals);
    }

    /// <summary>It has ended, or stopped.</summary>
    public void Enter(QueryPhase phase) => Set(status => status with { State = phase, ProcessId = null, Since = _time.GetUtcNow() });

    /// <summary>It is to be started again, and shows why it has to be.</summary>
    public void Restart(PlatformException cause) => Set(status =>
        Failed(RunnerReport.Of(cause)) with
        {
            State = QueryPhase.Restarting, Restarts = status.Restarts + 1, Totals = status.Totals, Warning = status.Warning,
        });

    /// <summary>It has failed.</summary>
    public void Fail(RunnerReport failure)
    {
        Set(status => Failed(failure) with { Restarts = status.Restarts, Totals = status.Totals, Warning = status.Warning });
        Log.QueryFailed(_logger, _order.Label, failure.Error ?? "", failure.Message ?? "");
    }

    /// <summary>Shows what was counted; rows that are left out are said in the log too, at once and then each time that they have doubled.</summary>
    private void Count(CommitTotals totals)
    {
        var warning = LeftOutNote.Of(totals, _order.Definition);
        Set(status => status with { Totals = totals, Warning = warning });
        var leftOut = totals.RowsLate + totals.RowsWithoutTime + totals.RecordsBad;
        if (warning is null || leftOut < _leftOutToLog)
            return;
        _leftOutToLog = 2 * leftOut;
        Log.RowsLeftOut(_logger, _order.Label, warning);
    }

    private void Keep(JsonElement progress)
    {
        lock (_lock)
        {
            _hasProgressed = true;
            _progress.Enqueue(progress.Clone());
            if (_progress.Count > _progressKept)
                _progress.Dequeue();
        }
    }

    private QueryStatus Failed(RunnerReport failure) => new(
        QueryPhase.Failed, _time.GetUtcNow(), Error: failure.Error, Message: failure.Message, Facts: failure.Facts);

    private void Set(Func<QueryStatus, QueryStatus> change)
    {
        lock (_lock)
            _status = change(_status);
    }
}
