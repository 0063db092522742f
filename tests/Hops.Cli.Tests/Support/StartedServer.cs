using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hops.Cli.Tests.Support;

/// <summary>One <c>hops server</c> on free ports over a data directory that outlives it.</summary>
internal sealed class StartedServer : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _said = [];

    private StartedServer(ProcessStartInfo start) => _process = new Process { StartInfo = start, EnableRaisingEvents = true };

    public Uri Http { get; private set; } = null!;

    public string? Kafka { get; private set; }

    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
                return [.. _said];
        }
    }

    public static async Task<StartedServer> StartAsync(string home, string data, params string[] arguments)
    {
        var server = new StartedServer(
            HopsProgram.Prepare(home, ["server", "--data", data, "--http-port", "0", "--kafka-port", "0", .. arguments]));
        await server.StartAsync(data);
        return server;
    }

    /// <summary>The administrator, with a password of its own; at the first start.</summary>
    public async Task<Person> SignInAsync(string home)
    {
        var password = Said.Single(line => line.Contains("first run", StringComparison.Ordinal)).Split(" with ")[1].Split(' ')[0];
        var admin = new Person(home, Http);
        var login = await admin.TypeAsync($"{password}\n{LiveServer.PasswordOf("admin")}\n", "login", "admin", "--password-stdin");
        login.ExitCode.ShouldBe(ExitCode.Ok, login.Said);
        return admin;
    }

    public async ValueTask DisposeAsync()
    {
        Kill(_process.Id, SigTerm).ShouldBe(0);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }

    private async Task StartAsync(string data)
    {
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) => Hear(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, ready);
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("the server ended: " + string.Join('\n', Said)));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(Patience);
        var addresses = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(data, "run", "addresses.json")));
        Http = new Uri(addresses.GetProperty("http").GetString()!);
        Kafka = addresses.GetProperty("kafka").GetString();
    }

    private void Hear(string? line, TaskCompletionSource ready)
    {
        if (line is null)
            return;
        lock (_said)
            _said.Add(line);
        if (line == "ready")
            ready.TrySetResult();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
