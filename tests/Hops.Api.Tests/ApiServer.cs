using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Hops.Api.Events;
using Hops.Api.Server;
using Hops.Api.Tests.Files;
using Hops.Api.Tests.Files.Uploads;
using Hops.Api.Web;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.FileSystem;
using Hops.FileSystem.Tables;
using Hops.Hadoop.WebHdfs;
using Hops.Jobs.Supervision;
using Hops.Kafka;
using Hops.Kafka.Groups;
using Hops.Kafka.Log;
using Hops.Kafka.Topics;
using Hops.Kafka.Traffic;
using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;
using Hops.Net.Http;
using Hops.Platform;
using Hops.Platform.Compute;
using Hops.Platform.Identities;
using Hops.Platform.Mail;
using Hops.Platform.Projects;
using Hops.Platform.Search;
using Hops.Platform.Users;
using Hops.Schemas.Registry;
using Hops.Search;
using Hops.Streaming.Supervision;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hops.Api.Tests;

/// <summary>The real REST interface on a real port over a real database in a directory of its own.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-api-").FullName;
    private const string FakeRunner = """
        read -r order
        case "$order" in
          *broken*) echo '{"event":"failed","error":"invalid-query","message":"no such column","facts":{"line":1,"column":8,"status":1}}'; exit 1;;
          *'"task":"query"'*) echo '{"event":"started"}'; echo '{"event":"progress","body":{"batchId":0}}'; read -r stop; echo '{"event":"finished"}';;
          *"wait for ever"*) echo '{"event":"progress","body":{"percentage":42}}'; read -r stop;;
          *"how many"*) limit=${order##*\"rowsMax\":}; limit=${limit%%[,\}]*}; bytes=${order##*\"answerMaxBytes\":}; bytes=${bytes%%[,\}]*}
            echo "{\"event\":\"result\",\"body\":{\"rows\":[[$limit,$bytes]],\"truncatedBy\":\"rows\"}}"; echo '{"event":"finished"}';;
          *" of them"*) rows=[1]; i=1; limit=1000; case "$order" in *"most of them"*) limit=998;; esac
            while [ $i -lt $limit ]; do rows="$rows,[1]"; i=$((i+1)); done
            echo "{\"event\":\"result\",\"body\":{\"rows\":[$rows],\"truncatedBy\":\"rows\"}}"; echo '{"event":"finished"}';;
          *"die at once"*) echo 'terminate called after throwing an instance of std::bad_alloc' >&2; exit 134;;
          *) echo '{"event":"result","body":{"rows":[[1]]}}'; echo '{"event":"finished"}';;
        esac
        """;

    private QuerySupervisor _supervisor = null!;
    private SqliteStore _store = null!;
    private FileSystem.FileSystem _files = null!;
    private Outbox _outbox = null!;
    private SearchFollower _search = null!;
    private Issuers _issuers = null!;

    internal HopsPlatform Platform { get; private set; } = null!;

    internal AccountOptions Accounts { get; init; } = new() { Registration = RegistrationRule.Approval };

    /// <summary>Who vouches for people here.</summary>
    internal IReadOnlyDictionary<string, IssuerOptions> Issuers { get; init; } = new Dictionary<string, IssuerOptions>(StringComparer.Ordinal);

    /// <summary>Where mails go.</summary>
    internal string OutboxDirectory => Path.Combine(_directory, "outbox");

    internal string TopicsDirectory => Path.Combine(_directory, "topics");

    /// <summary>Limits of topics.</summary>
    internal BrokerOptions Broker { get; init; } = new();

    internal TopicLogs Logs { get; private set; } = null!;

    internal GroupDirectory Groups { get; private set; } = null!;

    internal WebApplication Host { get; private set; } = null!;

    internal Uri Address { get; private set; } = null!;

    /// <summary>Directory of pages that it shows to browsers; null for none.</summary>
    internal string? PagesDirectory { get; init; }

    internal CapturedLog Log { get; } = new();

    internal string AdministratorToken { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var options = new PlatformOptions { PasswordIterations = 10, PasswordQueueMax = 1000, ProjectsPerUserMax = 500, TokensPerUserMax = 500 };
        _store = SqliteStore.Open(
            _directory,
            [
                .. PlatformTables.All, .. FileSystemTables.All, .. RegistryTables.All, .. KafkaModule.Tables,
                AuditLog.Entries, AuditLog.Heads,
            ],
            new SqliteOptions(),
            TimeProvider.System);
        _files = await FileSystem.FileSystem.OpenAsync(
            _store,
            new RealDisk(),
            Path.Combine(_directory, "blocks"),
            new FileSystemOptions { Watch = ProjectFiles.RefuseOthers },
            TimeProvider.System,
            CancellationToken.None);
        var topics = new TopicCatalog(_store, Broker);
        await topics.LoadAsync(CancellationToken.None);
        var partitions = PartitionStore.Start(
            new RealDisk(), TopicsDirectory, new LogOptions(), TimeProvider.System, NullLogger<PartitionStore>.Instance, 0);
        Logs = await TopicLogs.OpenAsync(topics, partitions, null, NullLogger<TopicLogs>.Instance, CancellationToken.None);
        var schemas = new SchemaRegistry(_store);
        _outbox = MailModule.Open(new MailOptions(), new RealDisk(), OutboxDirectory, TimeProvider.System, health: null);
        _issuers = Hops.Platform.Identities.Issuers.Open(Issuers, new RealDisk(), TimeProvider.System, health: null);
        var traffic = new TrafficQuotas(_store, Broker, TimeProvider.System);
        var parts = new PlatformParts(_store, _files, topics, schemas) { Traffic = traffic, Outbox = _outbox, WebAddress = () => Address, Issuers = _issuers };
        Platform = await HopsPlatform.OpenAsync(parts, options, TimeProvider.System, CancellationToken.None, Accounts);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(Log).AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Debug);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(Platform).AddSingleton(Platform.Authentication).AddSingleton<IGate>(Platform.Gate).AddSingleton(Platform.Door).AddSingleton(TimeProvider.System);
        builder.Services.AddWebHdfs();
        Groups = new GroupDirectory(new BrokerOptions(), _store, TimeProvider.System);
        await Groups.LoadAsync(CancellationToken.None);
        builder.Services.AddTopics(Logs, Groups);
        _supervisor = Supervisor();
        Platform.Own([topics, traffic, schemas, _supervisor, new ComputeQuota(Platform.Options.Compute, Platform.Time)]);
        builder.Services.AddSingleton(_supervisor);
        _search = SearchFollower.Start(
            Platform, SearchIndex.Open(new RealDisk(), Path.Combine(_directory, "search"), new SearchOptions(), TimeProvider.System), new SearchOptions(), health: null);
        builder.Services.AddSingleton(_search);
        builder.Services.AddApi(() => new ServerView("0.0.0", "127.0.0.1:9092", KafkaTls: false, new Uri(Address, "/registry"), new Uri(Address, "/webhdfs/v1")), new ServerStanding(TimeProvider.System.GetUtcNow(), _directory, ["namenode", "broker", "registry", "api"]), events: new EventOptions { StreamsPerUserMax = 600 });
        Host = builder.Build();
        Host.UseHttpFront(new HostNames([]));
        Host.MapOperations();
        Host.MapApi();
        if (PagesDirectory is not null)
            Host.MapWebInterface(new WebOptions { Directory = PagesDirectory });
        Host.MapWebHdfs();
        await Host.StartAsync();
        Address = new Uri(Host.Urls.Single());

        var first = await FirstRun.RunAsync(Platform, new RealDisk(), _directory, CancellationToken.None);
        AdministratorToken = await SignInAsync("admin", first!.Value.OneTimePassword);
    }

    public async Task DisposeAsync()
    {
        await _supervisor.DisposeAsync();
        await Host.DisposeAsync();
        Groups.Dispose();
        await _search.DisposeAsync();
        await Logs.DisposeAsync();
        await Platform.DisposeAsync();
        await _issuers.DisposeAsync();
        await _outbox.DisposeAsync();
        await _files.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Makes a user and signs it in with a password of its own.</summary>
    internal async Task<ApiClient> UserAsync(string name)
    {
        using var administrator = As(AdministratorToken);
        var made = await administrator.SendAsync(HttpMethod.Post, "users", new { name });
        return As(await SignInAsync(name, made.Body.GetProperty("oneTimePassword").GetString()!));
    }

    /// <summary>A token by which a user is signed in.</summary>
    internal async Task<string> TokenAsync(string user)
    {
        using var nobody = As(null);
        var session = await nobody.SendAsync(HttpMethod.Post, "sessions", new { user, password = PasswordOf(user) });
        return session.Body.GetProperty("token").GetString()!;
    }

    internal ApiClient As(string? token) => new(Address, token is null ? null : new AuthenticationHeaderValue("Bearer", token));

    /// <summary>A real supervisor of processes that answer as a runner does, without an engine.</summary>
    private QuerySupervisor Supervisor()
    {
        var options = new SupervisorOptions
        {
            Program = new RunnerProgram("/bin/sh", ["-c", FakeRunner]),
            StagingRoot = Path.Combine(_directory, "run"),
        };
        var endpoints = new RunnerEndpoints(new Uri("http://127.0.0.1:1"), "127.0.0.1:1", new Uri("http://127.0.0.1:1"));
        return new QuerySupervisor(Platform, new RunnerLauncher(Platform, options, () => endpoints), options);
    }

    /// <summary>The password of a user whom <see cref="UserAsync"/> has made.</summary>
    internal static string PasswordOf(string user) => $"a long secret of {user}!";

    private async Task<string> SignInAsync(string user, string oneTimePassword)
    {
        var password = PasswordOf(user);
        using var nobody = As(null);
        var session = await nobody.SendAsync(HttpMethod.Post, "sessions", new { user, password = oneTimePassword });
        var token = session.Body.GetProperty("token").GetString()!;
        using var client = As(token);
        var changed = await client.SendAsync(HttpMethod.Put, "me/password", new { passwordNow = oneTimePassword, passwordNext = password });
        changed.Status.ShouldBe(204, changed.Body.ToString());
        return token;
    }
}

