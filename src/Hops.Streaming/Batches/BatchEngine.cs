using Hops.Core.Errors;
using Hops.Streaming.Decoding;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Parquet;
using Hops.Streaming.Planning;

namespace Hops.Streaming.Batches;

/// <summary>
/// Runs the micro-batches of one query: records in memory go in, Parquet files, state files and numbers come out. It knows no protocol and
/// no checkpoint: the runner fetches, commits and then calls <see cref="Accept"/>. One thread at a time; <see cref="Interrupt"/> from any.
/// </summary>
/// <remarks>
/// A batch is a function of its records, its number, its time, the state and the watermark, so running it again writes the same rows.
/// Order: <see cref="Open"/>, <see cref="Restore"/> after a restart, then for each batch <see cref="Process"/> and, when it is committed,
/// <see cref="Accept"/>; or <see cref="Discard"/>, after which the same or another batch may be processed.
/// </remarks>
public sealed class BatchEngine : IDisposable
{
    private const string SourceFunction = "hops_source";

    private readonly QueryPlan _plan;
    private readonly WriterSchemas _schemas;
    private readonly Database _database;
    private readonly Connection _connection;
    private readonly RecordSource _source;
    private readonly StagingArea _staging;
    private readonly ParquetOutput? _output;
    private readonly StateStore? _state;
    private readonly Watermark? _watermark;
    private BatchResult? _pending;

    private BatchEngine(QueryPlan plan, WriterSchemas schemas, BatchEngineOptions options)
    {
        (_plan, _schemas) = (plan, schemas);
        var limits = plan.Definition.Limits;
        _database = Database.Open(new DatabaseOptions
        {
            Threads = limits.Threads,
            MemoryMaxBytes = (long)limits.MemoryMaxMiB << 20,
            AllowedDirectories = [options.StagingDirectory],
            SpillDirectory = Path.Combine(options.StagingDirectory, "spill"),
        });
        _connection = _database.Connect();
        _staging = new StagingArea(options, _connection);
        _source = new RecordSource(SourceFunction, plan.Layout, schemas, plan.Definition.Watermark?.Column);
        _connection.Register(_source);
        foreach (var (schema, table) in SqlText.Ways(plan.Definition.Topic))
        {
            if (schema is not null)
                _connection.Execute($"CREATE SCHEMA IF NOT EXISTS {schema}");
            _connection.Execute($"CREATE VIEW {table} AS SELECT * FROM {SourceFunction}()");
        }

        foreach (var (table, files) in options.TableFiles)
            _connection.Execute($"CREATE VIEW {SqlText.Quote(table)} AS SELECT * FROM read_parquet({SqlText.List(files)})");
        if (plan.Definition.Watermark is { } watermark)
            _watermark = new Watermark(watermark.DelayMs);
        _output = plan.Aggregation is null ? ParquetOutput.Of(plan.OutputColumns) : null;
        if (_output is not null)
            _connection.Register(_output);
        if (plan.Aggregation is not null)
            _state = new StateStore(_connection, _staging, plan, options.SnapshotInterval);
    }

    /// <summary>Watermark in force: the one after the last accepted batch, milliseconds since the Unix epoch.</summary>
    public long WatermarkMs { get; private set; }

    /// <summary>Starts an engine with no state.</summary>
    /// <param name="plan">The query.</param>
    /// <param name="schemas">Writer schemas of the topic.</param>
    /// <param name="options">Where it works.</param>
    /// <exception cref="PlatformException"><c>Unavailable</c>: DuckDB's library is absent.</exception>
    public static BatchEngine Open(QueryPlan plan, WriterSchemas schemas, BatchEngineOptions options) => new(plan, schemas, options);

    /// <summary>Takes up the state of the last committed batch.</summary>
    /// <param name="manifest">Its state files, which must lie in the staging directory by these names.</param>
    /// <param name="watermarkMs">Its watermark.</param>
    /// <param name="latestMs">Latest event time of each partition until then (<see cref="BatchResult.LatestMs"/>); null if it was not kept.</param>
    /// <exception cref="PlatformException">A state file is missing or damaged.</exception>
    public void Restore(StateManifest manifest, long watermarkMs, IReadOnlyList<long?>? latestMs = null)
    {
        WatermarkMs = watermarkMs;
        _watermark?.Restore(latestMs ?? []);
        _state?.Restore(manifest, watermarkMs);
    }

