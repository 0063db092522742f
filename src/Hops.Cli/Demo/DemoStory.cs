using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hops.Client.Topics;
using Hops.Core.Identity;

namespace Hops.Cli.Demo;

/// <summary>
/// The story: a project with a data owner and a data scientist, another project beside it, events into a topic, two streaming queries into
/// datasets, a runner and the server killed on the way, SQL held against the CSV, and exports refused.
/// </summary>
internal sealed class DemoStory(DemoServer server, DemoTable table, DemoConsole console)
{
    private const string Project = "airports";
    private const string OtherProject = "united";

    /// <summary>Address of the page of what was made, on the server.</summary>
    public const string Page = $"/p/{Project}";

    /// <summary>Tells it.</summary>
    /// <returns>The owner of what was made, for the caller to dispose.</returns>
    public async Task<DemoUser> RunAsync(CancellationToken cancellationToken)
    {
        console.Step($"server ready in {await StartAsync(cancellationToken)} s: {server.Addresses.Http} and {server.Addresses.Kafka}");
        using var admin = await DemoUser.SignInAsync(server, "admin", server.OneTimePassword);
        var owner = await UserAsync(admin, "olivia");
        using var scientist = await UserAsync(admin, "sam");
        using var stranger = await UserAsync(admin, "uma");
        await ProjectsAsync(owner, scientist, stranger);
        var schemaId = await DataAsync(owner, cancellationToken);

        var queries = new DemoQueries(scientist.Rest, Project, table);
        await queries.StartAsync();
        var runner = await queries.RunnerAsync(queries.Raw);
        await queries.RunnerAsync(queries.Daily);
        console.Step($"queries {queries.Raw} and {queries.Daily} run, each in a process of its own, as {Project}__{scientist.Name}");

        await ReplayAsync(owner, schemaId, queries, runner, cancellationToken);
        await queries.StopAsync();

        var answers = new DemoAnswers(owner.Rest, Project, table, console);
        await answers.CountAsync(queries.Raw);
        await answers.ShowAsync(queries.Raw);
        await answers.CompareAsync(queries.Daily);

        var refusals = new DemoRefusals(console, Project, queries.Raw, table.Name);
        await refusals.AllowedAsync(owner, cancellationToken);
        await refusals.ExportAsync(scientist, owner, cancellationToken);
        using var nobody = DemoUser.Nobody(server, owner);
        await refusals.ForeignAsync(stranger, nobody, owner, cancellationToken);
        await AuditAsync(owner, scientist);
        return owner;
    }

    private async Task<string> StartAsync(CancellationToken cancellationToken) =>
        (await server.StartAsync(cancellationToken)).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private async Task<DemoUser> UserAsync(DemoUser admin, string name)
    {
        var made = (await admin.Rest.CallAsync(HttpMethod.Post, "users", new { name })).Body;
        return await DemoUser.SignInAsync(server, name, made.GetProperty("oneTimePassword").GetString()!);
    }

    private async Task ProjectsAsync(DemoUser owner, DemoUser scientist, DemoUser stranger)
    {
        await owner.Rest.CallAsync(HttpMethod.Post, "projects", new { name = Project });
        await owner.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/members", new { user = scientist.Name, role = "DATA_SCIENTIST" });
        await stranger.Rest.CallAsync(HttpMethod.Post, "projects", new { name = OtherProject });
        await owner.JoinAsync(Project);
        await scientist.JoinAsync(Project);
        await stranger.JoinAsync(OtherProject);
        console.Step($"project {Project} with {owner.Name} (data owner) and {scientist.Name} (data scientist); project {OtherProject} with {stranger.Name}");
    }

    private async Task<int> DataAsync(DemoUser owner, CancellationToken cancellationToken)
    {
        foreach (var dataset in new[] { $"{table.Name}_raw", $"{table.Name}_daily" })
            await owner.Rest.CallAsync(HttpMethod.Post, $"projects/{Project}/datasets", new { name = dataset, access = "EDITABLE" }, cancellationToken: cancellationToken);
        // Retention goes by the time of the record, which is that of the event: those of 2013 would be gone at once.
        var config = new Dictionary<string, string>(StringComparer.Ordinal) { ["retention.ms"] = "-1" };
        await owner.Rest.CallAsync(
            HttpMethod.Post, $"projects/{Project}/topics", new { name = table.Name, partitions = 2, config }, cancellationToken: cancellationToken);
        using var registry = owner.Registry();
        var id = await registry.RegisterAsync($"{table.Name}-value", table.AvroSchema(), cancellationToken);
        console.Step($"topic {table.Name} with 2 partitions and Avro schema {id} of {table.Columns.Count} fields; two datasets");
        return id;
    }

    private async Task ReplayAsync(DemoUser owner, int schemaId, DemoQueries queries, int runner, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        await using var writer = await TopicWriter.OpenAsync(owner.ConnectAsync, table.Name, new TopicWriterOptions { BatchBytes = 64 * 1024 }, cancellationToken);
        var replay = new DemoReplay(table, schemaId, writer);
        var (first, second) = (table.Rows.Count / 3, table.Rows.Count * 2 / 3);

        await replay.SendAsync(0, first, cancellationToken);
        await queries.CommittedAsync(queries.Raw, 1);
        console.Step($"{writer.Acknowledged} events acknowledged; kill -9 of the runner of {queries.Raw} (process {runner})");
        using (var process = Process.GetProcessById(runner))
            process.Kill();
        await replay.SendAsync(first, second, cancellationToken);
        await queries.RunnerAsync(queries.Raw, runner);

        console.Step($"{writer.Acknowledged} events acknowledged; kill -9 of the server");
        await server.KillAsync();
        var resending = replay.SendAsync(second, table.Rows.Count, cancellationToken);
        console.Step($"server back in {await StartAsync(cancellationToken)} s");
        await resending;
        console.Step($"{writer.Acknowledged} events acknowledged, exactly once, in {watch.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");

        await queries.CommittedAsync(queries.Raw, table.Rows.Count);
        await queries.CommittedAsync(queries.Daily, table.Rows.Count);
        await queries.ClosedAsync(table.Millis(table.Rows[^1]) - table.DelayMs);
        console.Prove(writer.Acknowledged == table.Rows.Count, "a killed runner and a killed server went on by themselves");
    }

    private async Task AuditAsync(DemoUser owner, DemoUser scientist)
    {
        var refused = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entry in owner.Rest.ListAsync($"projects/{Project}/audit"))
        {
            var isHis = entry.GetProperty("actor").GetString() == Names.ProjectUser(Project, scientist.Name);
            if (isHis && entry.GetProperty("outcome").GetString() == "export-denied")
                refused.Add($"{entry.GetProperty("action").GetString()} {entry.GetProperty("target").GetString()}");
        }

        console.Prove(
            refused.Count == DemoRefusals.ThingCount,
            $"the audit trail names the {refused.Count} things that {scientist.Name} tried to take out, a file and a topic, by whatever protocol");
    }
}
