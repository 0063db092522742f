using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Hops.Cli.Demo;
using Hops.Cli.Tests.Support;

namespace Hops.Benchmarks;

/// <summary>
/// The pages that everybody opens, on an installation with 1,000 projects of 10 members and 20 datasets each: home, lists and search over REST, as many
/// requests a second as are asked for, whether earlier ones are answered or not.
/// </summary>
internal sealed class PlatformBenchmark
{
    private const int Users = 100;
    private const int ProjectsPerUser = 10;
    private const int Members = 10;
    private const int Datasets = 20;
    private const int Concurrency = 32;
    private const int RequestsPerSecond = 50;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);

    /// <summary>What is asked for: the first does nothing and is the yardstick.</summary>
    private static readonly (string Name, Func<int, Random, string> Route)[] Pages =
    [
        ("who am I", (_, _) => "me"),
        ("home: the projects of a user", (_, _) => "projects?limit=50"),
        ("the project", (user, random) => $"projects/{ProjectOf(user, random.Next(ProjectsPerUser))}"),
        ("its members", (user, random) => $"projects/{ProjectOf(user, random.Next(ProjectsPerUser))}/members"),
        ("its datasets", (user, random) => $"projects/{ProjectOf(user, random.Next(ProjectsPerUser))}/datasets"),
        ("search", (_, random) => $"search?q=set_{random.Next(Datasets)}"),
    ];

    private readonly Report _report;
    private readonly DemoServer _server;
    private readonly List<DemoUser> _users = [];

    private PlatformBenchmark(Report report, DemoServer server) => (_report, _server) = (report, server);

    internal static async Task RunAsync(Report report)
    {
        var directory = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"platform-{Environment.ProcessId}")).FullName;
        try
        {
            await using var server = new DemoServer(Path.Combine(directory, "data"), BuiltProgram.Hops);
            await server.StartAsync(CancellationToken.None);
            var benchmark = new PlatformBenchmark(report, server);
            await benchmark.FillAsync();
            await benchmark.MeasureAsync();
            benchmark._users.ForEach(user => user.Dispose());
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string UserOf(int number) => string.Create(CultureInfo.InvariantCulture, $"user_{number:000}");

    private static string ProjectOf(int user, int number) => string.Create(CultureInfo.InvariantCulture, $"project_{user:000}_{number}");

    private async Task FillAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        using var admin = await DemoUser.SignInAsync(_server, "admin", _server.OneTimePassword);
        for (var number = 0; number < Users; number++)
        {
            var made = (await admin.Rest.CallAsync(HttpMethod.Post, "users", new { name = UserOf(number) })).Body;
            _users.Add(await DemoUser.SignInAsync(_server, UserOf(number), made.GetProperty("oneTimePassword").GetString()!));
        }

        _report.Rate("users made and signed in", Users, Stopwatch.GetElapsedTime(begun));
        begun = Stopwatch.GetTimestamp();
        var projects = from user in Enumerable.Range(0, Users) from number in Enumerable.Range(0, ProjectsPerUser) select (user, number);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Concurrency };
        await Parallel.ForEachAsync(projects, options, async (project, _) => await MakeAsync(project.user, project.number));
        _report.Rate("projects made, with members and datasets", Users * ProjectsPerUser, Stopwatch.GetElapsedTime(begun));
    }

    private async Task MakeAsync(int user, int number)
    {
        var (rest, project) = (_users[user].Rest, ProjectOf(user, number));
        await rest.CallAsync(HttpMethod.Post, "projects", new { name = project });
        for (var member = 1; member < Members; member++)
        {
            var other = UserOf((user + (member * (number + 1))) % Users);
            await rest.CallAsync(HttpMethod.Post, $"projects/{project}/members", new { user = other, role = "DATA_SCIENTIST" });
        }

        for (var dataset = 0; dataset < Datasets; dataset++)
            await rest.CallAsync(HttpMethod.Post, $"projects/{project}/datasets", new { name = $"set_{dataset}" });
    }

    private async Task MeasureAsync()
    {
        var waits = Pages.ToDictionary(page => page.Name, _ => new ConcurrentBag<double>(), StringComparer.Ordinal);
        var random = new Random(1);
        var requests = new List<Task>();
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / RequestsPerSecond));
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < Duration && await ticks.WaitForNextTickAsync();)
        {
            var (name, route) = Pages[random.Next(Pages.Length)];
            var user = random.Next(Users);
            requests.Add(AskAsync(_users[user], route(user, random), waits[name]));
        }

        await Task.WhenAll(requests);
        var yardstick = Percentile(waits[Pages[0].Name], 0.99);
        foreach (var (name, _) in Pages)
        {
            var (median, p99) = (Percentile(waits[name], 0.5), Percentile(waits[name], 0.99));
            _report.Fact(name, string.Create(
                CultureInfo.InvariantCulture, $"{waits[name].Count} requests, median {median:F1} ms, p99 {p99:F1} ms: {p99 / yardstick:F1} of the yardstick"));
        }
    }

    private static async Task AskAsync(DemoUser user, string route, ConcurrentBag<double> waits)
    {
        var begun = Stopwatch.GetTimestamp();
        await user.Rest.CallAsync(HttpMethod.Get, route);
        waits.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }

    private static double Percentile(ConcurrentBag<double> waits, double part)
    {
        var sorted = waits.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
    }
}
