namespace Hops.Kafka.Log;

/// <summary>What became of one batch, in the terms of a Produce response.</summary>
/// <param name="Error">None if it is in the log (durably, under <see cref="FlushMode.Commit"/>).</param>
/// <param name="BaseOffset">Offset of its first record; for a duplicate, that of the first time; -1 if refused.</param>
/// <param name="LogAppendTimeMs">The time that took the place of the producer's, or -1.</param>
/// <param name="LogStartOffset">First offset of the partition.</param>
/// <param name="Message">Why it was refused and what to do; null if it was not.</param>
/// <param name="RecordIndex">Number of the record that is the reason, from 0 (KIP-467); -1 if it is the whole batch, or nothing is wrong.</param>
public readonly record struct AppendResult(
    KafkaError Error, long BaseOffset, long LogAppendTimeMs, long LogStartOffset, string? Message, int RecordIndex = -1)
{
    /// <summary>True if it is not known whether it is in the log: of a Kafka cluster that has not answered.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>A refusal.</summary>
    public static AppendResult Refused(KafkaError error, string message, long logStartOffset = -1) => new(error, -1, -1, logStartOffset, message);
}
