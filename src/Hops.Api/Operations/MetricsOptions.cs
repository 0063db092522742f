namespace Hops.Api.Operations;

/// <summary>Settings of the metrics at <c>/metrics</c>.</summary>
public sealed record MetricsOptions
{
    /// <summary>
    /// True to show them to anybody who can connect. Default false: to programs on this machine, and to administrators who sign in. Metrics
    /// name no things of tenants.
    /// </summary>
    public bool AreOpen { get; init; }
}
