using System.Diagnostics.Metrics;
using Hops.Kafka.Dispatch;

namespace Hops.Kafka;

/// <summary>Instruments of the broker (meter <c>Hops.Kafka</c>); the names of the APIs are those of <see cref="ApiTable"/>.</summary>
internal static class KafkaMetrics
{
    private static readonly Meter Meter = new("Hops.Kafka");

    private static readonly Histogram<double> RequestDuration = Meter.CreateHistogram<double>(
        "hops.kafka.request.duration", "s", "From a whole request to its encoded response, waiting included.");

    public static void Answered(ApiRow row, TimeSpan duration) =>
        RequestDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("api", row.Name));
}
