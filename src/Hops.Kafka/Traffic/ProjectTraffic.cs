namespace Hops.Kafka.Traffic;

/// <summary>What clients of one project produce and fetch, all its connections together.</summary>
/// <param name="Produced">Requests that bring records.</param>
/// <param name="Fetched">Records that go out.</param>
public sealed record ProjectTraffic(RateBucket Produced, RateBucket Fetched);
