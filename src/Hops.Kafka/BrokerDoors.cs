using Hops.Core.Identity;
using Hops.Kafka.Produce;

namespace Hops.Kafka;

/// <summary>What a broker asks of its callers.</summary>
/// <param name="Authentication">Who is who.</param>
/// <param name="Gate">Who may do what.</param>
public sealed record BrokerDoors(IAuthentication Authentication, IGate Gate)
{
    /// <summary>Which schemas are registered for the topics; none where there is no registry.</summary>
    public TopicSchemas Schemas { get; init; } = TopicSchemas.None;
}
