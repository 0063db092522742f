using Hops.Client.Files;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.FileSystem;
using Hops.FileSystem.Door;
using Hops.FileSystem.Tables;
using Hops.Hadoop.WebHdfs;
using Hops.Metadata.Audit;
using Hops.Metadata.Sqlite;
using Hops.Net.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using System.Net.Http.Headers;
using System.Text;

namespace Hops.Hadoop.Tests.WebHdfs;

/// <summary>
/// A WebHDFS server on a socket over a file system on SQLite in a temporary directory, with <c>/Projects/alpha</c> and
/// <c>/Projects/beta</c> of <see cref="TestGate"/>.
/// </summary>
public sealed class WebHdfsHost : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-webhdfs-").FullName;
    private SqliteStore? _store;
    private WebApplication? _application;

    internal TestGate Gate { get; } = new();

    internal Hops.FileSystem.FileSystem Files { get; private set; } = null!;

    /// <summary>Scheme, host and port.</summary>
    public string Address { get; private set; } = "";

    /// <summary>True to take <c>user.name</c> without a credential at its word, as Hadoop without security does.</summary>
    public bool TrustsUserNames { get; set; }

    public int Port => new Uri(Address).Port;

    public async Task InitializeAsync()
    {
        _store = SqliteStore.Open(_directory, [.. FileSystemTables.All, AuditLog.Entries, AuditLog.Heads], new SqliteOptions(), TimeProvider.System);
        Files = await Hops.FileSystem.FileSystem.OpenAsync(
            _store, new RealDisk(), Path.Combine(_directory, "blocks"), new FileSystemOptions { Superuser = TestGate.Root }, TimeProvider.System, default);
        var root = Gate.Current(new Principal { Name = TestGate.Root, UserName = TestGate.Root, UserId = 1 })!;
        await Files.MkdirsAsync(root, "/Projects", 0x1C9, createParents: false, default);
        foreach (var (project, owner) in new[] { ("alpha", TestGate.Owner), ("beta", TestGate.Foreigner) })
        {
            await Files.MkdirsAsync(root, $"/Projects/{project}", 0x1C9, createParents: false, default);
            await Files.MkdirsAsync(root, $"/Projects/{project}/data", 0x1F8, createParents: false, default);
            await Files.SetOwnerAsync(root, $"/Projects/{project}/data", owner, project + "__data", default);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(new FileDoor(Files, Gate));
        builder.Services.AddSingleton<IAuthentication>(Gate).AddSingleton<IGate>(Gate);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddWebHdfs(options => options.ListPageEntries = 100);
        _application = builder.Build();
        _application.Use((http, next) =>
        {
            if (TrustsUserNames && http.Request.Query["user.name"].ToString() is { Length: > 0 } name
                && !http.Request.Query.ContainsKey("ticket") && http.Request.Headers.Authorization.Count == 0)
            {
                http.Request.Headers.Authorization = "Bearer token-" + name;
            }

            return next(http);
        });
        _application.UseHttpFront(new HostNames([]));
        _application.MapWebHdfs();
        await _application.StartAsync();
        Address = _application.Urls.Single();
    }

    public async Task DisposeAsync()
    {
        await _application!.DisposeAsync();
        await Files.DisposeAsync();
        await _store!.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>URL of an operation.</summary>
    internal string Url(string path, string query) => $"{Address}/webhdfs/v1{path}?{query}";

    /// <summary>Our client as <paramref name="name"/>; as its runner if <paramref name="isRunner"/>.</summary>
    internal WebHdfsClient Client(string name, bool isRunner = false) => new(new WebHdfsClientOptions
    {
        Address = new Uri(Address + "/webhdfs/v1"),
        Authorization = () => new AuthenticationHeaderValue("Bearer", (isRunner ? "runner-" : "token-") + name),
    });

    /// <summary>One request, not following redirects.</summary>
    internal async Task<HttpResponseMessage> SendAsync(string method, string path, string query, string? name = null, HttpContent? content = null)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(new HttpMethod(method), Url(path, query)) { Content = content };

        // A refusal is read before the body is sent, and not lost when the server closes on the rest of it.
        request.Headers.ExpectContinue = content is not null;
        if (name is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:secret-{name}")));
        }

        var reply = await http.SendAsync(request);
        await reply.Content.LoadIntoBufferAsync();
        return reply;
    }
}
