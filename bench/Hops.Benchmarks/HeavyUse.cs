using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Hops.Cli.Demo;
using Hops.Cli.Tests.Support;
using Hops.Core.Errors;
using Hops.Core.Identity;
using Hops.Core.Storage;
using Hops.FileSystem;
using Hops.FileSystem.Tables;
using Hops.Metadata.Sqlite;

namespace Hops.Benchmarks;

/// <summary>What is done to the server of <see cref="HeavyBenchmark"/>, and by whom.</summary>
internal sealed class HeavyUse : IAsyncDisposable
{
    private const string Project = "heavy";
    private const string NeighbourProject = "neighbour";
    private const int UsersOfTabs = 25;
    private const int TabsPerUser = 20;
    private const int ProjectsPerUser = 9;
    private const int UploadConcurrency = 8;
    private const int SeedConcurrency = 1_024;
    private const long GreatFileBytes = 20L << 30;
    private const long SmallQuotaBytes = 64L << 20;
    private const long CutFileBytes = 48L << 20;
    private const long CutPartBytes = 2L << 20;
    private static readonly TimeSpan CutAfter = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Pages = ["me", "projects?limit=50", $"projects/{NeighbourProject}", $"projects/{NeighbourProject}/datasets"];

    private readonly string _data;
    private readonly DemoServer _server;
    private readonly List<DemoUser> _users = [];
    private DemoUser _admin = null!;
    private DemoUser _owner = null!;
    private DemoUser _neighbour = null!;

    private HeavyUse(string data)
    {
        _data = data;
        _server = new DemoServer(data, BuiltProgram.Hops);
    }

    /// <summary>Who opens pages of the server, which scenarios may start again, meanwhile.</summary>
    internal Neighbour Neighbour => new("pages", _server.ProcessId, number => Pages[number % Pages.Length], AskAsNeighbourAsync);

