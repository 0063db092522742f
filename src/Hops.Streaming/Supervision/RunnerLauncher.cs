using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Jobs.ControlGroups;
using Hops.Jobs.Sandbox;
using Hops.Jobs.Supervision;
using Hops.Platform;
using Hops.Platform.Compute;
using Hops.Platform.Tokens;
using Hops.Platform.Topics;
using Hops.Streaming.DuckDb;
using Hops.Streaming.Metering;
using Hops.Streaming.Runner;
using Microsoft.Extensions.Logging;

namespace Hops.Streaming.Supervision;

/// <summary>Starts runners: a credential that ends with the process, a directory of its own, an assignment on its standard input.</summary>
public sealed class RunnerLauncher : IAsyncDisposable
{
    /// <summary>Longest report of a batch or an end, in characters: enough for the offsets of some thousand partitions.</summary>
    private const int KeptReportLengthMax = 256 * 1024;

    /// <summary>Threads of a runner beside those of its query engine.</summary>
    private const int OwnTasksMax = 512;

    private readonly HopsPlatform _platform;
    private readonly SupervisorOptions _options;
    private readonly Func<RunnerEndpoints> _endpoints;
    private readonly RunnerSlots _slots;
    private readonly ScratchLedger _scratch;
    private readonly RunnerGroups? _groups;
    private readonly RunnerMetering _metering;
    private readonly string _root;
    private ComputeWatch? _watch;

    /// <param name="platform">Issues the credentials.</param>
    /// <param name="options">How to start.</param>
    /// <param name="endpoints">Where the protocols are; asked at each start, because ports are known only once the server listens.</param>
    public RunnerLauncher(HopsPlatform platform, SupervisorOptions options, Func<RunnerEndpoints> endpoints)
    {
        (_platform, _options, _endpoints) = (platform, options, endpoints);
        _slots = new RunnerSlots(options);
        _metering = new RunnerMetering(platform);
        _scratch = new ScratchLedger(options.ScratchOfAllMaxBytes);
        _root = options.ScratchDirectory is { } directory ? Path.Combine(directory, NameAmongServers(options)) : options.StagingRoot;
        // What earlier runners of a server that died have left.
        if (Directory.Exists(_root))
            Directory.Delete(_root, recursive: true);
        Directory.CreateDirectory(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _groups = RunnerGroups.Open(NameAmongServers(options), options.RunnersCpuWeight);
    }

    /// <summary>Runners of a project at this moment.</summary>
    internal int CountOf(long projectId) => _slots.CountOf(projectId);

    /// <summary>What holds runners in their place here, in words for the operator.</summary>
    public string Describe() =>
        Confinement.Describe()
        + "; " + (_groups?.Describe() ?? "the server may make no control groups here, so memory is held by limits of the process and a watch")
        + (HiddenFiles.AreCounted ? "" : "; only root can count files that a runner has removed and still holds: give runners a file system of their own (ScratchDirectory)");

    /// <summary>Begins to charge and to price what runners use, and closes what a server that died has left open in the ledger.</summary>
    /// <param name="logger">Told what fails.</param>
    /// <param name="cancellationToken">Stops the closing.</param>
    internal async Task MeterAsync(ILogger logger, CancellationToken cancellationToken)
    {
        var gauge = new LoadGauge(_options, _platform.Time, ComputeCapacity.OfThisMachine(_options));
        _watch = new ComputeWatch(_platform, _metering, () => gauge.Look([.. _metering.Uses], _slots.WaitingCount), logger);
        _watch.Start();
        await _metering.CloseUnfinishedAsync(_groups, cancellationToken);
    }

    /// <summary>Gives up what it holds for runners, all of which have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _watch, null) is { } watch)
            await watch.DisposeAsync();
        _groups?.Dispose();
    }

    /// <summary>A name of its own for each server, for several may be given one file system for scratch.</summary>
    private static string NameAmongServers(SupervisorOptions options) =>
        $"hops-runners-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(options.StagingRoot)))).AsSpan(0, 16)}";

