using System.Text;
using Hops.Client.Tests.Support;
using Hops.Client.Topics;
using Hops.Kafka.Records;
using Hops.Kafka.Tests.Support;

namespace Hops.Client.Tests.Topics;

/// <summary>A real broker behind a relay, and the records that lie in its topics.</summary>
internal sealed class TopicScene : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-client-").FullName;
    private readonly TestGate? _gate;

    private TopicScene(TestGate? gate) => _gate = gate;

    public TestBroker Broker { get; private set; } = null!;

    public Relay Relay { get; private set; } = null!;

    public static async Task<TopicScene> StartAsync(TestGate? gate = null)
    {
        var scene = new TopicScene(gate);
        scene.Broker = await TestBroker.StartAsync(gate, directory: scene._directory);
        scene.Relay = new Relay(scene.Broker.Port);
        return scene;
    }

    /// <summary>Stops the broker and starts another on the same data, at another port; the relay leads there.</summary>
    public async Task RestartBrokerAsync()
    {
        await Broker.DisposeAsync();
        Broker = await TestBroker.StartAsync(_gate, directory: _directory);
        Relay.Retarget(Broker.Port);
    }

    public Task<BrokerConnection> ConnectAsync(CancellationToken cancellationToken) => ConnectAsync(null, cancellationToken);

    public Task<BrokerConnection> ConnectAsync(BrokerCredential? credential, CancellationToken cancellationToken) =>
        BrokerConnection.OpenAsync(Relay.Address, credential, cancellationToken);

    public Task<TopicWriter> WriterAsync(string topic = "t", TopicWriterOptions? options = null) =>
        TopicWriter.OpenAsync(ConnectAsync, topic, options ?? new TopicWriterOptions { RetryPause = TimeSpan.FromMilliseconds(5) }, CancellationToken.None);

    /// <summary>Values of all records of a partition from an offset on, read in fetches of about so many bytes.</summary>
    public async Task<List<string>> ReadAsync(int partition = 0, long from = 0, int maxBytes = 1 << 20)
    {
        await using var connection = await ConnectAsync(CancellationToken.None);
        var reader = new TopicReader(connection, "t");
        var end = (await reader.LatestAsync(partition + 1, CancellationToken.None))[partition];
        var values = new List<string>();
        for (var next = from; next < end;)
        {
            using var fetch = await reader.FetchAsync(
                new Dictionary<int, long> { [partition] = next }, maxBytes, TimeSpan.FromSeconds(10), CancellationToken.None);
            next = Append(fetch.Partitions.ShouldHaveSingleItem(), next, values);
        }

        return values;
    }

    public async ValueTask DisposeAsync()
    {
        await Relay.DisposeAsync();
        await Broker.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Adds the committed records of whole batches from an offset on, and answers the next offset.</summary>
    private static long Append(FetchedRecords fetched, long from, List<string> values)
    {
        var batches = fetched.Batches;
        var committed = fetched.Committed();
        while (batches.Length >= RecordBatchHeader.LengthBytes && RecordBatchHeader.Parse(batches.Span) is var header && header.TotalBytes <= batches.Length)
        {
            using var batch = RecordBatch.Open(batches[..header.TotalBytes], 64 << 20);
            var records = batch.Read();
            for (var isCommitted = committed.Holds(header); isCommitted && records.MoveNext();)
            {
                if (records.Current.Offset >= from)
                    values.Add(Encoding.UTF8.GetString(records.Current.Value));
            }

            from = Math.Max(from, header.LastOffset + 1);
            batches = batches[header.TotalBytes..];
        }

        return from;
    }
}
