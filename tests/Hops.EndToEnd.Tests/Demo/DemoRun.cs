using System.Diagnostics;
using Hops.EndToEnd.Tests.Platform;

namespace Hops.EndToEnd.Tests.Demo;

/// <summary><c>hops demo</c> as a process, with directories of its own for what it makes and for what it is given.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-test-demo-").FullName;
    private readonly List<string> _said = [];
    private readonly TaskCompletionSource _isReady = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _visit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    public DemoRun() => Directory.CreateDirectory(Temporary);

    /// <summary>What it takes for the directory of temporary files.</summary>
    public string Temporary => Path.Combine(_directory, "tmp");

    /// <summary>All that it has printed, on either stream.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
                return [.. _said];
        }
    }

    /// <summary>Writes a file that it can replay.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, IEnumerable<string> lines)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    /// <summary>Starts it.</summary>
    public void Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(SpineRequirement.Program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = _directory,
        };
        foreach (var argument in (string[])["demo", .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["TMPDIR"] = Temporary;
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.Exited += (_, _) =>
        {
            var ended = new InvalidOperationException("the demo ended: " + string.Join('\n', Said));
            _isReady.TrySetException(ended);
            _visit.TrySetException(ended);
        };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits until its queries run.</summary>
    public Task UntilQueriesRunAsync() => _isReady.Task.WaitAsync(Patience);

    /// <summary>Interrupts it, as Ctrl-C does.</summary>
    public void Interrupt() => Signal.Send(_process!.Id, Signal.Interrupt);

    /// <summary>Waits until it says where to look, and says that.</summary>
    public Task<string> UntilItStaysAsync() => _visit.Task.WaitAsync(Patience);

    /// <summary>Presses Enter.</summary>
    public Task EnterAsync() => _process!.StandardInput.WriteLineAsync();

    /// <summary>Waits for its end.</summary>
    /// <returns>Exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>Shows that no process works below the directory of temporary files, and that it is empty.</summary>
    public async Task LeftNothingAsync()
    {
        await Until.HoldsAsync("no process of the demo is left", () => Task.FromResult(!Processes().Any()), TimeSpan.FromSeconds(10));
        Directory.EnumerateFileSystemEntries(Temporary).ShouldBeEmpty();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Command lines that name a directory of the demo: its server, and the runners of that.</summary>
    public IEnumerable<string> Processes() => Directory.EnumerateDirectories("/proc")
        .Where(directory => char.IsAsciiDigit(Path.GetFileName(directory)[0]))
        .Select(CommandLine)
        .Where(line => line.Contains(Temporary, StringComparison.Ordinal));

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_said)
            _said.Add(line);
        if (line.Contains("each in a process of its own", StringComparison.Ordinal))
            _isReady.TrySetResult();
        if (line.StartsWith("See it in the browser: ", StringComparison.Ordinal) || line.StartsWith("The server has no pages", StringComparison.Ordinal))
            _visit.TrySetResult(line);
    }
}
