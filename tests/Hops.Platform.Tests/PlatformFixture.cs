using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.FileSystem;
using Hops.FileSystem.Tables;
using Hops.Kafka;
using Hops.Kafka.Groups;
using Hops.Kafka.Topics;
using Hops.Kafka.Traffic;
using Hops.Metadata;
using Hops.Metadata.Audit;
using Hops.Metadata.Ownership;
using Hops.Metadata.Sqlite;
using Hops.Metadata.Tables;
using Hops.Platform.Compute;
using Hops.Platform.Mail;
using Hops.Platform.Projects;
using Hops.Platform.Sessions;
using Hops.Platform.Tokens;
using Hops.Platform.Users;
using Hops.Schemas.Registry;

namespace Hops.Platform.Tests;

/// <summary>A platform over a real database and file system in a directory of its own; it can be closed and opened again.</summary>
public sealed class PlatformFixture : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-platform-").FullName;
    private MetadataStore _store = null!;
    private FileSystem.FileSystem _files = null!;
    private Outbox _outbox = null!;

    internal HopsPlatform Platform { get; private set; } = null!;

    internal GroupDirectory Groups { get; private set; } = null!;

    /// <summary>What else belongs to projects.</summary>
    internal IReadOnlyList<IProjectResource> MoreResources { get; init; } = [];

    /// <summary>What is put around the store.</summary>
    internal Func<MetadataStore, MetadataStore> Wrap { get; init; } = store => store;

    /// <summary>Room for a full disk.</summary>
    internal DiskReserve? Reserve { get; init; }

    internal SettableTime Time { get; } = new();

    /// <summary>How accounts are made and sign in; from the next opening.</summary>
    internal AccountOptions Accounts { get; set; } = new();

    internal PlatformOptions Options { get; init; } = new() { PasswordIterations = 10, ProjectsPerUserMax = 3 };

    public async Task InitializeAsync()
    {
        await OpenAsync();
        await FirstRun.RunAsync(Platform, new RealDisk(), _directory, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_directory, recursive: true);
    }

    internal async Task ReopenAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    internal Task<(string OneTimePassword, string Path)?> FirstRunAsync() =>
        FirstRun.RunAsync(Platform, new RealDisk(), _directory, CancellationToken.None);

    internal string DatabasePath => Path.Combine(_directory, "hops.db");

    internal string InitialPassword => File.ReadAllText(Path.Combine(_directory, "initial-admin-password")).Trim();

    /// <summary>Makes a user that has changed its password, and signs it in.</summary>
    internal async Task<Principal> UserAsync(string name)
    {
        var (_, oneTime) = await CreateUser.RunAsync(Platform, FirstRun.Itself, name, isAdministrator: false, CancellationToken.None);
        var (text, _, _) = await SignIn.RunAsync(Platform, PlatformFixture.TryOf(name, oneTime, "192.0.2.1"), CancellationToken.None);
        var principal = (await Platform.Authentication.AuthenticateTokenAsync(text, CancellationToken.None))!;
        await ChangePassword.RunAsync(Platform, principal, oneTime, PasswordOf(name), CancellationToken.None);
        return principal;
    }

    /// <summary>Where mails go.</summary>
    internal string OutboxDirectory => Path.Combine(_directory, "outbox");

    /// <summary>The trail of the platform.</summary>
    internal async Task<IReadOnlyList<AuditRecord>> AuditAsync() =>
        await _store.ReadAsync(read => read.ScanAsync(AuditLog.Entries, Key.Of(0), null, 10_000));

    internal static SignInTry TryOf(string name, string password, string source) =>
        new(name, password, new SignInOrigin(System.Net.IPAddress.Parse(source), "a test"));

    internal static string PasswordOf(string name) => $"an unlikely secret of {name}";

    internal async Task<Principal> TokenAsync(Principal actor, TokenRequest request)
    {
        var (text, _) = await IssueToken.RunAsync(Platform, actor, request, CancellationToken.None);
        return (await Platform.Authentication.AuthenticateTokenAsync(text, CancellationToken.None))!;
    }

    private async Task OpenAsync()
    {
        _store = Wrap(SqliteStore.Open(
            _directory,
            [
                .. PlatformTables.All, .. FileSystemTables.All, .. RegistryTables.All, .. KafkaModule.Tables,
                AuditLog.Entries, AuditLog.Heads,
            ],
            new SqliteOptions(),
            Time));
        var options = new FileSystemOptions { Watch = ProjectFiles.RefuseOthers, Reserve = Reserve };
        _files = await FileSystem.FileSystem.OpenAsync(
            _store, new RealDisk(), Path.Combine(_directory, "blocks"), options, Time, CancellationToken.None);
        var topics = new TopicCatalog(_store, new BrokerOptions());
        await topics.LoadAsync(CancellationToken.None);
        var schemas = new SchemaRegistry(_store);
        Groups = new GroupDirectory(new BrokerOptions(), _store, TimeProvider.System);
        await Groups.LoadAsync(CancellationToken.None);
        _outbox = MailModule.Open(new MailOptions(), new RealDisk(), OutboxDirectory, TimeProvider.System, health: null);
        var traffic = new TrafficQuotas(_store, new BrokerOptions(), Time);
        var parts = new PlatformParts(_store, _files, topics, schemas) { Traffic = traffic, Outbox = _outbox, WebAddress = () => new Uri("https://hops.example/") };
        Platform = await HopsPlatform.OpenAsync(parts, Options, Time, CancellationToken.None, Accounts);
        Platform.Own([topics, traffic, Groups, schemas, new ComputeQuota(Options.Compute, Time), .. MoreResources]);
    }

    private async Task CloseAsync()
    {
        await _outbox.DisposeAsync();
        Groups.Dispose();
        await Platform.DisposeAsync();
        await _files.DisposeAsync();
        await _store.DisposeAsync();
    }
}

/// <summary>A clock that a test moves; timers stay real.</summary>
internal sealed class SettableTime : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;

    internal void Advance(TimeSpan by) => _ahead += by;
}
