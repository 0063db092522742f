using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Hops.Cli.Demo;
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
    private const string Neighbour = "neighbour";
    private const int UsersOfTabs = 25;
    private const int TabsPerUser = 20;
    private const int ProjectsPerUser = 9;
    private const int UploadConcurrency = 8;
    private const int SeedConcurrency = 1_024;
    private const long GreatFileBytes = 20L << 30;
    private const long SmallQuotaBytes = 64L << 20;
    private static readonly string[] Pages = ["me", "projects?limit=50", $"projects/{Neighbour}", $"projects/{Neighbour}/datasets"];
    private static readonly double Scale = double.Parse(Environment.GetEnvironmentVariable("HEAVY_SCALE") ?? "1", CultureInfo.InvariantCulture);

    private readonly string _data;
    private readonly DemoServer _server;
    private readonly List<DemoUser> _users = [];
    private DemoUser _admin = null!;
    private DemoUser _owner = null!;
    private DemoUser _neighbour = null!;

    private HeavyUse(string data)
    {
        _data = data;
        _server = new DemoServer(data, Path.Combine(AppContext.BaseDirectory, "hops"));
    }

    /// <summary>The server, which scenarios may start again.</summary>
    internal int ProcessId { get; private set; }

    internal static async Task<HeavyUse> BeginAsync(string data)
    {
        var use = new HeavyUse(data);
        await use.StartAsync();
        use._admin = await DemoUser.SignInAsync(use._server, "admin", use._server.OneTimePassword);
        (use._owner, use._neighbour) = (await use.UserAsync("owner"), await use.UserAsync("other"));
        foreach (var (user, project) in new[] { (use._owner, Project), (use._neighbour, Neighbour) })
        {
            await user.Rest.CallAsync(HttpMethod.Post, "projects", new { name = project });
            await user.Rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = "data" });
        }

        return use;
    }

    internal static string PageOfNeighbour(int number) => Pages[number % Pages.Length];

    /// <returns>False if the server was away, as while it is started again.</returns>
    internal async Task<bool> AskAsNeighbourAsync(string page)
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
        for (var number = 0; number < Scaled(20); number++)
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
            CultureInfo.InvariantCulture, $"{waits.Count} made, median {HeavyBenchmark.Percentile(waits, 0.5):F1} ms, p99 {HeavyBenchmark.Percentile(waits, 0.99):F1} ms"));
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
            CultureInfo.InvariantCulture, $"{tabs.Count} tabs, {Rounds} records, {heard.Count} heard; median {HeavyBenchmark.Percentile(waits, 0.5):F0} ms, p99 {HeavyBenchmark.Percentile(waits, 0.99):F0} ms"));

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

    /// <summary>A file of 20 GB into a project with room for 64 MB: with its length told before, and without.</summary>
    internal async Task OverfillAsync(Report report)
    {
        var user = await UserAsync("greedy");
        await user.Rest.CallAsync(HttpMethod.Post, "projects", new { name = "full" });
        await user.Rest.CallAsync(HttpMethod.Post, "projects/full/datasets", new { name = "data" });
        await _admin.Rest.CallAsync(HttpMethod.Patch, "projects/full", new { quotaBytes = SmallQuotaBytes }, ifMatch: "*");
        using var http = await HttpAsync(user);

        using var tus = new HttpRequestMessage(HttpMethod.Post, "projects/full/files/uploads");
        tus.Headers.Add("Tus-Resumable", "1.0.0");
        tus.Headers.Add("Upload-Length", GreatFileBytes.ToString(CultureInfo.InvariantCulture));
        tus.Headers.Add("Upload-Metadata", "path " + Convert.ToBase64String("data/great"u8));
        var begun = Stopwatch.GetTimestamp();
        using (var told = await http.SendAsync(tus))
            report.Fact("quota: 20 GB, the length told before", string.Create(CultureInfo.InvariantCulture, $"{(int)told.StatusCode} after {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms"));

        var zeros = new Zeros(GreatFileBytes);
        using var streamed = new HttpRequestMessage(HttpMethod.Put, "projects/full/files/content?path=data/great") { Content = new StreamContent(zeros) };
        begun = Stopwatch.GetTimestamp();
        string outcome;
        try
        {
            using var answer = await http.SendAsync(streamed);
            outcome = string.Create(CultureInfo.InvariantCulture, $"{(int)answer.StatusCode}");
        }
        catch (HttpRequestException broken)
        {
            outcome = "connection ended: " + broken.HttpRequestError;
        }

        report.Fact("quota: 20 GB, streamed", string.Create(CultureInfo.InvariantCulture, $"{outcome} after {zeros.Position >> 20} MiB and {Stopwatch.GetElapsedTime(begun).TotalSeconds:F1} s"));
        var used = (await user.Rest.CallAsync(HttpMethod.Get, "projects/full/usage")).Body.GetRawText();
        report.Fact("quota: what the project uses afterwards", used.Length > 200 ? used[..200] : used);
    }

    /// <summary>Small files, by eight connections, and the list of their directory.</summary>
    internal async Task UploadAsync(Report report)
    {
        var count = Scaled(100_000);
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = UploadConcurrency }, async (number, cancellation) =>
        {
            using var content = new StringContent("a small file\n", Encoding.UTF8, "text/plain");
            await _owner.Rest.CallAsync(HttpMethod.Put, string.Create(CultureInfo.InvariantCulture, $"projects/{Project}/files/content?path=data/file-{number:D6}.txt"), content, cancellationToken: cancellation);
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
            CultureInfo.InvariantCulture, $"median {HeavyBenchmark.Percentile(waits, 0.5):F1} ms, most {waits.Max():F1} ms"));

        async Task<System.Text.Json.JsonElement> FindAsync() => (await _owner.Rest.CallAsync(HttpMethod.Get, "search?q=measurement")).Body;
    }

    private async Task<TimeSpan> StartAsync()
    {
        var took = await _server.StartAsync(CancellationToken.None);
        ProcessId = _server.ProcessId;
        return took;
    }

    private async Task WriteFilesAsync(int count)
    {
        var directory = new DataDirectoryPaths(_data);
        await using var store = SqliteStore.Open(directory.Database, FileSystemTables.All, new SqliteOptions(), TimeProvider.System, mustExist: true);
        await using var files = await FileSystem.FileSystem.OpenAsync(store, new RealDisk(), directory.Blocks, new FileSystemOptions(), TimeProvider.System, default);
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = SeedConcurrency }, async (number, cancellation) =>
            await files.WriteFileAsync(
                OpenGate.Everybody, string.Create(CultureInfo.InvariantCulture, $"/Projects/{Project}/data/day-{number / 1000:D4}/measurement-{number:D7}.csv"), default, new CreateOptions(), cancellation));
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

    private static int FilesFound => Scaled(1_000_000);

    private static int Scaled(int count) => Math.Max(1, (int)(count * Scale));

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

    /// <summary>So many zeros, of unknown length to whoever sends them.</summary>
    private sealed class Zeros(long lengthBytes) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Interlocked.Read(ref _position);
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var taken = (int)Math.Min(count, lengthBytes - _position);
            Array.Clear(buffer, offset, taken);
            Interlocked.Add(ref _position, taken);
            return taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
