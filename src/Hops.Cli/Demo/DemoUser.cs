using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hops.Client.Files;
using Hops.Client.Registry;
using Hops.Client.Rest;
using Hops.Client.Topics;

namespace Hops.Cli.Demo;

/// <summary>Somebody who signs in over REST, and acts in one project over every protocol with a credential of that project.</summary>
internal sealed class DemoUser : IDisposable
{
    private readonly DemoServer _server;

    private DemoUser(DemoServer server, string name, string password, PlatformClient rest) =>
        (_server, Name, Password, Rest) = (server, name, password, rest);

    /// <summary>User name.</summary>
    public string Name { get; }

    /// <summary>Password, as long as the demo lives; empty for one who has none.</summary>
    public string Password { get; }

    /// <summary>REST, signed in.</summary>
    public PlatformClient Rest { get; }

    /// <summary>Credential of the project-user; null before <see cref="JoinAsync"/>.</summary>
    public BrokerCredential? Credential { get; private set; }

    /// <summary>Signs in with a one-time password and chooses another.</summary>
    public static async Task<DemoUser> SignInAsync(DemoServer server, string name, string oneTimePassword)
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        using (var first = await SessionAsync(server, name, oneTimePassword))
            await first.CallAsync(HttpMethod.Put, "me/password", new { passwordNow = oneTimePassword, passwordNext = password });
        return new DemoUser(server, name, password, await SessionAsync(server, name, password));
    }

    /// <summary>Somebody who knows the name of a user and not the secret.</summary>
    public static DemoUser Nobody(DemoServer server, DemoUser user) => new(server, "nobody", "", new PlatformClient(server.Addresses.Http, null))
    {
        Credential = new BrokerCredential(user.Credential!.Name, "not-the-secret"),
    };

    /// <summary>Gets a credential of a project for Kafka, WebHDFS and the registry.</summary>
    public async Task JoinAsync(string project)
    {
        var made = (await Rest.CallAsync(HttpMethod.Post, $"projects/{project}/credential")).Body;
        Credential = new BrokerCredential(made.GetProperty("name").GetString()!, made.GetProperty("secret").GetString()!);
    }

    /// <summary>Opens a connection to the broker as the project-user.</summary>
    public Task<BrokerConnection> ConnectAsync(CancellationToken cancellationToken) =>
        BrokerConnection.OpenAsync(BrokerAddress.Parse(_server.Addresses.Kafka!), Credential, cancellationToken);

    /// <summary>Files over WebHDFS as the project-user.</summary>
    public WebHdfsClient Files() => new(new WebHdfsClientOptions { Address = _server.Addresses.Http, Authorization = Basic });

    /// <summary>The schema registry as the project-user.</summary>
    public RegistryClient Registry() => new(_server.Addresses.Registry, Basic());

    public void Dispose() => Rest.Dispose();

    private static async Task<PlatformClient> SessionAsync(DemoServer server, string name, string password)
    {
        using var nobody = new PlatformClient(server.Addresses.Http, null);
        JsonElement session = (await nobody.CallAsync(HttpMethod.Post, "sessions", new { user = name, password })).Body;
        return new PlatformClient(server.Addresses.Http, session.GetProperty("token").GetString());
    }

    private AuthenticationHeaderValue Basic() =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Credential!.Name}:{Credential.Secret}")));
}
