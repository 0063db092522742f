using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Hops.Client.Files;
using Hops.Client.Registry;
using Hops.Client.Rest;
using Hops.Client.Topics;
using Hops.Core.Errors;
using Hops.Streaming.Checkpoints;

namespace Hops.EndToEnd.Tests.Platform;

/// <summary>A project and its data owner, over every protocol.</summary>
internal sealed class TestProject : IAsyncDisposable
{
    private readonly ServerProcess _server;
    private readonly BrokerCredential _credential;

    public TestProject(ServerProcess server, PlatformClient rest, string name, string secret)
    {
        (_server, Rest, Name) = (server, rest, name);
        _credential = new BrokerCredential($"{name}__ada", secret);
        var basic = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_credential.Name}:{_credential.Secret}")));
        Files = new WebHdfsClient(new WebHdfsClientOptions { Address = server.Http, Authorization = () => basic });
        Registry = new RegistryClient(new Uri(server.Http, "/registry"), basic);
    }

    public PlatformClient Rest { get; }

    public string Name { get; }

    /// <summary>What its owner signs in with at the broker.</summary>
    public string Secret => _credential.Secret;

    public WebHdfsClient Files { get; }

    public RegistryClient Registry { get; }

    public Task<BrokerConnection> ConnectAsync(CancellationToken cancellationToken) =>
        BrokerConnection.OpenAsync(BrokerAddress.Parse(_server.Kafka), _credential, cancellationToken);

    public Task<TopicWriter> WriterAsync(string topic) =>
        TopicWriter.OpenAsync(ConnectAsync, topic, new TopicWriterOptions(), CancellationToken.None);

    public string PathOf(string dataset) => $"/Projects/{Name}/{dataset}";

    /// <summary>Makes a topic that keeps records for ever: those of the tests happened years ago.</summary>
    public async Task TopicAsync(string name, int partitions = 1)
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal) { ["retention.ms"] = "-1" };
        await Rest.CallAsync(HttpMethod.Post, $"projects/{Name}/topics", new { name, partitions, config });
    }

    public async Task DatasetAsync(string name) =>
        await Rest.CallAsync(HttpMethod.Post, $"projects/{Name}/datasets", new { name, access = "EDITABLE" });

    /// <summary>Rows of an SQL statement.</summary>
    public async Task<List<JsonElement[]>> SqlAsync(string statement)
    {
        var answer = (await Rest.CallAsync(HttpMethod.Post, $"projects/{Name}/sql", new { statement, rowsMax = 10_000 })).Body;
        answer.GetProperty("truncated").GetBoolean().ShouldBeFalse("the test must ask for less");
        return [.. answer.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().ToArray())];
    }

    /// <summary>Makes a query whose sink is a new dataset of its name, unless the definition names another.</summary>
    public async Task<TestQuery> QueryAsync(QueryDefinition definition)
    {
        if (definition.Sink is null)
            await DatasetAsync(definition.Name);
        await Rest.CallAsync(HttpMethod.Post, $"projects/{Name}/queries", new { name = definition.Name, definition = definition.ToBody() });
        return new TestQuery(this, definition.Name, definition.Sink ?? definition.Name);
    }

    /// <summary>The commit records of a sink that are kept, by number.</summary>
    public async Task<List<CommitRecord>> CommitsAsync(string sink)
    {
        var commits = new List<CommitRecord>();
        await foreach (var file in Files.ListAsync($"{PathOf(sink)}/_checkpoint/commits"))
            commits.Add(CommitRecord.Parse(await ReadAsync(file.Path)));
        return [.. commits.OrderBy(commit => commit.Sequence)];
    }

    /// <summary>The last commit record of a sink; null before the first.</summary>
    public async Task<CommitRecord?> LastCommitAsync(string sink)
    {
        var last = -1L;
        var directory = $"{PathOf(sink)}/_checkpoint/commits";
        if (await Files.FindAsync(directory) is null)
            return null;
        await foreach (var file in Files.ListAsync(directory))
            last = Math.Max(last, long.Parse(file.Name, CultureInfo.InvariantCulture));
        return last < 0 ? null : CommitRecord.Parse(await ReadAsync(string.Create(CultureInfo.InvariantCulture, $"{directory}/{last}")));
    }

    public async Task<byte[]> ReadAsync(string path)
    {
        await using var stream = await Files.OpenAsync(path);
        using var content = new MemoryStream();
        await stream.CopyToAsync(content);
        return content.ToArray();
    }

    /// <summary>Removes the project with all that runs in it, so that a shared server is idle again.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Rest.CallAsync(HttpMethod.Delete, $"projects/{Name}", ifMatch: "*");
        }
        catch (PlatformException gone) when (gone.Code == ErrorCode.Unavailable)
        {
            // The test has failed while the server was down, and is about to say why.
        }

        Rest.Dispose();
        Files.Dispose();
        Registry.Dispose();
    }
}
