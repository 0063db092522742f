using System.Text;
using Hops.Client.Files;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Streaming.Batches;
using Hops.Streaming.Checkpoints;
using Hops.Streaming.Decoding;
using Hops.Streaming.Planning;
using Hops.Streaming.Sources;

namespace Hops.Streaming.Runner;

/// <summary>
/// One batch from records to commit: compute, stage files and state on HopsFS, commit everything in one transaction, then let the engine
/// count it. What fails before the commit leaves files that nobody sees and that a later start removes.
/// </summary>
internal sealed class BatchStep : IAsyncDisposable
{
    private readonly RunnerContext _context;
    private readonly QueryPlan _plan;
    private readonly Guid _topicId;
    private readonly BatchEngine _engine;
    private readonly CheckpointDirectory _checkpoint;
    private readonly Guid _runner = Guid.NewGuid();
    private readonly ProgressReport _progress;
    private CommitRecord? _last;
    private DateTimeOffset _now;
    private TopicWriter? _deadLetters;

    public BatchStep(
        RunnerContext context, QueryPlan plan, Guid topicId, BatchEngine engine, CheckpointDirectory checkpoint, CommitRecord? last)
    {
        (_context, _plan, _topicId, _engine, _checkpoint, _last) = (context, plan, topicId, engine, checkpoint, last);
        _progress = new ProgressReport(context.Assignment, plan, _runner);
        HasWindowsToClose = last is not null && plan.IsStateful && plan.Definition.Watermark is not null;
    }

    /// <summary>True if the watermark moved with the last batch, so that a batch without records may close windows.</summary>
    public bool HasWindowsToClose { get; private set; }

    /// <summary>What was counted up to the last commit.</summary>
    public CommitTotals Totals => _last?.Totals ?? CommitTotals.Zero;

    /// <summary>Takes up the state of the last commit.</summary>
    public async Task RestoreAsync(CommitRecord last, CancellationToken cancellationToken)
    {
        await _checkpoint.CollectAsync(last, cancellationToken);
        foreach (var name in last.State.Names)
        {
            await using var from = await _checkpoint.OpenStateAsync(last, name, cancellationToken);
            await using var to = File.Create(Path.Combine(_context.StagingDirectory, name));
            await from.CopyToAsync(to, cancellationToken);
        }

        _engine.Restore(last.State, last.WatermarkMs, last.LatestMs);
    }

    /// <summary>Computes a batch of these records, which may be none; nothing of it counts before <see cref="CommitAsync"/>.</summary>
    /// <param name="range">The records.</param>
    /// <param name="closesAll">True if no more records are to come: all windows are closed.</param>
    public BatchResult Compute(SourceRange range, bool closesAll = false)
    {
        _now = DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        _progress.Begin(_now);
        var result = _engine.Process((_last?.Sequence ?? -1) + 1, range.Batch, _now, closesAll);
        _progress.Ended("addBatch");
        return result;
    }

    /// <summary>Throws the batch at hand away.</summary>
    public void Discard() => _engine.Discard();

