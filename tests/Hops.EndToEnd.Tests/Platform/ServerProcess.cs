using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Hops.EndToEnd.Tests.Platform;

/// <summary>One <c>hops server</c> on a data directory, on free ports that it keeps when it is started again.</summary>
/// <param name="dataDirectory">Where it keeps everything.</param>
/// <param name="settings">Settings as <c>NAME=VALUE</c>.</param>
internal sealed class ServerProcess(string dataDirectory, params string[] settings) : IAsyncDisposable
{
    /// <summary>Cheap to guess, and to make: no password of a test is worth half a second of a processor at each sign-in.</summary>
    private const string CheapPasswords = "Platform:PasswordIterations=1000";

    private const int LinesKept = 200;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(1);

    private readonly Queue<string> _said = new();
    private Process? _process;

    /// <summary>REST, WebHDFS and registry.</summary>
    public Uri Http { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>The broker, as <c>host:port</c>.</summary>
    public string Kafka { get; private set; } = "127.0.0.1:0";

    /// <summary>Its process.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>The last lines of its output and of its errors.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return string.Join('\n', _said);
        }
    }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public async Task StartAsync()
    {
        var addresses = Path.Combine(dataDirectory, "run", "addresses.json");
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Launch(line =>
        {
            if (line == "ready")
                ready.TrySetResult();
        });
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("The server ended: " + Said));
        await ready.Task.WaitAsync(StartTimeout);
        using var found = JsonDocument.Parse(await File.ReadAllBytesAsync(addresses));
        Http = new Uri(found.RootElement.GetProperty("http").GetString()!);
        Kafka = found.RootElement.GetProperty("kafka").GetString()!;
    }

    /// <summary>Starts it where it must not start, and waits for its end.</summary>
    /// <returns>Exit code.</returns>
    public async Task<int> RunToRefusalAsync()
    {
        using var process = Launch(_ => { });
        await process.WaitForExitAsync().WaitAsync(StartTimeout);
        return process.ExitCode;
    }

    /// <summary>Ends it at once, with SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await EndedAsync();
    }

    /// <summary>Asks it to stop, with SIGTERM, and waits for its end.</summary>
    /// <returns>Exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        Signal.Send(_process!.Id, Signal.Terminate);
        return await EndedAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Not killed: its runners would outlive it by a moment, in the directory that is about to be removed.
        if (_process is not null)
            await TerminateAsync();
    }

    private async Task<int> EndedAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(StartTimeout);
        var code = _process.ExitCode;
        _process.Dispose();
        _process = null;
        return code;
    }

    private Process Launch(Action<string> onLine)
    {
        var start = new ProcessStartInfo(SpineRequirement.Program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = ["server", "--data", dataDirectory, "--http-port", Text(Http.Port), "--kafka-port", Kafka.Split(':')[^1]];
        foreach (var argument in arguments.Concat(settings.Prepend(CheapPasswords).SelectMany(setting => new[] { "--set", setting })))
            start.ArgumentList.Add(argument);

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data, onLine);
        process.ErrorDataReceived += (_, line) => Hear(line.Data, onLine);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Hear(string? line, Action<string> onLine)
    {
        if (line is null)
            return;
        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > LinesKept)
                _said.Dequeue();
        }

        onLine(line);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
