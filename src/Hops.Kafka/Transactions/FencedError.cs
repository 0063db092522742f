using Hops.Kafka.Dispatch;

namespace Hops.Kafka.Transactions;

/// <summary>How a fenced producer is told: clients of before KIP-588 know one code for all that is wrong with an epoch.</summary>
internal static class FencedError
{
    /// <summary>The code that the client of a request understands.</summary>
    /// <param name="error">What was decided.</param>
    /// <param name="call">The request.</param>
    /// <param name="versionOfFenced">First version of its API whose clients know <c>ProducerFenced</c>.</param>
    public static KafkaError For(this KafkaError error, Call call, int versionOfFenced) =>
        error == KafkaError.ProducerFenced && call.Version < versionOfFenced ? KafkaError.InvalidProducerEpoch : error;
}
