namespace Hops.Streaming.Supervision;

/// <summary>Where runners find the protocols of this server.</summary>
/// <param name="Files">WebHDFS, such as <c>http://127.0.0.1:9480</c>.</param>
/// <param name="Broker">Kafka, as <c>host:port</c>; null if the topics are in a Kafka cluster.</param>
/// <param name="Registry">Schema registry.</param>
public sealed record RunnerEndpoints(Uri Files, string? Broker, Uri Registry)
{
    /// <summary>The TCP ports that a runner may connect to.</summary>
    public IReadOnlyList<int> Ports =>
        [.. new[] { Files.Port, Registry.Port, BrokerPort ?? Files.Port }.Distinct()];

    private int? BrokerPort => Broker is null ? null : int.Parse(Broker[(Broker.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
}
