using System.Diagnostics;
using System.Text.Json;

namespace Hops.Cli.Tests.Support;

/// <summary>One <c>hops server</c> on free ports over a data directory that outlives it.</summary>
internal sealed class StartedServer : IAsyncDisposable
{
    /// <summary>Cheap to guess, and to make: no password of a test is worth half a second of a processor at each sign-in.</summary>
    private static readonly string[] CheapPasswords = ["--set", "Platform:PasswordIterations=1000"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _said = [];
    private bool _isEnded;

    private StartedServer(ProcessStartInfo start) => _process = new Process { StartInfo = start, EnableRaisingEvents = true };

    public Uri Http { get; private set; } = null!;

    public string? Kafka { get; private set; }

    public int ProcessId => _process.Id;

    /// <summary>Lines that it printed.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
                return [.. _said];
        }
    }

    /// <summary>The one-time password of the administrator; at the first start.</summary>
    public string OneTimePassword => Said.Single(line => line.Contains("first run", StringComparison.Ordinal)).Split(" with ")[1].Split(' ')[0];

    public static async Task<StartedServer> StartAsync(string home, string data, params string[] arguments)
    {
        var server = new StartedServer(
            HopsProgram.Prepare(home, ["server", "--data", data, "--http-port", "0", "--kafka-port", "0", .. CheapPasswords, .. arguments]));
        await server.StartAsync(data);
        return server;
    }

    /// <summary>Signs the administrator in for the first time, with a password of its own.</summary>
    /// <returns>What the command said.</returns>
    public async Task<HopsResult> SignInAsync(Person admin)
    {
        var login = await admin.TypeAsync($"{OneTimePassword}\n{LiveServer.PasswordOf("admin")}\n", "login", "admin", "--password-stdin");
        login.ExitCode.ShouldBe(ExitCode.Ok, login.Said);
        return login;
    }

    /// <summary>The administrator at a terminal in <paramref name="home"/>, signed in for the first time.</summary>
    public async Task<Person> SignInAsync(string home)
    {
        var admin = new Person(home, Http);
        await SignInAsync(admin);
        return admin;
    }

    /// <summary>Ends it as a crash does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    /// <summary>Ends it, unless it has been killed: a test that failed in between is to say why.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isEnded)
            return;
        if (!_process.HasExited)
            Signal.Send(_process.Id, Signal.Terminate);
        await EndAsync();
    }

    private async Task EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        _isEnded = true;
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
}
