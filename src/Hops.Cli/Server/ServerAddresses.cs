using System.Text.Json;
using System.Text.Json.Serialization;
using Hops.Api.Server;
using Hops.Core.Storage;

namespace Hops.Cli.Server;

/// <summary>Where a running server listens: <c>DATA/run/addresses.json</c>, for programs that start one.</summary>
/// <param name="Http">REST under <c>/api/v1</c>, WebHDFS under <c>/webhdfs/v1</c>, the schema registry under <c>/registry</c>.</param>
/// <param name="Kafka">The broker, as <c>host:port</c>; null if this server has none. With a Kafka cluster its brokers, between commas.</param>
/// <param name="KafkaTls">True if the broker encrypts.</param>
/// <param name="ProcessId">The server.</param>
internal sealed record ServerAddresses(Uri Http, string? Kafka, bool KafkaTls, int ProcessId)
{
    /// <summary>How clients find their topics in the Kafka cluster that <see cref="Kafka"/> names; null if it is the embedded broker.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public KafkaClusterView? Cluster { get; init; }

    /// <summary>The schema registry.</summary>
    public Uri Registry => new(Http, "/registry");

    /// <summary>What clients are told.</summary>
    public ServerView View() =>
        new(typeof(ServerAddresses).Assembly.GetName().Version!.ToString(3), Kafka!, KafkaTls, Registry, new Uri(Http, "/webhdfs/v1"), Cluster);

    /// <summary>Path of the file in a data directory.</summary>
    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "run", "addresses.json");

    /// <summary>Writes the file.</summary>
    public void Save(Disk disk, string dataDirectory) =>
        disk.Replace(PathIn(dataDirectory), JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));

    /// <summary>Reads the file; null if it is not there.</summary>
    public static ServerAddresses? Find(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        return File.Exists(path) ? JsonSerializer.Deserialize<ServerAddresses>(File.ReadAllBytes(path), JsonSerializerOptions.Web) : null;
    }
}
