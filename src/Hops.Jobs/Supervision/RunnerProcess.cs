using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hops.Jobs.ControlGroups;
using Hops.Jobs.Metering;

namespace Hops.Jobs.Supervision;

/// <summary>
/// One runner: a process of ours that executes what a user wrote. It gets its assignment, with its credential, as the first line of its
/// standard input, never as an argument or in its environment; it reports one JSON line for each event on its standard output. When the
/// server dies its input ends, and it stops.
/// </summary>
public sealed class RunnerProcess : IAsyncDisposable
{
    /// <summary>The longest line that a runner may report, in characters; a longer one ends it.</summary>
    public const int LineLengthMax = 16 * 1024 * 1024;

    private const int ErrorTailLines = 40;

    /// <summary>SIGXFSZ: it has written a file larger than it may.</summary>
    private const int EndedForFileSize = 128 + 25;

    private readonly Process _process;
    private readonly Queue<string> _errorTail = new();
    private readonly TaskCompletionSource _assigned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RunnerPlace _place;
    private readonly RunnerGroup? _group;
    private readonly RunnerWatch _watch;
    private readonly Task _finished;
    private RunnerBreach? _breachOfKernel;

    private RunnerProcess(Process process, RunnerPlace place, string assignment, Action<string> onLine)
    {
        (_process, _place) = (process, place);
        if (place.MemoryMaxBytes > 0)
            _group = place.Groups?.TryCreate(Path.GetFileName(place.StagingDirectory), place.GroupMaxBytes, place.TasksMax);
        // Before it is told what to do: until then it runs nothing of a user.
        _group?.Add(process.Id);
        Meter = new RunnerMeter(process.Id, _group, TimeProvider.System);
        _watch = new RunnerWatch(process.Id, place, Meter);
        _finished = RunAsync(assignment, onLine);
    }

    /// <summary>Process id, for the operator.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Ends when the process has ended and every line was delivered; the result is its exit code.</summary>
    public Task<int> Exited => ExitedAsync();

    /// <summary>The limit for which it was ended; null if it was not, or not yet.</summary>
    public RunnerBreach? Breach => _watch.Breach ?? _breachOfKernel;

    /// <summary>What it uses.</summary>
    public RunnerMeter Meter { get; }

    /// <summary>Time that it has computed; null if nobody counts it.</summary>
    public TimeSpan? CpuTime => Meter.Use is { IsEstimated: false } counted ? counted.CpuTime : null;

    /// <summary>The last lines that the runner wrote to its standard error.</summary>
    public string ErrorTail
    {
        get
        {
            lock (_errorTail)
                return string.Join('\n', _errorTail);
        }
    }

    /// <summary>Starts a runner.</summary>
    /// <param name="program">What to start.</param>
    /// <param name="place">Where it works, what it may reach and how much it may use.</param>
    /// <param name="assignment">One line of JSON.</param>
    /// <param name="onLine">Called for each reported line, in order, from one thread at a time. It must not throw.</param>
    public static RunnerProcess Start(RunnerProgram program, RunnerPlace place, string assignment, Action<string> onLine)
    {
        var start = new ProcessStartInfo(program.Path)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = place.StagingDirectory,
        };
        foreach (var argument in program.Arguments)
            start.ArgumentList.Add(argument);
        start.ArgumentList.Add("--staging");
        start.ArgumentList.Add(place.StagingDirectory);
        start.ArgumentList.Add("--ports");
        start.ArgumentList.Add(string.Join(',', place.Ports));
        start.ArgumentList.Add("--memory");
        start.ArgumentList.Add(place.MemoryMaxBytes.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add("--scratch");
        start.ArgumentList.Add(place.ScratchMaxBytes.ToString(CultureInfo.InvariantCulture));
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["DOTNET_ROOT"] = RunnerProgram.RuntimeRoot;
        start.Environment["DOTNET_EnableDiagnostics"] = "0";

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program.Path} did not start");
        return new RunnerProcess(process, place, assignment, onLine);
    }

    /// <summary>Asks the runner to finish what it is at and end; kills it after <paramref name="grace"/>.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync("stop");
            await _process.StandardInput.FlushAsync();
            await _process.WaitForExitAsync().WaitAsync(grace);
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or InvalidOperationException)
        {
            Kill();
        }

        await _finished;
    }

    /// <summary>Tells the runner something, as one line; one that has ended already does not hear it.</summary>
    public async Task TellAsync(string line)
    {
        await _assigned.Task;
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // Its end is reported where it is waited for.
        }
    }

    /// <summary>Ends the runner at once (SIGKILL). Harmless at any time: what it has not committed did not happen.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _finished;
        _process.Dispose();
    }

    private async Task<int> ExitedAsync()
    {
        await _finished;
        return _process.ExitCode;
    }

    private async Task RunAsync(string assignment, Action<string> onLine)
    {
        using var ended = new CancellationTokenSource();
        var watching = _watch.RunAsync(Kill, ended.Token);
        var errors = ReadErrorsAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(assignment);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It ended before it read its assignment: its exit code and its standard error say why.
        }
        finally
        {
            _assigned.SetResult();
        }

        var reader = new BoundedLineReader(_process.StandardOutput, LineLengthMax);
        while (await reader.ReadAsync() is { } line)
        {
            if (line.Length > 0)
                onLine(line);
        }

        if (reader.Overflowed)
            Kill();
        await errors;
        await _process.WaitForExitAsync();
        await ended.CancelAsync();
        await watching;
        if (_process.ExitCode == EndedForFileSize)
            _breachOfKernel = new RunnerBreach(RunnerResource.Scratch, _place.ScratchMaxBytes);
        Meter.Finish();
        if (_group is { } group)
            Leave(group);
    }

    /// <summary>Takes from its group what is to be known of it.</summary>
    private void Leave(RunnerGroup group)
    {
        if (group.HasRunOutOfMemory)
            _breachOfKernel = new RunnerBreach(RunnerResource.Memory, _place.MemoryMaxBytes);
        group.Dispose();
    }

    private async Task ReadErrorsAsync()
    {
        var reader = new BoundedLineReader(_process.StandardError, 16 * 1024);
        while (await reader.ReadAsync() is { } line)
        {
            lock (_errorTail)
            {
                _errorTail.Enqueue(line);
                if (_errorTail.Count > ErrorTailLines)
                    _errorTail.Dequeue();
            }
        }
    }
}
