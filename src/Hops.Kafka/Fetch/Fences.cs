namespace Hops.Kafka.Fetch;

/// <summary>Checks of the leader epoch that a client believes in (KIP-320).</summary>
internal static class Fences
{
    public static KafkaError Check(int believed, int current) => believed switch
    {
        < 0 => KafkaError.None,
        _ when believed < current => KafkaError.FencedLeaderEpoch,
        _ when believed > current => KafkaError.UnknownLeaderEpoch,
        _ => KafkaError.None,
    };
}