    /// <summary>Runs a task in a runner until its process ends.</summary>
    /// <param name="order">What to run and as whom.</param>
    /// <param name="caller">What its caller hears of it.</param>
    /// <param name="cancellationToken">Ends the wait for a free runner, and the runner.</param>
    /// <returns>The last lines of its standard error, for the operator, and its exit code.</returns>
    /// <exception cref="PlatformException"><c>Throttled</c>: no runner was free in time; <c>AccessDenied</c> if the user is no member any more.</exception>
    public async Task<RunnerEnd> RunAsync(RunnerOrder order, RunnerListener caller, CancellationToken cancellationToken)
    {
        var claim = new SlotClaim(order.ProjectId, order.UserId, order.Task != RunnerTask.Query);
        await TakeSlotAsync(claim, caller.OnWaiting, cancellationToken);
        try
        {
            return await RunInSlotAsync(order, caller, cancellationToken);
        }
        finally
        {
            _slots.Give(claim);
        }
    }

    private async Task<RunnerEnd> RunInSlotAsync(RunnerOrder order, RunnerListener caller, CancellationToken cancellationToken)
    {
        // Never used again, so that nothing of a runner is taken for that of another, whichever server has started it.
        var id = await _platform.Store.NextIdAsync("runners", cancellationToken);
        var number = OpenRunner.NameOf(id);
        var execution = $"{order.WorkId}-{number}";
        var place = new RunnerPlace
        {
            StagingDirectory = Path.Combine(_root, number),
            Ports = [],
            MemoryMaxBytes = _options.RunnerMemoryMaxBytes,
            ScratchMaxBytes = _options.ScratchMaxBytes,
            Scratch = _scratch,
            Groups = _groups,
            TasksMax = OwnTasksMax + _options.Threads,
        };
        var metered = await _metering.BeginAsync(order, id, cancellationToken);
        try
        {
            Directory.CreateDirectory(place.StagingDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var token = RunnerTokens.Issue(_platform, order.ProjectId, order.UserId, execution, order.Lifetime);
            var endpoints = _endpoints();
            var cluster = await OpenClusterAsync(order, cancellationToken);
            var assignment = Assign(order, execution, token, endpoints) with { Cluster = cluster };
            await using var process = RunnerProcess.Start(
                _options.Program, place with { Ports = [.. endpoints.Ports, .. cluster?.Ports ?? []] }, assignment.ToLine(), line => Report(line, caller.OnReport));
            caller.OnStarted(process);
            metered.Attach(process.Meter, caller.OnQuotaUsedUp);
            await using var killing = cancellationToken.Register(process.Kill);
            var code = await process.Exited;
            return new RunnerEnd(code, process.ErrorTail, process.Breach) { CpuTime = process.CpuTime };
        }
        finally
        {
            RunnerTokens.Revoke(_platform, order.ProjectId, execution);
            await _metering.EndAsync(metered);
            if (Directory.Exists(place.StagingDirectory))
                Directory.Delete(place.StagingDirectory, recursive: true);
        }
    }

    /// <summary>How the runner reads topics that are in a Kafka cluster; null if they are not, or for a statement, which may do without, if the cluster is away.</summary>
    private async Task<ClusterAccess?> OpenClusterAsync(RunnerOrder order, CancellationToken cancellationToken)
    {
        if (_platform.Cluster is not { } cluster)
            return null;
        try
        {
            var access = await cluster.OpenRunnerAsync(order.ProjectId, order.UserId, cancellationToken);
            return access with { BorrowedTopics = [.. _platform.Roster.Now.Projects[order.ProjectId].Borrowed.Of(ResourceKind.Topic).Select(borrowed => borrowed.Name)] };
        }
        catch (PlatformException away) when (away.Code == ErrorCode.Unavailable && order.Task == RunnerTask.Sql)
        {
            return null;
        }
    }

    /// <summary>A streaming query waits for as long as it takes; a statement, for which somebody waits, has a bound.</summary>
    private async Task TakeSlotAsync(SlotClaim claim, Action<string> onWaiting, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(claim.IsStatement ? _options.StatementWait : Timeout.InfiniteTimeSpan);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _slots.TakeAsync(claim, onWaiting, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw _slots.Busy(claim);
        }
    }

    /// <summary>Passes a report on. All but answers are kept, so a longer one is left out: its sender runs the code of a user.</summary>
    internal static void Report(string line, Action<RunnerReport> onReport)
    {
        if (RunnerReport.TryParse(line) is { } report && (report.Event == RunnerEvent.Result || line.Length <= KeptReportLengthMax))
            onReport(report);
    }

    private RunnerAssignment Assign(RunnerOrder order, string execution, string token, RunnerEndpoints endpoints) => new()
    {
        Task = order.Task,
        Principal = order.Principal,
        Project = order.Project,
        Token = token,
        Files = endpoints.Files,
        Broker = endpoints.Broker,
        Registry = endpoints.Registry,
        WorkId = order.WorkId,
        ExecutionId = execution,
        MemoryMaxBytes = _options.MemoryMaxBytes,
        Threads = _options.Threads,
        Definition = order.Definition,
        Sql = order.Sql,
        RowsMax = order.RowsMax,
        AnswerMaxBytes = order.AnswerMaxBytes,
        TopicRecordsMax = _options.StatementTopicRecordsMax,
        ScratchMaxBytes = _options.ScratchMaxBytes,
    };
}

/// <summary>What to run, and as whom.</summary>
public sealed record RunnerOrder
{
    /// <summary>What to do.</summary>
    public required RunnerTask Task { get; init; }