    internal static async Task<HeavyUse> BeginAsync(string data)
    {
        var use = new HeavyUse(data);
        await use.StartAsync();
        use._admin = await DemoUser.SignInAsync(use._server, "admin", use._server.OneTimePassword);
        (use._owner, use._neighbour) = (await use.UserAsync("owner"), await use.UserAsync("other"));
        foreach (var (user, project) in new[] { (use._owner, Project), (use._neighbour, NeighbourProject) })
        {
            await user.Rest.CallAsync(HttpMethod.Post, "projects", new { name = project });
            await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "data" });
        }

        return use;
    }

    /// <returns>False if the server was away, as while it is started again.</returns>
    private async Task<bool> AskAsNeighbourAsync(string page)
    {
        try
        {
            await _neighbour.Rest.CallAsync(HttpMethod.Get, page);
            return true;
        }
        catch (PlatformException)
        {
            return false;
        }
    }

    /// <summary>Projects, one after the other, with all that belongs to them.</summary>
    internal async Task CreateProjectsAsync(Report report)
    {
        var waits = new List<double>();
        for (var number = 0; number < HeavyScenarios.Scaled(20); number++)
        {
            var user = await UserAsync(string.Create(CultureInfo.InvariantCulture, $"maker{number}"));
            for (var project = 0; project < ProjectsPerUser; project++)
            {
                var begun = Stopwatch.GetTimestamp();
                await user.Rest.CallAsync(HttpMethod.Post, "projects", new { name = string.Create(CultureInfo.InvariantCulture, $"made_{number}_{project}"), description = "Made to be measured" });
                waits.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }

        report.Fact("create: a project", string.Create(
            CultureInfo.InvariantCulture, $"{waits.Count} made, median {Benchmarks.Neighbour.Percentile(waits, 0.5):F1} ms, p99 {Benchmarks.Neighbour.Percentile(waits, 0.99):F1} ms"));
    }

    /// <summary>Tabs that listen to a topic while records come.</summary>
    internal async Task OpenTabsAsync(Report report)
    {
        const int Rounds = 50;
        await _owner.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/topics", new { name = "news", partitions = 1 });
        var users = new List<DemoUser>();
        for (var number = 0; number < UsersOfTabs; number++)
        {
            users.Add(await UserAsync(string.Create(CultureInfo.InvariantCulture, $"reader{number}")));
            await _owner.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/members", new { user = users[^1].Name, role = "DATA_OWNER" });
        }

        using var end = new CancellationTokenSource();
        var (heard, open) = (new ConcurrentBag<int>(), 0);
        var sessions = new List<HttpClient>();
        foreach (var user in users)
            sessions.Add(await HttpAsync(user));
        var tabs = sessions.SelectMany(session => Enumerable.Repeat(session, TabsPerUser)).Select(session => Task.Run(() => ListenAsync(session))).ToList();
        while (Volatile.Read(ref open) < tabs.Count)
            await Task.Delay(100, CancellationToken.None);
        var waits = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            var records = new[] { new { value = string.Create(CultureInfo.InvariantCulture, $"round-{round:D3}.") } };
            await _owner.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/topics/news/messages", new { records, form = "TEXT" });
            while (heard.Count < (round + 1) * tabs.Count && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30))
                await Task.Delay(5, CancellationToken.None);
            waits.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        await end.CancelAsync();
        await Task.WhenAll(tabs);
        sessions.ForEach(session => session.Dispose());
        report.Fact("tabs: a record until all tabs have it", string.Create(
            CultureInfo.InvariantCulture, $"{tabs.Count} tabs, {Rounds} records, {heard.Count} heard; median {Benchmarks.Neighbour.Percentile(waits, 0.5):F0} ms, p99 {Benchmarks.Neighbour.Percentile(waits, 0.99):F0} ms"));

        async Task ListenAsync(HttpClient session)
        {
            try
            {
                await using var stream = await session.GetStreamAsync(new Uri($"events?channels=project:{Project}/topics/news/messages", UriKind.Relative), end.Token);
                using var reader = new StreamReader(stream);
                Interlocked.Increment(ref open);
                while (await reader.ReadLineAsync(end.Token) is { } line)
                {
                    for (var at = line.IndexOf("round-", StringComparison.Ordinal); at >= 0 && line.StartsWith("data:", StringComparison.Ordinal); at = line.IndexOf("round-", at + 1, StringComparison.Ordinal))
                        heard.Add(1);
                }
            }
            catch (OperationCanceledException)
            {
                // The tab is closed.
            }
        }
    }

    /// <summary>
    /// A file of 20 GB into a project with room for 64 MB: with its length told before, and as a stream. Then one that has room, and is cut at each part.
    /// </summary>
    internal async Task OverfillAsync(Report report)
    {
        var user = await UserAsync("greedy");
        await user.Rest.CallAsync(HttpMethod.Post, "projects", new { name = "full" });
        await user.Rest.CallAsync(HttpMethod.Post, "projects/full/datasets", new { name = "data" });
        await _admin.Rest.CallAsync(HttpMethod.Patch, "projects/full", new { quotaBytes = SmallQuotaBytes }, ifMatch: "*");
        using var http = await HttpAsync(user);

        var begun = Stopwatch.GetTimestamp();
        using (var told = await http.SendAsync(Begin("projects/full/files/uploads", "data/great", GreatFileBytes)))
            report.Fact("quota: 20 GB, the length told before", string.Create(CultureInfo.InvariantCulture, $"{(int)told.StatusCode} after {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms"));

        begun = Stopwatch.GetTimestamp();
        var token = http.DefaultRequestHeaders.Authorization!.ToString();
        var (answer, sentBytes) = await SendAsync(
            $"PUT /api/v1/projects/full/files/content?path=data/great HTTP/1.1\r\nHost: {_server.Addresses.Http.Authority}\r\nAuthorization: {token}\r\nContent-Length: {GreatFileBytes}\r\n\r\n", GreatFileBytes);
        report.Fact("quota: 20 GB, as one stream", string.Create(CultureInfo.InvariantCulture, $"{answer} after {sentBytes >> 20} MiB and {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms"));
        report.Fact("quota: what the project uses afterwards", $"{await UsedAsync()} B");

        var location = (await BeginUploadAsync(http, "projects/full/files/uploads", "data/whole", CutFileBytes)).OriginalString;
        var cuts = 0;
        for (var receivedBytes = 0L; receivedBytes < CutFileBytes; receivedBytes = await ReceivedAsync(http, location))
        {
            // Each part says that it is twice as long as what comes of it. One that comes while the server has not seen the cut yet is refused, and sent again.
            var restBytes = CutFileBytes - receivedBytes;
            var partBytes = Math.Min(CutPartBytes, restBytes);
            var (refusal, _) = await SendAsync(
                $"PATCH {location} HTTP/1.1\r\nHost: {_server.Addresses.Http.Authority}\r\nAuthorization: {token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {receivedBytes}\r\n"
                + $"Content-Type: application/offset+octet-stream\r\nContent-Length: {Math.Min(2 * partBytes, restBytes)}\r\n\r\n",
                partBytes);
            cuts += refusal is null ? 1 : 0;
        }

        var used = await UsedAsync();
        report.Fact($"quota: {CutFileBytes >> 20} MiB, cut at {cuts} parts", used == CutFileBytes ? "whole" : $"{used} B of {CutFileBytes}");

        async Task<long> UsedAsync() => (await user.Rest.CallAsync(HttpMethod.Get, "projects/full/usage")).Body.GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("name").GetString() == "file_bytes").GetProperty("used").GetInt64();
    }

    /// <summary>Small files, by eight connections, and the list of their directory.</summary>
    internal async Task UploadAsync(Report report)
    {
        var count = HeavyScenarios.Scaled(100_000);
        var begun = Stopwatch.GetTimestamp();
        using var http = await HttpAsync(_owner);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = UploadConcurrency }, async (number, cancellation) =>
        {
            // Every other one in parts.
            var path = string.Create(CultureInfo.InvariantCulture, $"data/file-{number:D6}.txt");
            using var content = new ByteArrayContent("a small file\n"u8.ToArray());
            if (number % 2 == 0)
                await _owner.Rest.CallAsync(HttpMethod.Put, $"projects/{Project}/files/content?path={path}", content, cancellationToken: cancellation);
            else
                await UploadInPartsAsync(http, path, content, cancellation);
        });
        report.Rate("uploads: files", count, Stopwatch.GetElapsedTime(begun));
        begun = Stopwatch.GetTimestamp();
        var listed = 0;
        await foreach (var _ in _owner.Rest.ListAsync($"projects/{Project}/files?path=data&limit=1000"))
            listed++;
        report.Rate($"uploads: {listed} files listed, page by page", listed, Stopwatch.GetElapsedTime(begun));
    }

    /// <summary>A statement that makes millions of rows, of which the most that may be asked for are answered.</summary>
    internal async Task AskForAllAsync(Report report)
    {
        var begun = Stopwatch.GetTimestamp();
        var answer = await _owner.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/sql", new { statement = "SELECT range AS n, 'row ' || range AS t FROM range(5000000) ORDER BY n DESC", rowsMax = 10_000 });
        report.Fact("sql: of 5,000,000 rows", string.Create(
            CultureInfo.InvariantCulture, $"{answer.Body.GetProperty("rowCount").GetInt32()} after {Stopwatch.GetElapsedTime(begun).TotalSeconds:F1} s"));
    }

    /// <summary>A million files, made while the server is down, and its start with them.</summary>
    internal async Task SeedAsync(Report report)
    {
        await _admin.Rest.CallAsync(HttpMethod.Patch, $"projects/{Project}", new { quotaBytes = GreatFileBytes }, ifMatch: "*");
        await _server.KillAsync();
        var begun = Stopwatch.GetTimestamp();
        await WriteFilesAsync(FilesFound);
        report.Rate("search: files made in process", FilesFound, Stopwatch.GetElapsedTime(begun));
        var took = await StartAsync();
        report.Fact("search: start of the server with them", string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:F1} s"));

        // The first pages are compiled when they are asked for, beside the indexing: they belong to the start.
        var begunPages = Stopwatch.GetTimestamp();
        foreach (var page in Pages)
            await AskAsNeighbourAsync(page);
        report.Fact("search: first pages after the start", string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(begunPages).TotalSeconds:F1} s"));
    }

    /// <summary>A search that matches all of them, once they are in the index.</summary>
    internal async Task SearchAsync(Report report)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!(await FindAsync()).GetProperty("isComplete").GetBoolean())
            await Task.Delay(500, CancellationToken.None);
        report.Rate("search: files indexed after the start", FilesFound, Stopwatch.GetElapsedTime(begun));
        var waits = new List<double>();
        for (var round = 0; round < 20; round++)
        {
            begun = Stopwatch.GetTimestamp();
            await FindAsync();
            waits.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        report.Fact($"search: a word that {FilesFound:N0} files have", string.Create(
            CultureInfo.InvariantCulture, $"median {Benchmarks.Neighbour.Percentile(waits, 0.5):F1} ms, most {waits.Max():F1} ms"));

        async Task<System.Text.Json.JsonElement> FindAsync() => (await _owner.Rest.CallAsync(HttpMethod.Get, "search?q=measurement")).Body;
    }

    private Task<TimeSpan> StartAsync() => _server.StartAsync(CancellationToken.None);

    private async Task WriteFilesAsync(int count)
    {
        var directory = new DataDirectoryPaths(_data);
        await using var store = SqliteStore.Open(directory.Database, FileSystemTables.All, new SqliteOptions(), TimeProvider.System, mustExist: true);
        await using var files = await FileSystem.FileSystem.OpenAsync(store, new RealDisk(), directory.Blocks, new FileSystemOptions(), TimeProvider.System, default);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = SeedConcurrency }, async (number, cancellation) =>
            await files.WriteFileAsync(
                OpenGate.Everybody, string.Create(CultureInfo.InvariantCulture, $"/Projects/{Project}/data/day-{number / 1000:D4}/measurement-{number:D7}.csv"), default, new CreateOptions(), cancellation));
    }

    private static async Task UploadInPartsAsync(HttpClient http, string path, ByteArrayContent content, CancellationToken cancellationToken)
    {
        var location = await BeginUploadAsync(http, $"projects/{Project}/files/uploads", path, content.Headers.ContentLength!.Value);
        using var part = new HttpRequestMessage(HttpMethod.Patch, location) { Content = content };
        content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        part.Headers.Add("Tus-Resumable", "1.0.0");
        part.Headers.Add("Upload-Offset", "0");
        using var answer = await http.SendAsync(part, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<Uri> BeginUploadAsync(HttpClient http, string uploads, string path, long lengthBytes)
    {
        using var request = Begin(uploads, path, lengthBytes);
        using var answer = await http.SendAsync(request);
        return answer.EnsureSuccessStatusCode().Headers.Location!;
    }

    private static HttpRequestMessage Begin(string uploads, string path, long lengthBytes)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, uploads);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Length", lengthBytes.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("Upload-Metadata", "path " + Convert.ToBase64String(Encoding.UTF8.GetBytes(path)));
        return request;
    }

    private static async Task<long> ReceivedAsync(HttpClient http, string location)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(location, UriKind.Relative));
        request.Headers.Add("Tus-Resumable", "1.0.0");
        using var answer = await http.SendAsync(request);
        return long.Parse(answer.EnsureSuccessStatusCode().Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);
    }

    /// <summary>Sends a request with a body of zeros until all of them have gone or the server answers, and then cuts the connection.</summary>
    /// <returns>The first line of the answer; null if none came by then.</returns>
    private async Task<(string? Answer, long SentBytes)> SendAsync(string head, long bodyBytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_server.Addresses.Http.Host, _server.Addresses.Http.Port);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        var (answer, zeros, sentBytes) = (reader.ReadLineAsync(), new byte[1 << 16], 0L);
        while (sentBytes < bodyBytes && !answer.IsCompleted)
        {
            var part = zeros.AsMemory(0, (int)Math.Min(zeros.Length, bodyBytes - sentBytes));
            await stream.WriteAsync(part);
            sentBytes += part.Length;
        }

        // What a cut overtakes on its way through the server is lost with it.
        await Task.WhenAny(answer, Task.Delay(CutAfter));
        return (answer.IsCompleted ? await answer : null, sentBytes);
    }

    private async Task<DemoUser> UserAsync(string name)
    {
        var made = (await _admin.Rest.CallAsync(HttpMethod.Post, "users", new { name })).Body;
        _users.Add(await DemoUser.SignInAsync(_server, name, made.GetProperty("oneTimePassword").GetString()!));
        return _users[^1];
    }

    private async Task<HttpClient> HttpAsync(DemoUser user)
    {
        var session = (await user.Rest.CallAsync(HttpMethod.Post, "sessions", new { user = user.Name, password = user.Password })).Body;
        var http = new HttpClient { BaseAddress = new Uri(_server.Addresses.Http, "/api/v1/"), Timeout = TimeSpan.FromMinutes(10) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", session.GetProperty("token").GetString());
        return http;
    }

    private static int FilesFound => HeavyScenarios.Scaled(1_000_000);

    public async ValueTask DisposeAsync()
    {
        _users.ForEach(user => user.Dispose());
        _admin?.Dispose();
        await _server.DisposeAsync();
    }

    /// <summary>Where a data directory has what is written while no server runs.</summary>
    private readonly record struct DataDirectoryPaths(string Path)
    {
        internal string Database => System.IO.Path.Combine(Path, "metadata", "hops.db");

        internal string Blocks => System.IO.Path.Combine(Path, "blocks");
    }
}