    /// <summary>Runs a batch up to, but not including, its commit.</summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="input">Its records; none is fine.</param>
    /// <param name="batchTime">What <c>current_timestamp</c> is in it; the same again when it is run again.</param>
    /// <param name="closesAll">True to move the watermark to the end of the last window, for a query that is to get no more records.</param>
    /// <exception cref="PlatformException">
    /// <c>UndecodableRecord</c> with the facts <c>topic</c>, <c>partition</c> and <c>offset</c> under the policy <c>fail</c>; <c>InvalidQuery</c>
    /// when the SQL fails on the data; <c>LimitExceeded</c> for memory or state; <c>DiskFull</c>; <c>Unavailable</c> after an interrupt.
    /// </exception>
    public BatchResult Process(long sequence, SourceBatch input, DateTimeOffset batchTime, bool closesAll = false)
    {
        if (_pending is not null)
            throw new InvalidOperationException("the batch before was neither accepted nor discarded");
        if (_plan.Definition.BadRecords == BadRecordPolicy.Fail && input.Unreadable.Count > 0)
            throw Undecodable(input.Unreadable[0].ToBadRecord(), null);
        var bad = new BadRecordLog(_plan.Definition.BadRecords);
        using var pinned = new PinnedBatch(input, bad);
        _schemas.BeginBatch();
        _source.Batch = pinned;
        try
        {
            PlanningSession.SetBatchTime(_connection, batchTime);
            var result = _state is null ? RunStateless(sequence, pinned) : RunAggregation(sequence, pinned, closesAll);
            _staging.Sync();
            return _pending = result;
        }
        catch (PlatformException exception) when (bad.Failure is not null || _schemas.Failure is not null)
        {
            throw bad.Failure is { } failure ? Undecodable(failure, exception) : _schemas.Failure!;
        }
        finally
        {
            _source.Batch = null;
        }
    }

    /// <summary>The batch is committed: its state counts from now on.</summary>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>: the state outgrew the query's limit.</exception>
    public void Accept()
    {
        var result = _pending ?? throw new InvalidOperationException("no batch is pending");
        _pending = null;
        WatermarkMs = result.WatermarkMs;
        _watermark?.Accept();
        _state?.Accept(result.State, result.WatermarkMs);
    }

    /// <summary>The batch was not committed: its files are removed and its state is forgotten.</summary>
    public void Discard()
    {
        if (_pending is null)
            return;
        _staging.Remove(_pending.Files.Concat(_pending.StateFiles));
        _pending = null;
        _watermark?.Discard();
        _state?.Discard();
    }

    /// <summary>Cancels the running <see cref="Process"/>, which throws <c>Unavailable</c>. For any thread.</summary>
    public void Interrupt() => _connection.Interrupt();

    /// <summary>How far the running statement is. For any thread.</summary>
    public QueryProgress Progress() => _connection.Progress();

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
        _output?.Dispose();
    }

    private BatchResult RunStateless(long sequence, PinnedBatch batch)
    {
        var file = batch.RecordCount == 0 ? null
            : _output is null ? _staging.Write("part", sequence, _plan.Select, "snappy")
            : _staging.Write("part", sequence, _plan.Select, _output);
        return Result(sequence, batch, file, WatermarkAfter(batch));
    }

    private BatchResult RunAggregation(long sequence, PinnedBatch batch, bool closesAll)
    {
        var leftOut = _state!.ComputeDelta(WatermarkMs);
        var watermarkNext = WatermarkAfter(batch);
        if (closesAll && _watermark is not null)
            watermarkNext = Math.Max(watermarkNext, _state.LastEndMs());
        var file = new AggregationBatch(_plan, _staging).Write(sequence, WatermarkMs, watermarkNext);
        var (stateFiles, manifest) = _state.Write(sequence, watermarkNext);
        return Result(sequence, batch, file, watermarkNext) with
        {
            LateRows = leftOut.Late,
            LateMaxMs = leftOut.LateMaxMs,
            RowsWithoutTime = leftOut.WithoutTime,
            StateFiles = stateFiles,
            State = manifest,
            StateNumbers = _state.Numbers(watermarkNext),
        };
    }

    private BatchResult Result(long sequence, PinnedBatch batch, StagedFile? file, long watermarkMs) => new()
    {
        Sequence = sequence,
        Files = file is null ? [] : [file],
        ReplacesSink = _plan.Definition.OutputMode == OutputMode.Complete,
        StateFiles = [],
        State = StateManifest.Empty,
        WatermarkMs = watermarkMs,
        LatestMs = _watermark?.Pending(),
        RowsIn = batch.RecordCount - batch.Bad.Count,
        RowsOut = file?.RowCount ?? 0,
        LateRows = 0,
        BadRecordCount = batch.Bad.Count + batch.Source.Unreadable.Sum(unreadable => unreadable.End - unreadable.From),
        DeadLetters = _plan.Definition.BadRecords == BadRecordPolicy.DeadLetter
            ? [.. batch.Bad.Records, .. batch.Source.Unreadable.Select(unreadable => unreadable.ToBadRecord())]
            : [],
        EventTimes = batch.Times.HasTimes
            ? new EventTimes(
                Watermark.Millis(batch.Times.MinMicros), Watermark.Millis(batch.Times.MaxMicros), Watermark.Millis(batch.Times.AverageMicros))
            : null,
    };

    private long WatermarkAfter(PinnedBatch batch) =>
        _watermark?.After(WatermarkMs, batch.Source, batch.Times.MaxMicrosByPartition) ?? WatermarkMs;

    private static PlatformException Undecodable(BadRecord record, PlatformException? cause) =>
        new PlatformException(
            ErrorCode.UndecodableRecord,
            $"The record at {record.Topic}-{record.Partition} offset {record.Offset} does not decode: {record.Reason}. "
            + "Set badRecords to drop or deadLetter to go on without such records.",
            cause)
            .With("topic", record.Topic).With("partition", record.Partition).With("offset", record.Offset).With("reason", record.Reason);
}
