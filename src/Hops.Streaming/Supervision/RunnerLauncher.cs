using System.Globalization;
using System.Text.Json;
using Hops.Core.Errors;
using Hops.Jobs.Supervision;
using Hops.Platform;
using Hops.Platform.Tokens;
using Hops.Streaming.Runner;

namespace Hops.Streaming.Supervision;

/// <summary>Starts runners: a credential that ends with the process, a directory of its own, an assignment on its standard input.</summary>
public sealed class RunnerLauncher
{
    /// <summary>Longest report of a batch or an end, in characters: enough for the offsets of some thousand partitions.</summary>
    private const int KeptReportLengthMax = 256 * 1024;

    private readonly HopsPlatform _platform;
    private readonly SupervisorOptions _options;
    private readonly Func<RunnerEndpoints> _endpoints;
    private readonly RunnerSlots _slots;
    private long _launched;

    /// <param name="platform">Issues the credentials.</param>
    /// <param name="options">How to start.</param>
    /// <param name="endpoints">Where the protocols are; asked at each start, because ports are known only once the server listens.</param>
    public RunnerLauncher(HopsPlatform platform, SupervisorOptions options, Func<RunnerEndpoints> endpoints)
    {
        (_platform, _options, _endpoints) = (platform, options, endpoints);
        _slots = new RunnerSlots(options.RunnersMax, options.RunnersPerProjectMax);
        // What earlier runners of a server that died have left.
        if (Directory.Exists(options.StagingRoot))
            Directory.Delete(options.StagingRoot, recursive: true);
        Directory.CreateDirectory(
            options.StagingRoot, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a task in a runner until its process ends.</summary>
    /// <param name="order">What to run and as whom.</param>
    /// <param name="onStarted">Given the process, so that it can be stopped.</param>
    /// <param name="onReport">Called for each report, in order.</param>
    /// <returns>The last lines of its standard error, for the operator, and its exit code.</returns>
    /// <exception cref="PlatformException"><c>LimitExceeded</c>, <c>AccessDenied</c> if the user is no member any more.</exception>
    public async Task<RunnerEnd> RunAsync(RunnerOrder order, Action<RunnerProcess> onStarted, Action<RunnerReport> onReport)
    {
        _slots.Take(order.ProjectId);
        var number = Interlocked.Increment(ref _launched).ToString(CultureInfo.InvariantCulture);
        var execution = $"{order.QueryId}-{number}";
        var staging = Path.Combine(_options.StagingRoot, number);
        try
        {
            Directory.CreateDirectory(staging, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var token = RunnerTokens.Issue(_platform, order.ProjectId, order.UserId, execution, order.Lifetime);
            var endpoints = _endpoints();
            var assignment = Assign(order, execution, token, endpoints);
            await using var process = RunnerProcess.Start(
                _options.Program, new RunnerPlace { StagingDirectory = staging, Ports = endpoints.Ports }, assignment.ToLine(), line => Report(line, onReport));
            onStarted(process);
            var code = await process.Exited;
            return new RunnerEnd(code, process.ErrorTail);
        }
        finally
        {
            RunnerTokens.Revoke(_platform, order.ProjectId, execution);
            if (Directory.Exists(staging))
                Directory.Delete(staging, recursive: true);
            _slots.Give(order.ProjectId);
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
        QueryId = order.QueryId,
        ExecutionId = execution,
        MemoryMaxBytes = _options.MemoryMaxBytes,
        Threads = _options.Threads,
        Definition = order.Definition,
        Sql = order.Sql,
        RowsMax = order.RowsMax,
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

    /// <summary>Id of the query or statement.</summary>
    public required string QueryId { get; init; }

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
}

/// <summary>How a runner ended.</summary>
/// <param name="ExitCode">0 if it did what it was told.</param>
/// <param name="ErrorTail">Last lines of its standard error.</param>
public sealed record RunnerEnd(int ExitCode, string ErrorTail);
