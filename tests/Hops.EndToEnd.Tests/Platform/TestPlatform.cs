using Hops.Client.Rest;

namespace Hops.EndToEnd.Tests.Platform;

/// <summary>A server in a directory of its own with an administrator and one user, who owns whatever projects a test makes.</summary>
internal sealed class TestPlatform : IAsyncDisposable
{
    private const string User = "ada";
    private const string Password = "a long enough password of a test";
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-spine-").FullName;
    private string? _token;

    private TestPlatform(string[] settings) => Server = new ServerProcess(DataDirectory, settings);

    /// <summary>Where the server keeps everything; it is made by its first start.</summary>
    public string DataDirectory => Path.Combine(_directory, "data");

    /// <summary>The server.</summary>
    public ServerProcess Server { get; }

    /// <summary>REST as the administrator.</summary>
    public PlatformClient Administrator { get; private set; } = null!;

    /// <summary>Token by which the administrator is signed in.</summary>
    public string AdministratorToken { get; private set; } = "";

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Settings of the server, as <c>NAME=VALUE</c>.</param>
    public static async Task<TestPlatform> StartAsync(params string[] settings)
    {
        var platform = new TestPlatform(settings);
        try
        {
            await platform.Server.StartAsync();
            await platform.SignInAsync();
            return platform;
        }
        catch
        {
            await platform.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a project of the user.</summary>
    public async Task<TestProject> ProjectAsync(string name)
    {
        var rest = new PlatformClient(Server.Http, _token);
        await rest.CallAsync(HttpMethod.Post, "projects", new { name });
        var credential = (await rest.CallAsync(HttpMethod.Post, $"projects/{name}/credential")).Body;
        return new TestProject(Server, rest, name, credential.GetProperty("secret").GetString()!);
    }

    /// <summary>Makes another user, and signs in.</summary>
    public async Task<PlatformClient> UserAsync(string name) => new(Server.Http, await TokenAsync(name));

    /// <summary>Makes another user, and a token by which it is signed in.</summary>
    public async Task<string> TokenAsync(string user)
    {
        var made = (await Administrator.CallAsync(HttpMethod.Post, "users", new { name = user })).Body;
        return await ChooseAsync(user, made.GetProperty("oneTimePassword").GetString()!);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Administrator?.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task SignInAsync()
    {
        var once = (await File.ReadAllTextAsync(Path.Combine(DataDirectory, "secrets", "initial-admin-password"))).Trim();
        AdministratorToken = await ChooseAsync("admin", once);
        Administrator = new PlatformClient(Server.Http, AdministratorToken);
        _token = await TokenAsync(User);
    }

    private async Task<string> ChooseAsync(string user, string once)
    {
        using (var first = new PlatformClient(Server.Http, await SessionAsync(user, once)))
            await first.CallAsync(HttpMethod.Put, "me/password", new { passwordNow = once, passwordNext = Password });
        return await SessionAsync(user, Password);
    }

    private async Task<string> SessionAsync(string user, string password)
    {
        using var nobody = new PlatformClient(Server.Http, null);
        return (await nobody.CallAsync(HttpMethod.Post, "sessions", new { user, password })).Body.GetProperty("token").GetString()!;
    }
}

/// <summary>One server for the tests that neither kill it nor fill it.</summary>
public sealed class SharedPlatform : IAsyncLifetime
{
    internal TestPlatform Platform { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (SpineRequirement.Skip is null)
            Platform = await TestPlatform.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (Platform is not null)
            await Platform.DisposeAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class SharedPlatformCollection : ICollectionFixture<SharedPlatform>
{
    public const string Name = "shared platform";
}
