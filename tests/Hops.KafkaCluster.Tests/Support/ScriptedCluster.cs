using Hops.Client.Tests.Support;
using Hops.Client.Topics;
using Hops.Core.Storage;
using Hops.Kafka.Wire;
using Hops.Kafka.Wire.Messages;
using Hops.KafkaCluster.Wire;

namespace Hops.KafkaCluster.Tests.Support;

/// <summary>Brokers that answer as a test says, each of which lets everybody in; the platform knows the first of them.</summary>
internal sealed class ScriptedCluster : IAsyncDisposable
{
    private readonly string _passwordFile = Path.GetTempFileName();

    /// <param name="count">How many brokers.</param>
    /// <param name="controllerId">Id of the one that is the controller; they are numbered from 1.</param>
    public ScriptedCluster(int count, int controllerId)
    {
        File.WriteAllText(_passwordFile, "secret\n");
        Brokers = [.. Enumerable.Range(0, count).Select(_ => new ScriptedBroker())];
        foreach (var broker in Brokers)
        {
            broker.Answer<SaslHandshakeRequest, SaslHandshakeResponse>(1, _ => new SaslHandshakeResponse { Mechanisms = ["PLAIN"] })
                .Answer<SaslAuthenticateRequest, SaslAuthenticateResponse>(1, _ => new SaslAuthenticateResponse())
                .Answer<MetadataRequest, MetadataResponse>(10, _ => new MetadataResponse { ControllerId = controllerId, Brokers = Addresses, Topics = Topics });
            foreach (var row in NeededApis.Rows.Where(row => row.IsNeeded))
                broker.Offer(row.Api, row.Version);
        }

        Connection = new ClusterConnection(
            new ClusterOptions
            {
                BootstrapServers = [First.Address.ToString()], SecurityProtocol = "SASL_PLAINTEXT", SaslMechanism = BrokerMechanism.Plain.Name, UserName = "admin", PasswordFile = _passwordFile,
            },
            new RealDisk(),
            TimeProvider.System);
    }

    public IReadOnlyList<ScriptedBroker> Brokers { get; }

    public ScriptedBroker First => Brokers[0];

    public List<MetadataResponse.Topic> Topics { get; init; } = [];

    public ClusterConnection Connection { get; }

    private List<MetadataResponse.Broker> Addresses =>
        [.. Brokers.Select((broker, index) => new MetadataResponse.Broker { NodeId = index + 1, Host = broker.Address.Host, Port = broker.Address.Port })];

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        foreach (var broker in Brokers)
            await broker.DisposeAsync();
        File.Delete(_passwordFile);
    }
}
