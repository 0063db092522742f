using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Streaming.Batches;
using Hops.Streaming.Checkpoints;
using Hops.Streaming.Decoding;
using Hops.Streaming.Planning;
using Hops.Streaming.Sources;

namespace Hops.Streaming.Runner;

/// <summary>
/// The life of a streaming query in its runner: plan, take up the last commit, then batch after batch until told to stop. The records of the
/// next batch are fetched while the engine works on the present one.
/// </summary>
internal sealed class QueryRun : IAsyncDisposable
{
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);

    private readonly ReaderSchema _reader;
    private readonly TopicSource _source;
    private readonly BatchStep _step;
    private readonly BrokerConnection _connection;
    private readonly RunnerSignals _signals;
    private readonly TimeProvider _time = TimeProvider.System;
    private IReadOnlyList<long> _positions;
    private IReadOnlyList<long>? _until;
    private bool _isFinishing;

    private QueryRun(ReaderSchema reader, BrokerConnection connection, TopicSource source, BatchStep step, IReadOnlyList<long> positions, RunnerSignals signals) =>
        (_reader, _connection, _source, _step, _positions, _signals) = (reader, connection, source, step, positions, signals);

    /// <summary>Runs the query of the assignment until it is told to stop or has done all that it was to do.</summary>
    public static async Task RunAsync(RunnerContext context, RunnerSignals signals, CancellationToken cancellationToken)
    {
        while (!await RunOnceAsync(context, signals, cancellationToken))
        {
            // Records of a newer schema have come: what follows is read by that, as if the query had been started just now.
        }
    }

    private static async Task<bool> RunOnceAsync(RunnerContext context, RunnerSignals signals, CancellationToken cancellationToken)
    {
        await using var run = await StartAsync(context, signals, cancellationToken);
        context.Reports.Write(new RunnerReport { Event = RunnerEvent.Started, Totals = run._step.Totals });
        return await run.LoopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _step.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static async Task<QueryRun> StartAsync(RunnerContext context, RunnerSignals signals, CancellationToken cancellationToken)
    {
        var (plan, schemas) = await PlanRun.CreateAsync(context, cancellationToken);
        var connection = await context.ConnectAsync(cancellationToken);
        var source = await context.OpenSourceAsync(connection, plan.Definition.Topic, cancellationToken);
        // Making the directories of the checkpoint would be refused too, as something that nobody may make there.
        await PlanRun.CheckSinkAsync(context, plan.Definition, cancellationToken);
        var checkpoint = new CheckpointDirectory(context.Files, plan.Definition.Sink);
        await checkpoint.PrepareAsync(cancellationToken);
        var last = await checkpoint.LastAsync(cancellationToken);
        CheckSame(plan, last);
        if (last is null)
            await checkpoint.CheckFreshAsync(cancellationToken);
        if (last is null && plan.Definition.StartingOffsets == StartingOffsets.Latest)
            last = await BeginAsync(context, plan, source, checkpoint, cancellationToken);
        var positions = await PositionsAsync(source, last, cancellationToken);
        var reader = new ReaderSchema(plan, schemas, PlanRun.Writers(context), context.Registry);
        var engine = BatchEngine.Open(plan, reader.Writers, new BatchEngineOptions
        {
            StagingDirectory = context.StagingDirectory,
            RunToken = Guid.NewGuid().ToString("N")[..12],
        });
        var step = new BatchStep(context, plan, source.TopicId, engine, checkpoint, last);
        if (last is not null)
            await step.RestoreAsync(last, cancellationToken);
        return new QueryRun(reader, connection, source, step, positions, signals);
    }

    private static void CheckSame(QueryPlan plan, CommitRecord? last)
    {
        if (last is not null && last.Fingerprint != plan.Fingerprint)
        {
            throw new PlatformException(
                ErrorCode.InvalidQuery,
                "The query was changed in a way that its checkpoint cannot follow (source, keys, aggregates, window or output mode; a newer schema "
                + "of the topic may have changed their types): give the changed query a sink of its own.");
        }
    }

    private static async Task<IReadOnlyList<long>> PositionsAsync(
        TopicSource source, CommitRecord? last, CancellationToken cancellationToken)
    {
        if (last is null)
            return await source.EarliestAsync(cancellationToken);
        var positions = await source.ContinueAsync(last.To, cancellationToken);
        source.CheckSame(last.TopicId);
        return positions;
    }

    /// <summary>
    /// Commits where "from now on" begins: a query that is started again before its first batch would else leave out what came meanwhile.
    /// </summary>
    private static async Task<CommitRecord> BeginAsync(
        RunnerContext context, QueryPlan plan, TopicSource source, CheckpointDirectory checkpoint, CancellationToken cancellationToken)
    {
        var latest = await source.LatestAsync(cancellationToken);
        var begin = new CommitRecord
        {
            Sequence = 0,
            QueryId = context.Assignment.WorkId,
            Fingerprint = plan.Fingerprint,
            Topic = plan.Definition.Topic,
            TopicId = source.TopicId,
            From = latest,
            To = latest,
            TimestampMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            Totals = CommitTotals.Zero,
            Runner = Guid.NewGuid().ToString("N"),
        };
        await checkpoint.CommitAsync(begin, [], cancellationToken);
        return begin;
    }

    /// <returns>True if the query has ended; false if it is to be planned anew, by a newer schema of its topic.</returns>
    private async Task<bool> LoopAsync(CancellationToken cancellationToken)
    {
        var trigger = _reader.Plan.Definition.Trigger;
        if (trigger.AvailableNow)
            _until = await _source.LatestAsync(cancellationToken);
        var next = ReadAsync(cancellationToken);
        while (!_signals.Stop.IsCompleted)
        {
            if (_signals.Finish.IsCompleted && !_isFinishing)
                (_isFinishing, _until) = (true, await _source.LatestAsync(cancellationToken));
            var begun = _time.GetTimestamp();
            using var range = await next;
            _positions = range.To;
            if (range.IsEmpty && !_step.HasWindowsToClose)
            {
                if (await IsDoneAsync(range, cancellationToken))
                    return true;
                // The wait itself fails where a position is not in the log any more, which no reading of the rest would notice.
                await await Task.WhenAny(_source.WaitAsync(_positions, IdleWait, cancellationToken), _signals.Stop, _signals.Finish);
                next = ReadAsync(cancellationToken);
                continue;
            }

            next = ReadAsync(cancellationToken);
            var result = _step.Compute(range);
            if (await _reader.IsOutdatedAsync(cancellationToken))
            {
                _step.Discard();
                (await next).Dispose();
                return false;
            }

            await _step.CommitAsync(range, result, cancellationToken);
            var rest = TimeSpan.FromMilliseconds(trigger.IntervalMs) - _time.GetElapsedTime(begun);
            if (rest > TimeSpan.Zero && !trigger.AvailableNow)
                await Task.WhenAny(Task.Delay(rest, _time, cancellationToken), _signals.Stop, _signals.Finish);
        }

        (await next).Dispose();
        return true;
    }

    /// <summary>
    /// Says whether a query that has nothing to read is to end; one that is told to finish closes its last windows first. What was read before it
    /// was told so does not count: there may be more.
    /// </summary>
    private async Task<bool> IsDoneAsync(SourceRange range, CancellationToken cancellationToken)
    {
        if (!_isFinishing)
            return _reader.Plan.Definition.Trigger.AvailableNow;
        if (_until is not null && _until.Where((end, partition) => partition >= _positions.Count || _positions[partition] < end).Any())
            return false;
        if (_reader.Plan is { IsStateful: true, Definition.Watermark: not null })
            await _step.CommitAsync(range, _step.Compute(range, closesAll: true), cancellationToken);
        return true;
    }

    private Task<SourceRange> ReadAsync(CancellationToken cancellationToken) =>
        _source.ReadAsync(_positions, _until, _reader.Plan.Definition.Limits.RecordsPerBatchMax, cancellationToken);
}
