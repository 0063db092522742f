using System.Diagnostics;
using Hops.Cli.Server;
using Hops.Core.Errors;

namespace Hops.Cli.Demo;

/// <summary>The server of the demo: a process of its own, so that it can be killed as a power switch would.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly string _dataDirectory;
    private readonly string _program;
    private readonly List<string> _said = [];
    private Process? _process;

    /// <param name="dataDirectory">Its data directory.</param>
    /// <param name="program">Path of <c>hops</c>; null for the program that runs.</param>
    public DemoServer(string dataDirectory, string? program = null) =>
        (_dataDirectory, _program) = (dataDirectory, program ?? Environment.ProcessPath!);

    /// <summary>Where it listens; the same after a restart.</summary>
    public ServerAddresses Addresses { get; private set; } = null!;

    /// <summary>Its process, while it runs.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>The administrator's one-time password.</summary>
    public string OneTimePassword => File.ReadAllText(Path.Combine(_dataDirectory, "secrets", "initial-admin-password")).Trim();

    /// <summary>Starts it, on the ports of the time before if there was one, and waits until it is ready.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> StartAsync(CancellationToken cancellationToken)
    {
        var begun = Stopwatch.StartNew();
        if (ServerAddresses.Find(_dataDirectory) is not null)
            File.Delete(ServerAddresses.PathIn(_dataDirectory));
        var start = new ProcessStartInfo(_program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What a killed process has for debuggers stays in the directory of temporary files.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        string[] arguments =
        [
            "server", "--data", _dataDirectory, "--http-port", $"{Addresses?.Http.Port ?? 0}", "--kafka-port", $"{KafkaPort ?? 0}",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, ready);
        _process.Exited += (_, _) => ready.TrySetException(
            new PlatformException(ErrorCode.Unavailable, "The server ended: " + string.Join(Environment.NewLine, _said.TakeLast(20))));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(StartTimeout, cancellationToken);
        Addresses = ServerAddresses.Find(_dataDirectory)!;
        return begun.Elapsed;
    }

    /// <summary>Ends it at once, with SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
    }

    private int? KafkaPort => Addresses is null ? null : int.Parse(Addresses.Kafka!.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture);

    private void Hear(string? line, TaskCompletionSource ready)
    {
        if (line is null)
            return;
        lock (_said)
            _said.Add(line);
        if (line == "ready")
            ready.TrySetResult();
    }
}
