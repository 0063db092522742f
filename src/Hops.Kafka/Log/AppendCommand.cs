using Hops.Kafka.Records;

namespace Hops.Kafka.Log;

/// <summary>Appends one batch.</summary>
/// <param name="partition">Where.</param>
/// <param name="batch">The batch.</param>
/// <param name="header">Its header, with the fields that the broker sets by itself.</param>
/// <param name="beginsAtZero">True if the epoch of its producer is that of one transaction (<see cref="ProducerTable.Check"/>).</param>
internal sealed class AppendCommand(Partition partition, ReadOnlyMemory<byte> batch, RecordBatchHeader header, bool beginsAtZero) : AppendingCommand(partition)
{
    public override string Name => "append";

    public override int PendingBytes => batch.Length;

    public override void Stage(PartitionWriter writer)
    {
        var logStartOffset = Partition.LogStartOffset;
        var logAppendTime = Partition.Settings.IsLogAppendTime;
        if (header.ProducerId >= 0)
        {
            var verdict = writer.Producers.Check(header, beginsAtZero, out var duplicate);
            if (verdict == KafkaError.DuplicateSequenceNumber)
            {
                Result = new AppendResult(KafkaError.None, duplicate.BaseOffset, logAppendTime ? duplicate.TimestampMs : -1, logStartOffset, null);
                return;
            }

            if (verdict != KafkaError.None)
            {
                Result = AppendResult.Refused(verdict, "The sequence number or epoch of the producer does not follow its last batch.", logStartOffset);
                return;
            }

            // After the others, as Apache Kafka does: what was taken before the transaction may come once more, and who is fenced hears of that.
            if (!header.IsTransactional && writer.Transactions.Open.ContainsKey(header.ProducerId))
            {
                Result = AppendResult.Refused(KafkaError.InvalidTxnState, "The producer has an open transaction; its batches belong to it until it ends.", logStartOffset);
                return;
            }
        }

        if (!writer.HasOffsetsFor(header))
        {
            Result = AppendResult.Refused(KafkaError.RequestTimedOut, "More records arrived at once than a segment can number; try again.", logStartOffset);
            return;
        }

        var baseOffset = writer.Stage(batch.Span, header, logAppendTime);
        if (header.ProducerId >= 0)
            writer.Producers.Stage(logAppendTime ? header.With(isLogAppendTime: true, writer.NowMs) : header, baseOffset, writer.NowMs);
        Result = new AppendResult(KafkaError.None, baseOffset, logAppendTime ? writer.NowMs : -1, logStartOffset, null);
    }
}
