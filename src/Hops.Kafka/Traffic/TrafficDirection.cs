namespace Hops.Kafka.Traffic;

/// <summary>Which way records go.</summary>
public enum TrafficDirection
{
    /// <summary>From clients.</summary>
    Produce,

    /// <summary>To clients.</summary>
    Fetch,
}
