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

    private readonly QueryPlan _plan;
    private readonly TopicSource _source;
    private readonly BatchStep _step;
    private readonly BrokerConnection _connection;
    private readonly Task _stop;
    private readonly TimeProvider _time = TimeProvider.System;
    private IReadOnlyList<long> _positions;
    private IReadOnlyList<long>? _until;

    private QueryRun(QueryPlan plan, BrokerConnection connection, TopicSource source, BatchStep step, IReadOnlyList<long> positions, Task stop) =>
        (_plan, _connection, _source, _step, _positions, _stop) = (plan, connection, source, step, positions, stop);

    /// <summary>Runs the query of the assignment until it is told to stop or has done all that it was to do.</summary>
    public static async Task RunAsync(RunnerContext context, Task stop, CancellationToken cancellationToken)
    {
        await using var run = await StartAsync(context, stop, cancellationToken);
        context.Reports.Write(new RunnerReport { Event = RunnerEvent.Started });
        await run.LoopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _step.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static async Task<QueryRun> StartAsync(RunnerContext context, Task stop, CancellationToken cancellationToken)
    {
        var plan = await PlanRun.CreateAsync(context, cancellationToken);
        var connection = await context.ConnectAsync(cancellationToken);
        var source = await TopicSource.OpenAsync(connection, plan.Definition.Topic, cancellationToken);
        var checkpoint = new CheckpointDirectory(context.Files, plan.Definition.Sink);
        await checkpoint.PrepareAsync(cancellationToken);
        var last = await checkpoint.LastAsync(cancellationToken);
        CheckSame(plan, last);
        if (last is null && plan.Definition.StartingOffsets == StartingOffsets.Latest)
            last = await BeginAsync(context, plan, source, checkpoint, cancellationToken);
        var positions = await PositionsAsync(source, last, cancellationToken);
        var engine = BatchEngine.Open(plan, new WriterSchemas(context.Registry.FindById), new BatchEngineOptions
        {
            StagingDirectory = context.StagingDirectory,
            RunToken = Guid.NewGuid().ToString("N")[..12],
        });
        var step = new BatchStep(context, plan, source.TopicId, engine, checkpoint, last);
        if (last is not null)
            await step.RestoreAsync(last, cancellationToken);
        return new QueryRun(plan, connection, source, step, positions, stop);
    }

    private static void CheckSame(QueryPlan plan, CommitRecord? last)
    {
        if (last is not null && last.Fingerprint != plan.Fingerprint)
        {
            throw new PlatformException(
                ErrorCode.InvalidQuery,
                "The query was changed in a way that its checkpoint cannot follow (source, keys, aggregates, window or output mode): give the "
                + "changed query a sink of its own.");
        }
    }

    private static async Task<IReadOnlyList<long>> PositionsAsync(
        TopicSource source, CommitRecord? last, CancellationToken cancellationToken)
    {
        if (last is not null)
        {
            await source.CheckAsync(last.To, cancellationToken);
            CheckSameTopic(source, last);
        }

        // Partitions that the topic was given since are read from their beginning.
        var earliest = await source.EarliestAsync(cancellationToken);
        return last is null ? earliest : [.. last.To, .. earliest.Skip(last.To.Count)];
    }

    /// <summary>The offsets of a topic mean nothing in another one of its name, even if it holds as many records.</summary>
    private static void CheckSameTopic(TopicSource source, CommitRecord last)
    {
        if (last.TopicId != Guid.Empty && source.TopicId != Guid.Empty && last.TopicId != source.TopicId)
        {
            throw new PlatformException(
                ErrorCode.SourceTruncated,
                $"The topic {last.Topic} was deleted and made anew since the query has read it: make a new query with a sink of its own.")
                .With("topic", last.Topic);
        }
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
            QueryId = context.Assignment.QueryId,
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

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        var trigger = _plan.Definition.Trigger;
        if (trigger.AvailableNow)
            _until = await _source.LatestAsync(cancellationToken);
        var next = ReadAsync(cancellationToken);
        while (!_stop.IsCompleted)
        {
            var begun = _time.GetTimestamp();
            using var range = await next;
            if (range.IsEmpty && !_step.HasWindowsToClose)
            {
                if (trigger.AvailableNow)
                    return;
                // The wait itself fails where a position is not in the log any more, which no reading of the rest would notice.
                await await Task.WhenAny(_source.WaitAsync(_positions, IdleWait, cancellationToken), _stop);
                next = ReadAsync(cancellationToken);
                continue;
            }

            _positions = range.To;
            next = ReadAsync(cancellationToken);
            await _step.RunAsync(range, cancellationToken);
            var rest = TimeSpan.FromMilliseconds(trigger.IntervalMs) - _time.GetElapsedTime(begun);
            if (rest > TimeSpan.Zero && !trigger.AvailableNow)
                await Task.WhenAny(Task.Delay(rest, _time, cancellationToken), _stop);
        }

        (await next).Dispose();
    }

    private Task<SourceRange> ReadAsync(CancellationToken cancellationToken) =>
        _source.ReadAsync(_positions, _until, _plan.Definition.Limits.RecordsPerBatchMax, cancellationToken);
}
