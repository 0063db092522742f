using System.Collections.Concurrent;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Platform;
using Hops.Platform.Sql;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Runner;

namespace Hops.Streaming.Supervision;

/// <summary>
/// SQL statements over the datasets and topics of a project: each runs in a runner of its own, as its caller, until it is answered, its time is up, somebody
/// ends it, or its caller has gone or may no longer ask. Each is in the audit trail. Thread safe.
/// </summary>
public sealed class Statements
{
    /// <summary>Most bytes of the rows of an answer to anybody, as JSON: what a line of a runner holds.</summary>
    private const int AnswerMaxBytes = 12 * 1024 * 1024;

    private readonly HopsPlatform _platform;
    private readonly SupervisorOptions _options;
    private readonly RunnerAnswers _answers;
    private readonly ConcurrentDictionary<(long Project, string Id), RunningStatement> _running = new();
    private volatile bool _isClosed;

    internal Statements(HopsPlatform platform, RunnerAnswers answers, SupervisorOptions options) =>
        (_platform, _answers, _options) = (platform, answers, options);

    /// <summary>Answers one statement.</summary>
    /// <param name="caller">Member of a project.</param>
    /// <param name="request">The statement.</param>
    /// <param name="cancellationToken">Fires when its caller has gone.</param>
    /// <exception cref="PlatformException">
    /// <c>InvalidQuery</c> with <c>line</c> and <c>column</c>; <c>NotFound</c>; <c>ResourcesExceeded</c>; <c>Throttled</c>; <c>Conflict</c>: it was ended;
    /// <c>Unavailable</c>: the server stops.
    /// </exception>
    public async Task<StatementAnswer> RunAsync(Principal caller, StatementRequest request, CancellationToken cancellationToken) =>
        (await AnswerAsync(caller, request, cancellationToken)).Answer;

