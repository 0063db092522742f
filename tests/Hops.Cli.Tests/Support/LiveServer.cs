using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Hops.Cli.Tests.Support;

/// <summary>One <c>hops server</c> on free ports over an empty directory, with an administrator who has signed in.</summary>
public sealed class LiveServer : IAsyncLifetime
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("hops-cli-").FullName;
    private readonly List<string> _said = [];
    private Process _process = null!;

    internal Uri Address { get; private set; } = null!;

    internal string Kafka { get; private set; } = "";

    internal Person Admin { get; private set; } = null!;

    /// <summary>What the administrator's first sign-in said.</summary>
    internal HopsResult FirstLogin { get; private set; } = null!;

    /// <summary>The one-time password of the administrator, which is used up.</summary>
    internal string OneTimePassword { get; private set; } = "";

    /// <summary>Lines that the server printed.</summary>
    internal IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
                return [.. _said];
        }
    }

    internal int ProcessId => _process.Id;

    public async Task InitializeAsync()
    {
        var data = Path.Combine(_directory, "data");
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = HopsProgram.Prepare(_directory, ["server", "--data", data, "--http-port", "0", "--kafka-port", "0"]);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data, ready);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data, ready);
        _process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException("the server ended: " + string.Join('\n', Said)));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.Task.WaitAsync(Patience);

        var addresses = JsonElement.Parse(await File.ReadAllTextAsync(Path.Combine(data, "run", "addresses.json")));
        Address = new Uri(addresses.GetProperty("http").GetString()!);
        Kafka = addresses.GetProperty("kafka").GetString()!;
        OneTimePassword = Said.Single(line => line.Contains("first run", StringComparison.Ordinal)).Split(" with ")[1].Split(' ')[0];
        Admin = Somebody();
        FirstLogin = await Admin.TypeAsync($"{OneTimePassword}\n{PasswordOf("admin")}\n", "login", "admin", "--password-stdin");
        FirstLogin.ExitCode.ShouldBe(ExitCode.Ok, FirstLogin.Said);
    }

    public async Task DisposeAsync()
    {
        Kill(_process.Id, SigTerm).ShouldBe(0);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    internal static string PasswordOf(string name) => $"an unlikely secret of {name}";

    /// <summary>Somebody who is not signed in.</summary>
    internal Person Somebody() => new(Directory.CreateDirectory(Path.Combine(_directory, "home-" + Guid.NewGuid().ToString("N"))).FullName, Address);

    /// <summary>A new user, who has signed in and chosen a password.</summary>
    internal async Task<Person> UserAsync(string name)
    {
        var made = await Admin.JsonAsync("user", "create", name);
        var user = Somebody();
        var login = await user.TypeAsync(
            $"{made.GetProperty("oneTimePassword").GetString()}\n{PasswordOf(name)}\n", "login", name, "--password-stdin");
        login.ExitCode.ShouldBe(ExitCode.Ok, login.Said);
        return user;
    }

    /// <summary>A new user who owns a new project of the same name and works in it.</summary>
    internal async Task<Person> OwnerAsync(string name)
    {
        var owner = await UserAsync(name);
        await owner.DoAsync("project", "create", name);
        await owner.DoAsync("project", "use", name);
        return owner;
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

/// <summary>Tests that share a server.</summary>
[CollectionDefinition(Name)]
public sealed class LiveServerGroup : ICollectionFixture<LiveServer>
{
    public const string Name = "server";
}

/// <summary>Tests that run many commands and share a server of their own, beside the others.</summary>
[CollectionDefinition(Name)]
public sealed class WalkServerGroup : ICollectionFixture<LiveServer>
{
    public const string Name = "walks";
}