/// <summary>Calls routes below <c>/api/v1/</c> as somebody.</summary>
internal sealed class ApiClient(Uri address, AuthenticationHeaderValue? authorization) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(address, "/api/v1/"), Timeout = TimeSpan.FromMinutes(2) };

    internal async Task<ApiAnswer> SendAsync(
        HttpMethod method, string route, object? body = null, string? ifMatch = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, route);
        request.Headers.Authorization = authorization;
        if (body is not null)
            request.Content = body as HttpContent ?? JsonContent.Create(body, body.GetType(), options: JsonSerializerOptions.Web);
        foreach (var (name, value) in (body as TusBody)?.Said ?? [])
            request.Headers.TryAddWithoutValidation(name, value);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = text.Length > 0 && response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new ApiAnswer(
            (int)response.StatusCode, isJson ? JsonDocument.Parse(text).RootElement : default, text, response.Headers.ETag?.ToString(), response);
    }

    /// <summary>All items of a list, page by page.</summary>
    internal async Task<List<JsonElement>> PagesAsync(string route, int limit)
    {
        var items = new List<JsonElement>();
        for (var cursor = ""; ;)
        {
            var page = await SendAsync(HttpMethod.Get, $"{route}{(route.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}{cursor}");
            page.Status.ShouldBe(200, page.Text);
            items.AddRange(page.Body.GetProperty("items").EnumerateArray());
            if (page.Body.GetProperty("nextCursor").GetString() is not { } next)
                return items;
            cursor = $"&cursor={next}";
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What came back.</summary>
internal sealed record ApiAnswer(int Status, JsonElement Body, string Text, string? ETag, HttpResponseMessage Response)
{
    internal string Slug => Body.GetProperty("type").GetString()!.Split('/')[^1];
}