    /// <summary>Answers what a streaming query makes of the newest records of its topic, as its caller; under the limits of a statement, and on record as one.</summary>
    /// <param name="caller">Member of a project.</param>
    /// <param name="definition">JSON of the query; its sink is not looked at.</param>
    /// <param name="rowsMax">Most rows.</param>
    /// <param name="cancellationToken">Fires when its caller has gone.</param>
    /// <exception cref="PlatformException">As of <see cref="RunAsync"/>, and of <see cref="QuerySupervisor.PlanAsync"/>.</exception>
    public async Task<QueryPreview> PreviewAsync(Principal caller, JsonElement definition, int rowsMax, CancellationToken cancellationToken)
    {
        var sql = definition.ValueKind == JsonValueKind.Object && definition.TryGetProperty("sql", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        var (answer, body) = await AnswerAsync(caller, new StatementRequest(sql, rowsMax, null, definition), cancellationToken);
        return QueryPreview.Of(answer, body);
    }

    private async Task<(StatementAnswer Answer, JsonElement Body)> AnswerAsync(Principal caller, StatementRequest request, CancellationToken cancellationToken)
    {
        using var statement = new RunningStatement(request.Id ?? Guid.NewGuid().ToString("N"), request.Statement, caller, _platform.Time.GetUtcNow());
        if (!_running.TryAdd((caller.ProjectId, statement.Id), statement))
            throw new PlatformException(ErrorCode.AlreadyExists, "A statement of this id runs already.").With("field", "id");
        try
        {
            // After it is known to run: whoever closes sees it there, or it sees that.
            if (_isClosed)
                throw ServerStopping.Refusal();
            var grant = await BeginStatement.RunAsync(_platform, caller, request.RowsMax, cancellationToken);
            return await AnswerOnRecordAsync(statement, request, grant, cancellationToken);
        }
        finally
        {
            _running.TryRemove((caller.ProjectId, statement.Id), out _);
        }
    }

    /// <summary>Statements of a project that run: those of the caller, and for who rules the project those of all.</summary>
    public IReadOnlyList<StatementView> List(Principal caller) => _running.Values
        .Where(statement => IsVisible(caller, statement))
        .Select(statement => statement.View)
        .OrderBy(view => view.Since)
        .ToList();

    /// <summary>Ends a statement; who waits for it is answered with <c>Conflict</c>.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: it does not run, or is not the caller's.</exception>
    public void Cancel(Principal caller, string id) =>
        Find(caller, id).Cancel(new PlatformException(ErrorCode.Conflict, $"The statement was ended by {caller.UserName}."), caller.Name);

    /// <summary>How far a statement is.</summary>
    /// <exception cref="PlatformException"><c>NotFound</c>: it does not run, or is not the caller's.</exception>
    public StatementView ViewOf(Principal caller, string id) => Find(caller, id).View;

    /// <summary>Ends all statements and begins no more, for the server stops: their callers are told so, and may ask again when it has started.</summary>
    internal void Close()
    {
        _isClosed = true;
        foreach (var statement in _running.Values)
            statement.End(ServerStopping.Refusal());
    }

    private RunningStatement Find(Principal caller, string id) =>
        _running.TryGetValue((caller.ProjectId, id), out var statement) && IsVisible(caller, statement)
            ? statement
            : throw new PlatformException(ErrorCode.NotFound, "No such statement runs.");

    private bool IsVisible(Principal caller, RunningStatement statement) =>
        statement.Caller.ProjectId == caller.ProjectId
        && (statement.Caller.UserId == caller.UserId
            || _platform.Gate.Decide(caller, Operation.Alter, new Resource(ResourceKind.Project, caller.ProjectId, caller.ProjectName)).Allowed);

    /// <summary>Answers it, gives back what it did not use of its grant, and puts it on record, however it ends.</summary>
    private async Task<(StatementAnswer Answer, JsonElement Body)> AnswerOnRecordAsync(
        RunningStatement statement, StatementRequest request, StatementGrant grant, CancellationToken cancellationToken)
    {
        var outcome = new StatementOutcome(statement.Id, request.Statement, 0, 0, false, ErrorTable.Row(ErrorCode.Unavailable).Slug);
        try
        {
            var (answer, body) = await AnswerAsync(statement, request, grant, cancellationToken);
            outcome = outcome with { Rows = answer.RowCount, Bytes = answer.RowsBytes, IsTruncated = answer.Truncated, Refusal = null };
            return (answer, body);
        }
        catch (PlatformException refusal)
        {
            outcome = outcome with { Refusal = ErrorTable.Row(refusal.Code).Slug };
            throw;
        }
        finally
        {
            if (outcome.Refusal is not null && statement.IsCancelled)
                outcome = outcome with { Refusal = StatementOutcome.Cancelled };
            outcome = outcome with { CpuTime = statement.CpuTime, EndedBy = statement.EndedBy };
            await EndStatement.RunAsync(_platform, statement.Caller, grant, outcome, CancellationToken.None);
        }
    }

    private async Task<(StatementAnswer Answer, JsonElement Body)> AnswerAsync(
        RunningStatement statement, StatementRequest request, StatementGrant grant, CancellationToken cancellationToken)
    {
        var caller = statement.Caller;
        using var standing = StandingWatch.Begin(
            _platform.Gate, _platform.Time, caller, Operation.Run, new Resource(ResourceKind.Sql, caller.ProjectId, caller.ProjectName));
        using var revoked = standing.Lost.Register(() => statement.End(standing.Refusal!));
        using var lent = LentTables.Watch(_platform, caller, request.Statement, statement.End);
        using var left = cancellationToken.Register(() => statement.Cancel(
            new PlatformException(ErrorCode.Unavailable, "Its caller has gone.")));
        using var clock = new CancellationTokenSource(_options.StatementTimeout, _platform.Time);
        using var late = clock.Token.Register(() => statement.End(ResourcesExceeded.Time(_options.StatementTimeout)));
        var maxBytes = Math.Min(grant.MaxBytes ?? AnswerMaxBytes, AnswerMaxBytes);
        var order = new RunnerOrder
        {
            Task = request.Definition is null ? RunnerTask.Sql : RunnerTask.Preview,
            ProjectId = caller.ProjectId,
            Project = caller.ProjectName,
            UserId = caller.UserId,
            Principal = caller.Name,
            WorkId = "statement",
            Lifetime = _options.StatementTimeout + TimeSpan.FromMinutes(5),
            Sql = request.Definition is null ? request.Statement : null,
            Definition = request.Definition,
            RowsMax = grant.RowsMax,
            AnswerMaxBytes = maxBytes,
        };
        try
        {
            var body = await _answers.RunAsync(caller, order, new AnswerListener(statement.Note, statement.Note) { OnQuotaUsedUp = statement.End }, statement.Ended);
            standing.Demand();
            lent.Demand();
            return (StatementAnswer.Of(statement.Id, body, request, grant, maxBytes), body);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && statement.Cause is not null)
        {
            throw statement.Cause.Again();
        }
    }
}
