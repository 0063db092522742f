using System.Globalization;
using Hops.Kafka.Tests.Support;
using Hops.Kafka.Tests.Transactions;

namespace Hops.Kafka.Tests.Clients;

/// <summary>A broker in a process of its own, over a directory of its own, that is killed and is there again at the same address.</summary>
internal sealed class KillableBroker : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hops-killed-").FullName;
    private BrokerProcess? _process;

    private KillableBroker()
    {
    }

    public int Port { get; private set; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <param name="topics">Topics that are there at the start, with their partitions.</param>
    public static async Task<KillableBroker> StartAsync(params (string Name, int Partitions)[] topics)
    {
        var broker = new KillableBroker();
        await using (var first = await TestBroker.StartAsync(directory: broker._directory))
        {
            foreach (var (name, partitions) in topics)
                await first.CreateTopicAsync(name, partitions);
        }

        broker._process = await BrokerProcess.StartAsync(broker._directory);
        broker.Port = broker._process.Port;
        return broker;
    }

    /// <summary>Kills it with SIGKILL, and starts it again over what it has left.</summary>
    public async Task KillAsync()
    {
        await EndAsync();
        _process = await BrokerProcess.StartAsync(_directory, Port);
    }

    /// <summary>Kills it for good, and opens what it has left in this process.</summary>
    public async Task<TestBroker> OpenAsync()
    {
        await EndAsync();
        return await TestBroker.StartAsync(directory: _directory);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task EndAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        await process.DisposeAsync();
    }
}
