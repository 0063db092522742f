using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Health;
using Hops.Core.Identity;
using Hops.Metadata.Ownership;
using Hops.Metadata.Transactions;
using Hops.Platform;
using Hops.Platform.Access;
using Hops.Platform.Queries;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Runner;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hops.Streaming.Supervision;

/// <summary>
/// The streaming queries of this server: each runs in a process of its own, as the project-user who owns it. Holds what is true at this
/// moment; what should be true is in the platform's table of queries. Thread safe.
/// </summary>
public sealed class QuerySupervisor : IProjectResource, IAsyncDisposable
{
    /// <summary>Longest time of planning a query, the wait for a runner included.</summary>
    private static readonly TimeSpan PlanTimeout = TimeSpan.FromMinutes(1);

    private readonly HopsPlatform _platform;
    private readonly RunnerLauncher _launcher;
    private readonly SupervisorOptions _options;
    private readonly ILogger<QuerySupervisor> _logger;
    private readonly ConcurrentDictionary<long, SupervisedQuery> _queries = new();
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly RunnerAnswers _answers;
    private readonly FailedQueries _failed;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private Task _reacting = Task.CompletedTask;
    private bool _isClosed;

    /// <param name="platform">Where queries, users and projects are.</param>
    /// <param name="launcher">Starts runners; ends with the supervisor.</param>
    /// <param name="options">How they are watched.</param>
    /// <param name="logger">Told what fails or is left out; null for nobody.</param>
    /// <param name="health">Told which queries have failed; null for nobody.</param>
    public QuerySupervisor(
        HopsPlatform platform, RunnerLauncher launcher, SupervisorOptions options, ILogger<QuerySupervisor>? logger = null, HealthBoard? health = null)
    {
        _failed = new FailedQueries(health ?? new HealthBoard());
        (_platform, _launcher, _options, _logger) = (platform, launcher, options, logger ?? NullLogger<QuerySupervisor>.Instance);
        _answers = new RunnerAnswers(platform, launcher, options);
        Statements = new Statements(platform, _answers, options);
    }

    /// <summary>SQL statements over datasets and topics.</summary>
    public Statements Statements { get; }

    /// <summary>What holds runners in their place here, in words for the operator.</summary>
    public string DescribeRunners() => _launcher.Describe();

    /// <summary>Checks a definition in a runner, as the caller: its SQL, its topic, its schema, its sink.</summary>
    /// <param name="caller">Member of a project.</param>
    /// <param name="definition">JSON of a <c>StreamingQuery</c>.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The plan: columns of the result and what state it keeps.</returns>
    /// <exception cref="PlatformException"><c>InvalidQuery</c> with <c>line</c> and <c>column</c>; <c>NotFound</c>; <c>AccessDenied</c>; <c>Unavailable</c>: the server stops.</exception>
    public async Task<JsonElement> PlanAsync(Principal caller, JsonElement definition, CancellationToken cancellationToken)
    {
        var order = Plan(caller, definition);
        using var clock = new CancellationTokenSource(PlanTimeout, _platform.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, clock.Token, _closing.Token);
        try
        {
            return await _answers.RunAsync(caller, order, new AnswerListener(static _ => { }, static _ => { }), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw _closing.IsCancellationRequested ? ServerStopping.Refusal() : ResourcesExceeded.Time(PlanTimeout);
        }
    }

    /// <summary>Starts the queries that should run, when the server has begun to listen.</summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await _launcher.MeterAsync(_logger, cancellationToken);
        var queries = await QueryDuty.AtStartAsync(_platform, cancellationToken);
        foreach (var query in queries.Where(query => query.Desired == QueryState.Stopped))
        {
            if (StatusOf(query).State == QueryPhase.Failed && _platform.Roster.Now.Projects.GetValueOrDefault(query.ProjectId) is { } project)
                _failed.Add(query.Id, query.ProjectId, LabelOf(project.Row.Name, query));
        }

        foreach (var query in queries.Where(query => query.Desired == QueryState.Running))
            await StartAsync(query.Id);
    }

