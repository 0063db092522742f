namespace Hops.Kafka.Log;

/// <summary>A partition as recovery found it.</summary>
internal sealed class RecoveredLog
{
    public required IReadOnlyList<Segment> Segments { get; init; }

    public required long LogStartOffset { get; init; }

    public required long NextOffset { get; init; }

    public required LeaderEpochs Epochs { get; init; }

    public required ProducerTable Producers { get; init; }

    public required TransactionIndex Transactions { get; init; }

    /// <summary>Offset up to which the state had been saved.</summary>
    public required long SavedOffset { get; init; }

    /// <summary>Offset up to which the log has been compacted.</summary>
    public long CompactedOffset { get; init; }

    /// <summary>What is wrong with its end, so that nothing may be appended; null if the end is known.</summary>
    public string? Damage { get; init; }

    /// <summary>Offsets that cannot be read, in order; what lies behind them can.</summary>
    public IReadOnlyList<LogGap> Gaps { get; init; } = [];
}
