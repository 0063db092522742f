namespace Hops.Cli.Tests.Support;

/// <summary>A <see cref="StartedServer"/> that tests share, over an empty directory, with an administrator who has signed in.</summary>
public sealed class LiveServer : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-cli-").FullName;
    private StartedServer _server = null!;

    internal Uri Address => _server.Http;

    internal string Kafka => _server.Kafka!;

    internal Person Admin { get; private set; } = null!;

    /// <summary>What the administrator's first sign-in said.</summary>
    internal HopsResult FirstLogin { get; private set; } = null!;

    /// <summary>The one-time password of the administrator, which is used up.</summary>
    internal string OneTimePassword => _server.OneTimePassword;

    /// <summary>Lines that the server printed.</summary>
    internal IReadOnlyList<string> Said => _server.Said;

    internal int ProcessId => _server.ProcessId;

    public async Task InitializeAsync()
    {
        _server = await StartedServer.StartAsync(_directory, Path.Combine(_directory, "data"));
        Admin = Somebody();
        FirstLogin = await _server.SignInAsync(Admin);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
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
