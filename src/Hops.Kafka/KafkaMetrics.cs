using System.Diagnostics.Metrics;
using Hops.Kafka.Dispatch;
using Hops.Kafka.Traffic;

namespace Hops.Kafka;

/// <summary>Instruments of the broker (meter <c>Hops.Kafka</c>); the names of the APIs are those of <see cref="ApiTable"/>.</summary>
internal static class KafkaMetrics
{
    private static readonly Meter Meter = new("Hops.Kafka");

    private static readonly Histogram<double> RequestDuration = Meter.CreateHistogram<double>(
        "hops.kafka.request.duration", "s", "From a whole request to its encoded response, waiting included.");

    private static readonly Histogram<double> ThrottleDuration = Meter.CreateHistogram<double>(
        "hops.kafka.throttle.duration", "s", "How long clients were told to rest because their project was beyond its quota of traffic.");

    public static void Throttled(TrafficDirection direction, TimeSpan rest) =>
        ThrottleDuration.Record(rest.TotalSeconds, new KeyValuePair<string, object?>("direction", direction == TrafficDirection.Produce ? "produce" : "fetch"));

    public static void Answered(ApiRow row, TimeSpan duration) =>
        RequestDuration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("api", row.Name));
}