    /// <summary>Project in which it acts.</summary>
    public required long ProjectId { get; init; }

    /// <summary>Name of that project.</summary>
    public required string Project { get; init; }

    /// <summary>User for whom it acts.</summary>
    public required long UserId { get; init; }

    /// <summary>Name of the project-user.</summary>
    public required string Principal { get; init; }

    /// <summary>Id of what is run: of a query, the same over all its runners, or of a statement.</summary>
    public required string WorkId { get; init; }

    /// <summary>The query; 0 if it is none, or not yet.</summary>
    public long QueryId { get; init; }

    /// <summary>Name of the query.</summary>
    public string WorkName { get; init; } = "";

    /// <summary>What it is called in logs: project and name.</summary>
    public string Label { get; init; } = "";

    /// <summary>When the credential ends even if the runner does not.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>Definition of a streaming query.</summary>
    public JsonElement? Definition { get; init; }

    /// <summary>Statement.</summary>
    public string? Sql { get; init; }

    /// <summary>Most rows of an answer.</summary>
    public int RowsMax { get; init; } = 1000;

    /// <summary>Most bytes of the rows of an answer, as JSON.</summary>
    public int AnswerMaxBytes { get; init; } = 12 * 1024 * 1024;
}

/// <summary>What the caller of a runner hears of it.</summary>
/// <param name="OnWaiting">Told in words what it waits for, if no runner is free.</param>
/// <param name="OnStarted">Given the process, so that it can be stopped.</param>
/// <param name="OnReport">Called for each report, in order.</param>
public sealed record RunnerListener(Action<string> OnWaiting, Action<RunnerProcess> OnStarted, Action<RunnerReport> OnReport)
{
    /// <summary>Told at most once that the project can pay for no more: whoever started the runner has to end it.</summary>
    public Action<PlatformException> OnQuotaUsedUp { get; init; } = static _ => { };
}

/// <summary>How a runner ended.</summary>
/// <param name="ExitCode">0 if it did what it was told.</param>
/// <param name="ErrorTail">Last lines of its standard error.</param>
/// <param name="Breach">The limit for which it was ended; null if it was not.</param>
public sealed record RunnerEnd(int ExitCode, string ErrorTail, RunnerBreach? Breach = null)
{
    /// <summary>Time that it has computed; null if nobody counted it.</summary>
    public TimeSpan? CpuTime { get; init; }

    /// <summary>Exit code of a process that SIGKILL ended: the kernel, when memory was short.</summary>
    private const int Killed = 128 + 9;

    /// <summary>What runtime and engine say when the kernel gives them no more memory (RLIMIT_DATA).</summary>
    private static readonly string[] OutOfMemory = ["Out of memory", "std::bad_alloc", "OutOfMemoryException", "Failed to create CoreCLR"];

    /// <summary>Why a runner ended that gave no answer. Its last words are for the log, and not for who asked.</summary>
    /// <param name="memoryMaxBytes">Memory that it might use, in bytes.</param>
    internal PlatformException ToException(long memoryMaxBytes) =>
        Breach is { } breach ? ResourcesExceeded.Of(breach)
        : OutOfMemory.Any(words => ErrorTail.Contains(words, StringComparison.OrdinalIgnoreCase)) ? ResourcesExceeded.Memory(memoryMaxBytes)
        : ExitCode == Killed ? new PlatformException(ErrorCode.Unavailable, "The runner was ended by the system, which was short of memory. Try again later.")
        : new PlatformException(ErrorCode.Internal, $"The runner ended with code {ExitCode} and without an answer.", new InvalidOperationException(ErrorTail));
}
