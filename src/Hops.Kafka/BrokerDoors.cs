using Hops.Core.Identity;

namespace Hops.Kafka;

/// <summary>What a broker asks of its callers.</summary>
/// <param name="Authentication">Who is who.</param>
/// <param name="Gate">Who may do what.</param>
public sealed record BrokerDoors(IAuthentication Authentication, IGate Gate);