    /// <summary>Commits what was computed of these records.</summary>
    public async Task CommitAsync(SourceRange range, BatchResult result, CancellationToken cancellationToken)
    {
        await SendDeadLettersAsync(result.DeadLetters, cancellationToken);
        await StageAsync(result, cancellationToken);
        _progress.Ended("stage");

        var record = Record(range, result);
        await _checkpoint.CommitAsync(record, Superfluous(result), cancellationToken);
        _progress.Ended("commitOffsets");
        var watermarkMs = _engine.WatermarkMs;
        HasWindowsToClose = _plan.IsStateful && result.WatermarkMs > watermarkMs;
        _engine.Accept();
        RemoveLocal(result, record);
        _last = record;
        _context.Reports.Write(new RunnerReport
        {
            Event = RunnerEvent.Progress,
            Body = _progress.End(range, result, watermarkMs),
            Totals = record.Totals,
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        if (_deadLetters is not null)
            await _deadLetters.DisposeAsync();
    }

    private CommitRecord Record(SourceRange range, BatchResult result)
    {
        return new CommitRecord
        {
            Sequence = result.Sequence,
            QueryId = _context.Assignment.WorkId,
            Fingerprint = _plan.Fingerprint,
            Topic = _plan.Definition.Topic,
            TopicId = _topicId,
            From = range.From,
            To = range.To,
            WatermarkMs = result.WatermarkMs,
            LatestMs = result.LatestMs,
            TimestampMs = _now.ToUnixTimeMilliseconds(),
            State = result.State,
            Files = [.. result.Files.Select(file => Path.GetFileName(file.Path))],
            RowsIn = result.RowsIn,
            RowsOut = result.RowsOut,
            RowsLate = result.LateRows,
            LateMaxMs = result.LateMaxMs,
            RowsWithoutTime = result.RowsWithoutTime,
            RecordsBad = result.BadRecordCount,
            Totals = (_last?.Totals ?? CommitTotals.Zero).With(result),
            Runner = _runner.ToString("N"),
        };
    }

    /// <summary>What the commit makes superfluous: state that was merged into newer files, and in complete mode the result before.</summary>
    private List<string> Superfluous(BatchResult result)
    {
        if (_last is null)
            return [];
        var paths = _last.State.Names.Except(result.State.Names, StringComparer.Ordinal).Select(name => $"{_checkpoint.State}/{name}");
        if (result.ReplacesSink)
            paths = paths.Concat(_last.Files.Select(name => $"{_checkpoint.Sink}/{name}"));
        return [.. paths];
    }

    private async Task StageAsync(BatchResult result, CancellationToken cancellationToken)
    {
        foreach (var file in result.Files)
            await UploadAsync(file.Path, _checkpoint.Staged, cancellationToken);
        foreach (var file in result.StateFiles)
            await UploadAsync(file.Path, _checkpoint.State, cancellationToken);
    }

    private async Task UploadAsync(string local, string directory, CancellationToken cancellationToken) =>
        await _context.Files.CreateAsync(
            $"{directory}/{Path.GetFileName(local)}",
            async (remote, cancel) =>
            {
                await using var file = File.OpenRead(local);
                await file.CopyToAsync(remote, cancel);
            },
            overwrite: true,
            cancellationToken: cancellationToken);

    /// <summary>Dead letters are sent before the commit: a batch that is run again sends them again, and none is lost.</summary>
    private async Task SendDeadLettersAsync(IReadOnlyList<BadRecord> records, CancellationToken cancellationToken)
    {
        if (records.Count == 0)
            return;
        var topic = _plan.Definition.DeadLetterTopic
            ?? throw new PlatformException(ErrorCode.InvalidQuery, "The query names no topic for its dead letters.");
        _deadLetters ??= await _context.OpenWriterAsync(topic, cancellationToken);
        foreach (var record in records)
        {
            KeyValuePair<byte[], byte[]?>[] headers =
            [
                new("hops.reason"u8.ToArray(), Encoding.UTF8.GetBytes(record.Reason)),
                new("hops.source"u8.ToArray(), Encoding.UTF8.GetBytes($"{record.Topic}-{record.Partition}@{record.Offset}")),
            ];
            await _deadLetters.AddAsync(
                record.Partition % _deadLetters.PartitionCount, record.TimestampMs, record.Key, record.Value, headers, cancellationToken);
        }

        await _deadLetters.FlushAsync(cancellationToken);
    }

    private void RemoveLocal(BatchResult result, CommitRecord record)
    {
        foreach (var file in result.Files)
            File.Delete(file.Path);
        foreach (var name in (_last?.State.Names ?? []).Except(record.State.Names, StringComparer.Ordinal))
            File.Delete(Path.Combine(_context.StagingDirectory, name));
    }
}