    /// <summary>Starts a query that is wanted to run, once its present run has ended if that is ending; nothing happens if it runs.</summary>
    public async Task StartAsync(long queryId)
    {
        while (await TryStartAsync(queryId) is { } ending)
            await ending;
    }

    /// <summary>Lets a query finish its batch, and stops it; nothing happens if it does not run.</summary>
    public async Task StopAsync(long queryId)
    {
        await _changing.WaitAsync();
        var supervised = _queries.GetValueOrDefault(queryId);
        _changing.Release();
        if (supervised is null)
            return;
        await supervised.StopAsync();
        // Somebody may have wanted it to run again while it still ran.
        await StartAsync(queryId);
    }

    /// <summary>Ends the runner of a query at once, and stops the query; nothing happens if it does not run.</summary>
    public async Task KillAsync(long queryId)
    {
        await _changing.WaitAsync();
        var supervised = _queries.GetValueOrDefault(queryId);
        _changing.Release();
        if (supervised is null)
            return;
        await supervised.KillAsync();
        await StartAsync(queryId);
    }

    /// <summary>
    /// Lets a query that runs read what there is now, close all its windows, whatever the watermark, and end; nothing happens if it does not run.
    /// </summary>
    /// <returns>Completes when the query has ended, or has failed on the way.</returns>
    public async Task FinishAsync(long queryId)
    {
        if (!_queries.TryGetValue(queryId, out var supervised))
            return;
        await supervised.FinishAsync();
        await supervised.Ended;
    }

    /// <summary>Stops a query and forgets it.</summary>
    public async Task ForgetAsync(long queryId)
    {
        await StopAsync(queryId);
        _queries.TryRemove(queryId, out _);
        _failed.Remove(queryId);
    }

