namespace Hops.Kafka.Log;

/// <summary>Offsets of a partition whose records cannot be read, although what lies behind them can.</summary>
/// <param name="FromOffset">The first of them.</param>
/// <param name="ToOffset">The offset after the last of them.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record LogGap(long FromOffset, long ToOffset, string Reason);