    /// <inheritdoc/>
    /// <remarks>The rows of queries are the platform's; what runs is stopped and forgotten here.</remarks>
    public ValueTask RemoveInAsync(WriteTransaction transaction, Principal actor, long projectId)
    {
        transaction.OnCommitted(() =>
        {
            _failed.RemoveIn(projectId);
            React(order => order.ProjectId == projectId, ForgetAsync);
        });
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ResourceUse>> UseInAsync(ReadTransaction read, long projectId) =>
        new([new ResourceUse("runners", UseUnit.Count, _launcher.CountOf(projectId), _options.RunnersPerProjectMax)]);

    /// <inheritdoc/>
    public void MemberRemovedIn(WriteTransaction transaction, long projectId, long userId) =>
        transaction.OnCommitted(() => React(order => order.ProjectId == projectId && order.UserId == userId, StopAsync));

    /// <inheritdoc/>
    public void ProjectArchivedIn(WriteTransaction transaction, long projectId) =>
        transaction.OnCommitted(() => React(order => order.ProjectId == projectId, StopAsync));

    /// <inheritdoc/>
    public Task SettledAsync()
    {
        lock (_lock)
            return _reacting;
    }

    /// <summary>Stops some queries, without holding up the writer of the database.</summary>
    private void React(Func<RunnerOrder, bool> which, Func<long, Task> stop)
    {
        lock (_lock)
        {
            // Who waits hears of its own failure and not of an earlier one.
            var stopping = Task.Run(() => Task.WhenAll(_queries.Where(pair => which(pair.Value.Order)).Select(pair => stop(pair.Key))));
            _reacting = Task.WhenAll(EndedAsync(_reacting), stopping);
        }
    }

    private static async Task EndedAsync(Task before) => await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>What a query is at.</summary>
    public QueryStatus StatusOf(StoredQuery query) =>
        _queries.TryGetValue(query.Id, out var supervised)
            ? supervised.Status
            : query.Status.Length > 0
                ? JsonSerializer.Deserialize<QueryStatus>(query.Status, RunnerJson.Format)!
                : new QueryStatus(QueryPhase.Stopped, query.Created);

    /// <summary>Ids of the queries of a project that have failed and wait for a person.</summary>
    public IReadOnlyList<long> FailedIn(long projectId) => _failed.In(projectId);

    /// <summary>The last progress reports of a query, oldest first, as Spark's <c>StreamingQueryProgress</c>.</summary>
    public IReadOnlyList<JsonElement> ProgressOf(long queryId) =>
        _queries.TryGetValue(queryId, out var supervised) ? supervised.Progress : [];

    /// <summary>Completes when a query has finished, failed or stopped.</summary>
    public Task EndedAsync(long queryId) => _queries.TryGetValue(queryId, out var supervised) ? supervised.Ended : Task.CompletedTask;

    /// <summary>Ends what somebody waits for at once, and lets the queries finish their batch.</summary>
    public async ValueTask DisposeAsync()
    {
        Statements.Close();
        await _closing.CancelAsync();
        await _changing.WaitAsync();
        _isClosed = true;
        _changing.Release();
        await Task.WhenAll(_queries.Values.Select(query => query.StopAsync()));
        await _reacting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _launcher.DisposeAsync();
    }

    /// <summary>Starts a query, unless it runs.</summary>
    /// <returns>What to wait for before it is tried again, because its present run is ending; null if there is nothing more to do.</returns>
    private async Task<Task?> TryStartAsync(long queryId)
    {
        await _changing.WaitAsync();
        try
        {
            if (_queries.TryGetValue(queryId, out var present) && !present.Ended.IsCompleted)
            {
                present.Reconsider();
                return present.IsEnding ? present.Ended : null;
            }

            // What is wanted now, not when the caller asked: it may have been stopped or deleted meanwhile.
            var query = await QueryDuty.FindAsync(_platform, queryId, CancellationToken.None);
            if (_isClosed || query is not { Desired: QueryState.Running })
                return null;
            var supervised = new SupervisedQuery(_launcher, new StartGate(_platform), Order(query), _options, _platform.Time, _logger);
            _queries[queryId] = supervised;
            _failed.Remove(queryId);
            _ = supervised.RunAsync(status => KeepAsync(query.Id, supervised.Order, status));
            return null;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Keeps the end of a query: what finished or failed is not started again with the server.</summary>
    private async Task KeepAsync(long queryId, RunnerOrder order, QueryStatus status)
    {
        var isThere = await QueryDuty.ReportAsync(
            _platform, queryId, JsonSerializer.Serialize(status, RunnerJson.Format), QueryState.Stopped, CancellationToken.None);
        if (isThere && status.State == QueryPhase.Failed)
            _failed.Add(queryId, order.ProjectId, order.Label);
    }

    private static RunnerOrder Plan(Principal caller, JsonElement definition) => new()
    {
        Task = RunnerTask.Plan,
        ProjectId = caller.ProjectId,
        Project = caller.ProjectName,
        UserId = caller.UserId,
        Principal = caller.Name,
        WorkId = "plan",
        Lifetime = TimeSpan.FromMinutes(15),
        Definition = definition,
    };

    private static string LabelOf(string project, StoredQuery query) => $"{project}/{query.Name}";

    private RunnerOrder Order(StoredQuery query)
    {
        var project = _platform.Roster.Now.Projects.GetValueOrDefault(query.ProjectId)?.Row
            ?? throw new PlatformException(ErrorCode.NotFound, "The project of this query is gone.");
        var owner = _platform.Roster.Now.Users.GetValueOrDefault(query.OwnerId)
            ?? throw new PlatformException(ErrorCode.NotFound, "The owner of this query is gone.");
        using var definition = JsonDocument.Parse(query.Definition);
        return new RunnerOrder
        {
            Task = RunnerTask.Query,
            ProjectId = query.ProjectId,
            Project = project.Name,
            UserId = query.OwnerId,
            Principal = $"{project.Name}__{owner.Name}",
            WorkId = string.Create(CultureInfo.InvariantCulture, $"query-{query.Id}"),
            QueryId = query.Id,
            WorkName = query.Name,
            Label = LabelOf(project.Name, query),
            Lifetime = _options.TokenLifetime,
            Definition = definition.RootElement.Clone(),
        };
    }
}
